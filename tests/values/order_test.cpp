#include <algorithm>

#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

// -1, 0 or 1.
int order(const Term& a, const Term& b) {
  FakeContext context;
  const auto result = expr::total_order(a, b, context);
  return result < 0 ? -1 : (result > 0 ? 1 : 0);
}

TEST(TotalOrder, PutsTheKindsOneAfterTheOther) {
  const std::vector<Term> ordered = {
      Term(storage::Blank{"b"}), ent("stated"), ent("nvidia"), Term(false), Term(true), val("..3"),
      val("-1"), val("3"), val("3..4"), val("3.."), val("2024-12"), val("2025-01-01"),
      val("2025-01"), val("2025-Q1"), str("a"), str("a", "en"), str("b"),
      str("a", "", "https://x.example/t"), list({}), list({val("1")}), Term()};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      EXPECT_EQ(order(ordered[i], ordered[j]), i < j ? -1 : (i > j ? 1 : 0))
          << shown(ordered[i]) << " " << shown(ordered[j]);
    }
  }
}

TEST(TotalOrder, PutsEntitiesAndClaimsByIdAndRankedOnesFirst) {
  EXPECT_LT(order(ent("amd"), ent("nvidia")), 0);
  EXPECT_LT(order(ent("amd"), claim(1)), 0);
  EXPECT_LT(order(claim(1), ent("nvidia")), 0);
  EXPECT_LT(order(ent("suspected"), ent("reported")), 0);
  EXPECT_LT(order(ent("suspected"), ent("amd")), 0);
}

TEST(TotalOrder, PutsQuantitiesByTheirSizeInBaseUnits) {
  EXPECT_LT(order(val("999 GB"), val("1 TB")), 0);
  EXPECT_EQ(order(val("1000 GB"), val("1 TB")), 0);
  EXPECT_LT(order(val("7 nm"), val("~7 nm")), 0);
  EXPECT_NE(order(val("1 units"), val("1 chips")), 0);
}

TEST(TotalOrderProperty, IsATotalOrderThatAgreesWithIdentity) {
  RandomTerms random(23);
  for (int i = 0; i < 60'000; ++i) {
    const Term a = random.term();
    const Term b = random.term();
    const Term c = random.term();
    const int ab = order(a, b);
    ASSERT_EQ(ab, -order(b, a)) << shown(a) << " " << shown(b);
    ASSERT_EQ(ab == 0, equality_key(a) == equality_key(b)) << shown(a) << " " << shown(b);
    if (ab <= 0 && order(b, c) <= 0) {
      ASSERT_LE(order(a, c), 0) << shown(a) << " " << shown(b) << " " << shown(c);
    }
  }
}

}  // namespace
}  // namespace vouch::test
