#include "storage/term.hpp"

#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

bool same(const Term& a, const Term& b) { return equality_key(a) == equality_key(b); }

TEST(EqualityKey, TakesNumbersByValue) {
  EXPECT_TRUE(same(val("1"), val("1.0")));
  EXPECT_TRUE(same(val("1"), val("1e0")));
  EXPECT_FALSE(same(val("1"), val("2")));
  EXPECT_FALSE(same(val("1"), Term(true)));
  EXPECT_FALSE(same(val("1"), str("1")));
}

TEST(EqualityKey, TakesQuantitiesInBaseUnits) {
  EXPECT_TRUE(same(val("1 TB"), val("1000 GB")));
  EXPECT_TRUE(same(val("1 years"), val("12 months")));
  EXPECT_TRUE(same(val("1 wspm"), val("1 wafers/month")));
  EXPECT_TRUE(same(val("12 wspm"), val("144 wafers/year")));
  EXPECT_TRUE(same(val("3..4 years"), val("36..48 months")));
  EXPECT_TRUE(same(val("3..3 years"), val("3 years")));
  EXPECT_FALSE(same(val("1 units"), val("1 chips")));
  EXPECT_FALSE(same(val("7 nm"), val("7")));
  EXPECT_FALSE(same(val("1 USD"), val("1 EUR")));
}

TEST(EqualityKey, CountsBoundsAndApproximationToTheValue) {
  EXPECT_FALSE(same(val("~7 nm"), val("7 nm")));
  EXPECT_FALSE(same(val("..7 nm"), val("7 nm")));
  EXPECT_FALSE(same(val("..7 nm"), val("7.. nm")));
  EXPECT_FALSE(same(val("~7"), val("7")));
}

TEST(EqualityKey, TakesDatesByTheirInterval) {
  EXPECT_TRUE(same(val("2025-Q3"), val("2025-07..2025-09")));
  EXPECT_TRUE(same(year(2025), val("2025-01..2025-12")));
  EXPECT_TRUE(same(val("2025-03-31T10:00:00Z"), val("2025-03-31T18:00:00+08:00")));
  EXPECT_FALSE(same(val("2025-Q3"), val("~2025-Q3")));
  EXPECT_FALSE(same(year(2025), val("2025")));  // a year is no integer until something makes it one
  EXPECT_FALSE(same(val("..2025-09"), val("2025-09")));
}

TEST(EqualityKey, TakesTextWithTagAndDatatype) {
  EXPECT_TRUE(same(str("a", "zh-hant"), str("a", "zh-Hant")));
  EXPECT_FALSE(same(str("a", "zh"), str("a")));
  EXPECT_FALSE(same(str("a", "zh"), str("a", "", "zh")));
  EXPECT_TRUE(same(str("a"), str("a", "", "http://www.w3.org/2001/XMLSchema#string")));
  EXPECT_FALSE(same(str("a"), ent("a")));
}

TEST(EqualityKey, TellsListsApartByTheirCuts) {
  EXPECT_TRUE(same(list({val("1")}), list({val("1.0")})));
  EXPECT_FALSE(same(list({str("a"), str("b")}), list({str("ab")})));
  EXPECT_FALSE(same(list({list({})}), list({})));
  EXPECT_FALSE(same(list({list({str("a")}), str("b")}), list({list({str("a"), str("b")})})));
}

TEST(EqualityKey, SurvivesFactorsThatOverflow) {
  storage::Quantity huge = *val("1 EB").as<storage::Quantity>();
  huge.lower = huge.upper = num("1e30");
  EXPECT_TRUE(same(Term(huge), Term(huge)));
  storage::Quantity other = huge;
  other.lower = other.upper = num("2e30");
  EXPECT_FALSE(same(Term(huge), Term(other)));
}

// Identity, spelled out: what the key must agree with.
struct Identity {
  bool operator()(const storage::Quantity& a, const storage::Quantity& b) const {
    const auto bound = [](const std::optional<Number>& x, const std::optional<Number>& y,
                          const Number& fx, const Number& fy) {
      if (!x || !y) return !x && !y;
      const auto ratio = divide(fx, fy);
      const auto scaled = ratio ? multiply(*x, *ratio) : std::nullopt;
      return scaled && *scaled == *y;
    };
    return a.dimension == b.dimension && a.approximate == b.approximate &&
           bound(a.lower, b.lower, a.factor, b.factor) &&
           bound(a.upper, b.upper, a.factor, b.factor);
  }
  bool operator()(const storage::Date& a, const storage::Date& b) const {
    return a.begin() == b.begin() && a.end() == b.end() && a.approximate == b.approximate;
  }
  bool operator()(const storage::List& a, const storage::List& b) const {
    bool equal = a.items.size() == b.items.size();
    for (std::size_t i = 0; equal && i < a.items.size(); ++i) {
      equal = identical(a.items[i], b.items[i]);
    }
    return equal;
  }
  template <typename T>
  bool operator()(const T& a, const T& b) const {
    return a == b;
  }
  template <typename T, typename U>
  bool operator()(const T&, const U&) const {
    return false;
  }
  static bool identical(const Term& a, const Term& b) {
    return std::visit(Identity{}, a.value, b.value);
  }
};

TEST(EqualityKeyProperty, IsEqualExactlyForIdenticalTerms) {
  RandomTerms random(5);
  int equal = 0;
  for (int i = 0; i < 60'000; ++i) {
    const Term a = random.term();
    const Term b = random.term();
    const bool identical = Identity::identical(a, b);
    equal += identical ? 1 : 0;
    ASSERT_EQ(same(a, b), identical) << shown(a) << " and " << shown(b);
    ASSERT_TRUE(same(a, a));
  }
  EXPECT_GT(equal, 500);  // the universe is small enough to say something
}

}  // namespace
}  // namespace vouch::test
