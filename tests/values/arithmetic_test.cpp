#include <limits>

#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

using expr::Arithmetic;

struct Calculation {
  FakeContext context;

  // The result as it prints; "" for nothing.
  std::string operator()(std::string_view a, char op, std::string_view b) {
    return expr::print_value(term(val(a), op, val(b)));
  }
  Term term(const Term& a, char op, const Term& b) {
    static const std::map<char, Arithmetic> kOps = {{'+', Arithmetic::add},
                                                    {'-', Arithmetic::subtract},
                                                    {'*', Arithmetic::multiply},
                                                    {'/', Arithmetic::divide},
                                                    {'%', Arithmetic::remainder}};
    return expr::arithmetic(kOps.at(op), a, b, context);
  }
};

TEST(Arithmetic, IsExact) {
  Calculation calc;
  EXPECT_EQ(calc("0.1", '+', "0.2"), "0.3");
  EXPECT_EQ(calc("1", '/', "3"), "0.333333333333333");
  EXPECT_EQ(expr::print_value(calc.term(calc.term(val("1"), '/', val("3")), '*', val("3"))), "1");
  EXPECT_EQ(calc("7", '%', "4"), "3");
  EXPECT_EQ(calc("-7.5", '%', "2"), "-1.5");
}

TEST(Arithmetic, TakesTheLeftUnitForSums) {
  Calculation calc;
  EXPECT_EQ(calc("1 TB", '+', "500 GB"), "1.5 TB");
  EXPECT_EQ(calc("500 GB", '+', "1 TB"), "1500 GB");
  EXPECT_EQ(calc("2 years", '-', "6 months"), "1.5 years");
  EXPECT_EQ(calc("3 chips", '+', "2 chips"), "5 chips");
  EXPECT_EQ(calc("25 months", '%', "1 years"), "1 months");
  EXPECT_EQ(calc("5 %", '+', "10 %"), "15 %");
}

TEST(Arithmetic, GivesNothingForSumsOfDifferentThings) {
  Calculation calc;
  EXPECT_EQ(calc("3 chips", '+', "2 units"), "");
  EXPECT_EQ(calc("3 chips", '+', "2"), "");
  EXPECT_EQ(calc("2", '-', "3 nm"), "");
  EXPECT_EQ(calc("1 TB", '+', "10 %"), "");
  EXPECT_FALSE(calc.term(val("1"), '+', str("1")).bound());
  EXPECT_FALSE(calc.term(val("1"), '+', Term()).bound());
  EXPECT_EQ(calc.context.overflows, 0U);
}

TEST(Arithmetic, KeepsTheUnitWhenScaled) {
  Calculation calc;
  EXPECT_EQ(calc("3 chips", '*', "2"), "6 chips");
  EXPECT_EQ(calc("2", '*', "3 chips"), "6 chips");
  EXPECT_EQ(calc("3 chips", '/', "2"), "1.5 chips");
  EXPECT_EQ(calc("7 chips", '%', "2"), "1 chips");
  EXPECT_EQ(calc("6", '/', "3 chips"), "");  // no unit one could write
}

TEST(Arithmetic, TakesPercentagesOfTheLeftSide) {
  Calculation calc;
  EXPECT_EQ(calc("200 chips", '*', "35 %"), "70 chips");
  EXPECT_EQ(calc("200", '*', "35 %"), "70");
  EXPECT_EQ(calc("35 %", '*', "200 chips"), "70 chips");
  EXPECT_EQ(calc("70", '/', "35 %"), "200");
  EXPECT_EQ(calc("50 %", '*', "50 %"), "25 %");
  EXPECT_EQ(calc("50 %", '*', "2"), "100 %");
  EXPECT_EQ(calc("50 %", '/', "25 %"), "2");
  EXPECT_EQ(calc("10..20 %", '*', "50 %"), "5..10 %");
}

TEST(Arithmetic, MakesCompoundUnits) {
  Calculation calc;
  EXPECT_EQ(calc("143_000 units", '/', "12 months"), "11916.6666666667 units/months");
  EXPECT_EQ(calc("10 TB", '/', "5 TB"), "2");
  EXPECT_EQ(calc("1 TB", '/', "500 GB"), "2");
  EXPECT_EQ(calc("2 m", '*', "3 m"), "6 m·m");
  EXPECT_EQ(calc("4.8 TB/s", '*', "10 s"), "48 TB");
  EXPECT_EQ(calc("4.8 TB/s", '*', "1 hour"), "17280 TB");
  EXPECT_EQ(calc("100 chips", '/', "20 wafers"), "5 chips/wafers");
  EXPECT_EQ(calc("10 wspm", '*', "1 years"), "120 wafers");
  EXPECT_EQ(calc("2 chips", '*', "3 %"), "0.06 chips");
}

TEST(Arithmetic, MakesCompoundsThatCompareWithWrittenOnes) {
  Calculation calc;
  const Term rate = calc.term(val("12 units"), '/', val("1 years"));
  EXPECT_EQ(expr::compare(expr::Comparison::equal, rate, val("1 units/month"), false, calc.context),
            expr::Truth::yes);
}

TEST(Arithmetic, CalculatesIntervalsBoundByBound) {
  Calculation calc;
  EXPECT_EQ(calc("3..4 years", '+', "1 years"), "4..5 years");
  EXPECT_EQ(calc("10", '-', "3..4"), "6..7");
  EXPECT_EQ(calc("-1..2", '*', "3..4"), "-4..8");
  EXPECT_EQ(calc("12", '/', "3..4"), "3..4");
  EXPECT_EQ(calc("..5", '+', "1"), "..6");
  EXPECT_EQ(calc("1", '-', "..5"), "-4..");
  EXPECT_EQ(calc("..5", '+', "3.."), "");
  EXPECT_EQ(calc("2..", '*', "-3"), "..-6");
  EXPECT_EQ(calc("2..", '*', "0"), "0");
  EXPECT_EQ(calc("1", '/', "2.."), "0..0.5");
  EXPECT_EQ(calc("2..", '*', "-1..1"), "");
}

TEST(Arithmetic, StaysApproximate) {
  Calculation calc;
  EXPECT_EQ(calc("~3 chips", '*', "2"), "~6 chips");
  EXPECT_EQ(calc("1 TB", '+', "~1 TB"), "~2 TB");
}

TEST(Arithmetic, CountsDivisionsByZero) {
  Calculation calc;
  EXPECT_EQ(calc("1", '/', "0"), "");
  EXPECT_EQ(calc("1", '%', "0"), "");
  EXPECT_EQ(calc("1", '/', "-1..1"), "");
  EXPECT_EQ(calc("1 nm", '/', "0 nm"), "");
  EXPECT_EQ(calc.context.divisions_by_zero, 4U);
}

TEST(Arithmetic, CountsIntegersThatLeave64Bits) {
  Calculation calc;
  const std::string greatest = "9223372036854775807";
  const std::string least = "-9223372036854775808";
  EXPECT_EQ(calc(greatest, '+', "0"), greatest);
  EXPECT_EQ(calc(greatest, '+', "1"), "");
  EXPECT_EQ(calc(least, '-', "1"), "");
  EXPECT_EQ(calc(greatest, '*', "2"), "");
  EXPECT_EQ(calc(least, '*', "-1"), "");
  EXPECT_EQ(calc(least, '/', "-1"), "");
  EXPECT_EQ(calc.context.overflows, 5U);
  EXPECT_EQ(calc(greatest, '*', "0.5"), "4611686018427387903.5");
  EXPECT_EQ(calc(greatest, '+', "0.5"), "9223372036854775807.5");
  EXPECT_EQ(calc("1e30", '+', "1"), "1000000000000000000000000000001.0");
  EXPECT_EQ(calc("1e30", '*', "1e30"), "");
  EXPECT_EQ(calc.context.overflows, 6U);
  EXPECT_EQ(calc("1e300", '+', "1"), "1e300");
}

TEST(Arithmetic, ChangesTheSign) {
  FakeContext context;
  EXPECT_EQ(expr::print_value(expr::negated(val("3..4 nm"), context)), "-4..-3 nm");
  EXPECT_EQ(expr::print_value(expr::negated(val("~3.. nm"), context)), "~..-3 nm");
  EXPECT_FALSE(expr::negated(val("2025-01"), context).bound());
  EXPECT_FALSE(expr::negated(val("-9223372036854775808"), context).bound());
  EXPECT_EQ(context.overflows, 1U);
}

TEST(DateArithmetic, CountsDaysBetweenDates) {
  Calculation calc;
  EXPECT_EQ(calc("2025-09-15", '-', "2025-09-01"), "14 days");
  EXPECT_EQ(calc("2025-09", '-', "2025-06"), "63..121 days");
  EXPECT_EQ(calc("2025-09-01", '-', "2025-09-15"), "-14 days");
  EXPECT_EQ(calc("2025-09-15T12:00:00Z", '-', "2025-09-15T00:00:00Z"), "0.5 days");
  EXPECT_EQ(calc("2025-09-15", '-', "2025-09-01.."), "..14 days");
  EXPECT_EQ(calc("~2025-09-15", '-', "2025-09-01"), "~14 days");
  EXPECT_EQ(calc("2025-09-15", '+', "2025-09-01"), "");
}

TEST(DateArithmetic, MovesByTheCalendar) {
  Calculation calc;
  EXPECT_EQ(calc("2025-01-31", '+', "1 months"), "2025-02-28");
  EXPECT_EQ(calc("2024-02-29", '+', "1 years"), "2025-02-28");
  EXPECT_EQ(calc("2025-09-15", '-', "2 quarters"), "2025-03-15");
  EXPECT_EQ(calc("2025-09-15", '-', "1.5 years"), "2024-03-15");
  EXPECT_EQ(calc("2025-09-15", '+', "0.5 months"), "");
  EXPECT_EQ(calc("3 years", '+', "2025-09"), "2028-09");
  EXPECT_EQ(calc("3 years", '-', "2025-09"), "");
}

TEST(DateArithmetic, MovesByDaysAndMicroseconds) {
  Calculation calc;
  EXPECT_EQ(calc("2025-09-15", '+', "20 days"), "2025-10-05");
  EXPECT_EQ(calc("2025-09-15", '-', "2 weeks"), "2025-09-01");
  EXPECT_EQ(calc("2025-09-15", '+', "48 hours"), "2025-09-17");
  EXPECT_EQ(calc("2025-09-15", '+', "6 hours"), "");
  EXPECT_EQ(calc("2025-09-15T10:00:00Z", '+', "90 min"), "2025-09-15T11:30:00Z");
  EXPECT_EQ(calc("2025-01-31T23:00:00+08:00", '+', "1 months"), "2025-02-28T23:00:00+08:00");
}

TEST(DateArithmetic, KeepsThePrecisionWhereItCan) {
  Calculation calc;
  EXPECT_EQ(calc("2025-Q3", '+', "1 quarters"), "2025-Q4");
  EXPECT_EQ(calc("2025-Q3", '+', "1 months"), "2025-08..2025-10");
  EXPECT_EQ(calc("2025-09", '+', "10 days"), "2025-09-11..2025-10-10");
  EXPECT_EQ(calc("2025-07..2025-08", '+', "1 years"), "2026-07..2026-08");
  EXPECT_EQ(calc("..2025-08", '+', "1 years"), "..2026-08");
  Calculation other;
  EXPECT_EQ(expr::print_value(other.term(year(2025), '+', val("1 years"))), "2026");
  EXPECT_EQ(expr::print_value(other.term(year(2025), '+', val("1 months"))), "2025-02..2026-01");
}

TEST(DateArithmetic, MovesByIntervals) {
  Calculation calc;
  EXPECT_EQ(calc("2025-09", '+', "3..4 years"), "2028-09..2029-09");
  EXPECT_EQ(calc("2025-09", '-', "3..4 years"), "2021-09..2022-09");
  EXPECT_EQ(calc("2025-09", '+', "3.. years"), "2028-09..");
  EXPECT_EQ(calc("2025-09", '-', "3.. years"), "..2022-09");
  EXPECT_EQ(calc("2025-09", '+', "~3 years"), "~2028-09");
}

TEST(DateArithmetic, StaysInTheCalendarAndAmongTimes) {
  Calculation calc;
  EXPECT_EQ(calc("9999-12-31", '+', "1 days"), "");
  EXPECT_EQ(calc("0001-01", '-', "1 months"), "");
  EXPECT_EQ(calc("2025-09", '+', "9223372036854775807 years"), "");
  EXPECT_EQ(calc("2025-09", '+', "9223372036854775807 days"), "");
  EXPECT_EQ(calc("2025-09", '+', "3 nm"), "");
  EXPECT_EQ(calc("2025-09", '+', "3"), "");
  EXPECT_EQ(calc("2025-09", '*', "3 days"), "");
}

TEST(ArithmeticProperty, ContainsTheResultsOfTheValuesInIntervals) {
  RandomTerms random(29);
  Calculation calc;
  const auto interval = [](std::int64_t a, std::int64_t b) {
    storage::Quantity out;
    out.lower = Number(std::min(a, b));
    out.upper = Number(std::max(a, b));
    return Term(out);
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t a = random.within(-9, 9);
    const std::int64_t b = random.within(-9, 9);
    for (const char op : {'+', '-', '*', '/'}) {
      const Term wide = calc.term(interval(a, random.within(-9, 9)), op,
                                  interval(b, random.within(-9, 9)));
      const Term narrow = calc.term(storage::number_term(a), op, storage::number_term(b));
      if (!wide.bound()) continue;
      ASSERT_EQ(expr::in(narrow, wide, false, calc.context), expr::Truth::yes)
          << a << op << b << " in " << shown(wide);
    }
  }
}

}  // namespace
}  // namespace vouch::test
