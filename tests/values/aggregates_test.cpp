#include "base/error.hpp"
#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

using expr::AggregateKind;

std::vector<Term> vals(std::vector<std::string> texts) {
  std::vector<Term> out;
  for (const auto& text : texts) out.push_back(val(text));
  return out;
}

// The result as a literal; "" for nothing.
std::string agg(std::string_view name, const std::vector<Term>& values) {
  FakeContext context;
  const auto kind = expr::aggregate_kind(name);
  EXPECT_TRUE(kind.has_value()) << name;
  return shown(expr::aggregate(*kind, values, context));
}

TEST(Aggregates, OverNothingAreZeroEmptyOrUnbound) {
  EXPECT_EQ(agg("count", {}), "0");
  EXPECT_EQ(agg("sum", {}), "0");
  EXPECT_EQ(agg("list", {}), "()");
  for (const char* name : {"avg", "min", "max", "median", "first", "last", "product", "all", "any",
                           "hhi", "share"}) {
    EXPECT_EQ(agg(name, {}), "") << name;
  }
}

TEST(Aggregates, HaveNamesInAnyCase) {
  EXPECT_EQ(expr::aggregate_kind("COUNT"), AggregateKind::count);
  EXPECT_FALSE(expr::aggregate_kind("upper").has_value());
}

TEST(Aggregates, SumExactlyInTheFirstUnit) {
  EXPECT_EQ(agg("sum", vals({"0.1", "0.2"})), "0.3");
  EXPECT_EQ(agg("sum", vals({"1 TB", "500 GB"})), "1.5 TB");
  EXPECT_EQ(agg("sum", vals({"3..4 years", "12 months"})), "4..5 years");
  EXPECT_EQ(agg("sum", vals({"~3 chips", "2 chips"})), "~5 chips");
  EXPECT_EQ(agg("sum", vals({"..3", "2", "5"})), "..10");
  EXPECT_EQ(agg("sum", vals({"..3", "2.."})), "");
}

TEST(Aggregates, GiveNothingForMixedThings) {
  EXPECT_EQ(agg("sum", vals({"1 TB", "1"})), "");
  EXPECT_EQ(agg("sum", vals({"1 chips", "1 units"})), "");
  EXPECT_EQ(agg("sum", {val("1"), str("1")}), "");
  EXPECT_EQ(agg("avg", vals({"1", "2025-01"})), "");
  EXPECT_EQ(agg("min", {val("1"), str("1")}), "");
  EXPECT_EQ(agg("min", vals({"1 TB", "1"})), "");
  EXPECT_EQ(agg("all", {Term(true), val("1")}), "");
  EXPECT_EQ(agg("any", {Term(true), val("1")}), "");
}

TEST(Aggregates, SumPast64BitsOnTheWayButNotAtTheEnd) {
  const std::string greatest = "9223372036854775807";
  EXPECT_EQ(agg("sum", vals({greatest, greatest, "-" + greatest})), greatest);
  EXPECT_THROW(agg("sum", vals({greatest, "1"})), CapacityError);
  EXPECT_EQ(agg("sum", vals({greatest, "0.5"})), "9223372036854775807.5");
  EXPECT_THROW(agg("product", vals({greatest, "2"})), CapacityError);
  try {
    static_cast<void>(agg("sum", vals({greatest, "1"})));
  } catch (const CapacityError& error) {
    EXPECT_EQ(error.code(), "E0403");
  }
}

TEST(Aggregates, AverageAsAFraction) {
  EXPECT_EQ(agg("avg", vals({"1", "2"})), "1.5");
  EXPECT_EQ(agg("avg", vals({"1", "0", "0"})), "0.333333333333333");
  EXPECT_EQ(agg("avg", vals({"9223372036854775807", "9223372036854775805"})),
            "9223372036854775806");
}

TEST(Aggregates, TakeTheMiddle) {
  EXPECT_EQ(agg("median", vals({"3", "1", "2"})), "2");
  EXPECT_EQ(agg("median", vals({"4", "1", "2", "3"})), "2.5");
  EXPECT_EQ(agg("median", vals({"1 TB", "1 GB", "10 GB"})), "0.01 TB");
}

TEST(Aggregates, FindTheExtremesOfOneKind) {
  EXPECT_EQ(agg("min", vals({"1 TB", "900 GB"})), "900 GB");
  EXPECT_EQ(agg("max", vals({"2025-01", "2024-12", "2025-Q1"})), "2025-Q1");
  EXPECT_EQ(agg("max", {str("a"), str("b")}), "\"b\"");
  EXPECT_EQ(agg("min", {val("2025-06"), val("2024")}), "2024");
  EXPECT_EQ(agg("min", {ent("stated"), ent("suspected")}), shown(ent("suspected")));
  EXPECT_EQ(agg("min", {ent("nvidia"), ent("amd")}), "");
  EXPECT_EQ(agg("min", {list({})}), "");
  EXPECT_EQ(agg("min", vals({"5", "..7"})), "..7");
}

TEST(Aggregates, MultiplyAndQuantify) {
  EXPECT_EQ(agg("product", vals({"2", "3", "0.5"})), "3");
  EXPECT_EQ(agg("product", vals({"200 chips", "50 %"})), "100 chips");
  EXPECT_EQ(agg("all", {Term(true), Term(false)}), "false");
  EXPECT_EQ(agg("any", {Term(true), Term(false)}), "true");
}

TEST(Aggregates, KeepTheOrderGiven) {
  EXPECT_EQ(agg("list", vals({"2", "1", "2"})), "(2, 1, 2)");
  EXPECT_EQ(agg("first", vals({"2", "1"})), "2");
  EXPECT_EQ(agg("last", vals({"2", "1"})), "1");
}

TEST(Aggregates, MeasureConcentration) {
  EXPECT_EQ(agg("hhi", vals({"5"})), "10000");
  EXPECT_EQ(agg("hhi", vals({"50 %", "50 %"})), "5000");
  EXPECT_EQ(agg("hhi", vals({"1 TB", "1000 GB", "2 TB"})), "3750");
  EXPECT_EQ(agg("hhi", vals({"0", "0"})), "");
  EXPECT_EQ(agg("hhi", vals({"1", "-1", "3"})), "");
  EXPECT_EQ(agg("hhi", vals({"1..2", "3"})), "");
}

TEST(Aggregates, GiveSharesInPercent) {
  FakeContext context;
  const auto share = [&](std::string_view part, std::string_view total) {
    return shown(expr::share_of(val(part), val(total), context));
  };
  EXPECT_EQ(share("1", "4"), "25 %");
  EXPECT_EQ(share("500 GB", "1 TB"), "50 %");
  EXPECT_EQ(share("10 %", "40 %"), "25 %");
  EXPECT_EQ(share("~1..2", "4"), "~25..50 %");
  EXPECT_EQ(share("1 chips", "4"), "");
  EXPECT_EQ(share("1", "0"), "");
  EXPECT_EQ(context.divisions_by_zero, 1U);
}

}  // namespace
}  // namespace vouch::test
