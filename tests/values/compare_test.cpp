#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

using expr::Comparison;
using expr::Truth;

constexpr Truth kYes = Truth::yes;
constexpr Truth kNo = Truth::no;
constexpr Truth kUnknown = Truth::unknown;

Truth cmp(const Term& a, Comparison op, const Term& b, bool possibly = false) {
  FakeContext context;
  return expr::compare(op, a, b, possibly, context);
}
Truth in(const Term& a, const Term& b, bool possibly = false) {
  FakeContext context;
  return expr::in(a, b, possibly, context);
}

constexpr auto kEq = Comparison::equal;
constexpr auto kNe = Comparison::not_equal;
constexpr auto kLt = Comparison::less;
constexpr auto kLe = Comparison::less_equal;
constexpr auto kGt = Comparison::greater;
constexpr auto kGe = Comparison::greater_equal;

TEST(Truth, CombinesWithThreeValues) {
  EXPECT_EQ(expr::negate(kUnknown), kUnknown);
  EXPECT_EQ(expr::both(kUnknown, kNo), kNo);
  EXPECT_EQ(expr::both(kUnknown, kYes), kUnknown);
  EXPECT_EQ(expr::either(kUnknown, kYes), kYes);
  EXPECT_EQ(expr::either(kUnknown, kNo), kUnknown);
  EXPECT_EQ(expr::truth_of(val("1")), kUnknown);
  EXPECT_EQ(expr::truth_of(Term(false)), kNo);
  EXPECT_FALSE(expr::term_of(kUnknown).bound());
}

TEST(Compare, ConvertsUnitsOfOneDimension) {
  EXPECT_EQ(cmp(val("7 nm"), kEq, val("0.007 um")), kYes);
  EXPECT_EQ(cmp(val("1 TB"), kEq, val("1000 GB")), kYes);
  EXPECT_EQ(cmp(val("13 months"), kGt, val("1 years")), kYes);
  EXPECT_EQ(cmp(val("4.8 TB/s"), kLt, val("5000 GB/s")), kYes);
}

TEST(Compare, GivesABareNumberTheOtherUnit) {
  EXPECT_EQ(cmp(val("150_000 units"), kGt, val("100_000")), kYes);
  EXPECT_EQ(cmp(val("35"), kEq, val("35 %")), kYes);
}

TEST(Compare, KnowsNothingOfDifferentDimensions) {
  for (const auto op : {kEq, kNe, kLt, kLe, kGt, kGe}) {
    EXPECT_EQ(cmp(val("7 nm"), op, val("7 years")), kUnknown);
    EXPECT_EQ(cmp(val("7 units"), op, val("7 chips")), kUnknown);
  }
}

TEST(Compare, TakesAboutForTheNumberItself) {
  EXPECT_EQ(cmp(val("~1_000_000 units"), kEq, val("1_000_000 units")), kYes);
  EXPECT_EQ(cmp(val("~5"), kLt, val("5")), kNo);
  EXPECT_EQ(cmp(val("~2025-06"), kEq, val("2025-06")), kYes);
}

TEST(Compare, HoldsOfIntervalsOnlyWhenItHoldsForEveryValue) {
  EXPECT_EQ(cmp(val("3..4 years"), kGt, val("2 years")), kYes);
  EXPECT_EQ(cmp(val("3..4 years"), kGt, val("3 years")), kUnknown);
  EXPECT_EQ(cmp(val("3..4 years"), kGe, val("3 years")), kYes);
  EXPECT_EQ(cmp(val("3..4 years"), kGt, val("4 years")), kNo);
  EXPECT_EQ(cmp(val("..200_000 chips"), kLe, val("200_000 chips")), kYes);
  EXPECT_EQ(cmp(val("..200_000 chips"), kLt, val("1 chips")), kUnknown);
  EXPECT_EQ(cmp(val("20.."), kLt, val("20")), kNo);
  EXPECT_EQ(cmp(val("3..4"), kEq, val("3..4")), kYes);
  EXPECT_EQ(cmp(val("3..4"), kNe, val("3..4")), kNo);
  EXPECT_EQ(cmp(val("3..4"), kLe, val("3..4")), kYes);
  EXPECT_EQ(cmp(val("3..4"), kEq, val("4..5")), kUnknown);
  EXPECT_EQ(cmp(val("3..4"), kNe, val("4..5")), kUnknown);
  EXPECT_EQ(cmp(val("3..4"), kEq, val("5")), kNo);
  EXPECT_EQ(cmp(val("3..4"), kNe, val("5")), kYes);
}

TEST(Compare, IsPossiblyTrueWhenSomeValueDoes) {
  EXPECT_EQ(cmp(val("3..4 years"), kGt, val("3 years"), true), kYes);
  EXPECT_EQ(cmp(val("3..4 years"), kGt, val("4 years"), true), kNo);
  EXPECT_EQ(cmp(val("3..4"), kEq, val("4..5"), true), kYes);
  EXPECT_EQ(cmp(val("3..4"), kNe, val("3..4"), true), kYes);
  EXPECT_EQ(cmp(val("3"), kNe, val("3"), true), kNo);
  EXPECT_EQ(cmp(val("20.."), kGt, val("1000"), true), kYes);
}

TEST(Compare, OrdersDatesByEveryDayOfBoth) {
  EXPECT_EQ(cmp(val("2025-01"), kLt, val("2025-02")), kYes);
  EXPECT_EQ(cmp(val("2025-01"), kLt, val("2025-Q1")), kUnknown);
  EXPECT_EQ(cmp(val("2025-01"), kLt, val("2025-Q1"), true), kYes);
  EXPECT_EQ(cmp(val("2025-Q1"), kLe, val("2025-Q1")), kYes);
  EXPECT_EQ(cmp(val("2025-Q1"), kLt, val("2025-Q1")), kUnknown);
  EXPECT_EQ(cmp(val("2025-02"), kLt, val("2025-01")), kNo);
  EXPECT_EQ(cmp(val("2025-01-01"), kEq, val("2025-01")), kUnknown);
  EXPECT_EQ(cmp(val("2025-01..2025-03"), kEq, val("2025-Q1")), kYes);
  EXPECT_EQ(cmp(val("2025-03"), kGe, val("2025-01..")), kUnknown);
  EXPECT_EQ(cmp(val("..2024-12"), kLt, val("2025-01")), kYes);
}

TEST(Compare, TakesAnIntegerBesideADateForAYear) {
  EXPECT_EQ(cmp(val("2025-06"), kLt, val("2026")), kYes);
  EXPECT_EQ(cmp(val("2024"), kLt, val("2025-06")), kYes);
  EXPECT_EQ(cmp(val("2025-01..2025-12"), kEq, val("2025")), kYes);
  EXPECT_EQ(cmp(val("2025-06"), kLt, val("2.5")), kUnknown);
  EXPECT_EQ(cmp(val("2025-06"), kEq, val("7 nm")), kNo);
}

TEST(Compare, OrdersTextByCodePointsAndEquatesItWithItsTag) {
  EXPECT_EQ(cmp(str("Z"), kLt, str("a")), kYes);
  EXPECT_EQ(cmp(str("z"), kLt, str("é")), kYes);
  EXPECT_EQ(cmp(str("文", "zh"), kEq, str("文")), kNo);
  EXPECT_EQ(cmp(str("文", "zh"), kNe, str("文")), kYes);
  EXPECT_EQ(cmp(str("文", "zh"), kLe, str("文")), kYes);
  EXPECT_EQ(cmp(str("a", "en"), kLt, str("b")), kYes);
}

TEST(Compare, OrdersEntitiesOnlyByRank) {
  EXPECT_EQ(cmp(ent("nvidia"), kEq, ent("nvidia")), kYes);
  EXPECT_EQ(cmp(ent("nvidia"), kNe, claim(3)), kYes);
  EXPECT_EQ(cmp(ent("amd"), kLt, ent("nvidia")), kUnknown);
  EXPECT_EQ(cmp(ent("reported"), kLt, ent("stated")), kYes);
  EXPECT_EQ(cmp(ent("stated"), kLt, ent("reported")), kNo);
  EXPECT_EQ(cmp(ent("stated"), kGe, ent("nvidia")), kUnknown);
}

TEST(Compare, OrdersBooleansFalseFirst) {
  EXPECT_EQ(cmp(Term(false), kLt, Term(true)), kYes);
  EXPECT_EQ(cmp(Term(true), kEq, Term(true)), kYes);
}

TEST(Compare, TellsMixedKindsApartWithoutOrder) {
  EXPECT_EQ(cmp(val("1"), kEq, str("1")), kNo);
  EXPECT_EQ(cmp(val("1"), kNe, Term(true)), kYes);
  EXPECT_EQ(cmp(val("1"), kLt, str("2")), kUnknown);
  EXPECT_EQ(cmp(Term(), kEq, Term()), kUnknown);
  EXPECT_EQ(cmp(Term(), kNe, val("1")), kUnknown);
}

TEST(Compare, EquatesListsElementByElement) {
  EXPECT_EQ(cmp(list({val("1 TB")}), kEq, list({val("1000 GB")})), kYes);
  EXPECT_EQ(cmp(list({val("1")}), kEq, list({})), kNo);
  EXPECT_EQ(cmp(list({val("1")}), kEq, list({val("0..2")})), kUnknown);
  EXPECT_EQ(cmp(list({}), kLt, list({})), kUnknown);
}

TEST(In, IsToLieWithin) {
  EXPECT_EQ(in(val("2025-08"), val("2025-Q3")), kYes);
  EXPECT_EQ(in(val("2025-08"), val("2025")), kYes);
  EXPECT_EQ(in(val("2025"), val("2025-Q3")), kUnknown);
  EXPECT_EQ(in(val("2025-H2"), val("2025-Q3"), true), kYes);
  EXPECT_EQ(in(val("2025-01"), val("2025-Q3")), kNo);
  EXPECT_EQ(in(val("5"), val("3..7")), kYes);
  EXPECT_EQ(in(val("8"), val("3..7")), kNo);
  EXPECT_EQ(in(val("24 months"), val("1..3 years")), kYes);
  EXPECT_EQ(in(val("5 nm"), val("1..3 years")), kUnknown);
  EXPECT_EQ(in(val("5.."), val("3..7")), kUnknown);
}

TEST(In, IsToEqualAnElementOfAList) {
  EXPECT_EQ(in(val("1"), list({val("2"), val("1.0")})), kYes);
  EXPECT_EQ(in(val("1"), list({val("2")})), kNo);
  EXPECT_EQ(in(val("1"), list({Term(), val("2")})), kUnknown);
  EXPECT_EQ(in(val("1"), list({Term(), val("1")})), kYes);
  EXPECT_EQ(in(val("1"), list({})), kNo);
  EXPECT_EQ(in(ent("a"), ent("a")), kYes);  // a field with one value
  EXPECT_EQ(in(str("a"), str("abc")), kUnknown);
}

TEST(CompareProperty, AgreesWithItsMirrorAndItsNegation) {
  RandomTerms random(17);
  for (int i = 0; i < 30'000; ++i) {
    const Term a = random.term();
    const Term b = random.term();
    for (const bool possibly : {false, true}) {
      ASSERT_EQ(cmp(a, kLt, b, possibly), cmp(b, kGt, a, possibly)) << shown(a) << shown(b);
      ASSERT_EQ(cmp(a, kLe, b, possibly), cmp(b, kGe, a, possibly)) << shown(a) << shown(b);
      ASSERT_EQ(cmp(a, kEq, b, possibly), cmp(b, kEq, a, possibly)) << shown(a) << shown(b);
    }
    ASSERT_EQ(cmp(a, kNe, b), expr::negate(cmp(a, kEq, b))) << shown(a) << shown(b);
    if (cmp(a, kEq, b) == kYes && a.as<storage::Quantity>() != nullptr) {
      ASSERT_EQ(cmp(a, kLe, b), kYes) << shown(a) << shown(b);
    }
    if (cmp(a, kLt, b) == kYes) {
      ASSERT_EQ(cmp(a, kLt, b, true), kYes) << shown(a) << shown(b);
    }
    if (a.bound() && equality_key(a) == equality_key(b) && a.as<storage::List>() == nullptr) {
      ASSERT_EQ(cmp(a, kEq, b), kYes) << shown(a) << shown(b);
    }
  }
}

}  // namespace
}  // namespace vouch::test
