#include "storage/date.hpp"

#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

using storage::Date;
using storage::Period;

Period period(std::string_view text) {
  const auto parsed = Date::parse_period(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(Period());
}

TEST(Date, PrintsEachPrecisionAsWritten) {
  for (const char* text :
       {"2025", "0001", "9999", "2025-H1", "2025-H2", "2025-Q1", "2025-Q4", "2025-09", "2025-09-15",
        "2024-02-29", "2025-09-15T10:00:00Z", "2025-09-15T10:00:00.5+08:00",
        "2025-09-15T00:00:00.000001-11:30", "1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00+14:00"}) {
    EXPECT_EQ(period(text).to_string(), text);
  }
}

TEST(Date, ReadsInstantsWithoutSecondsOrZone) {
  EXPECT_EQ(period("2025-09-15T10:00").to_string(), "2025-09-15T10:00:00Z");
  EXPECT_EQ(period("2025-09-15T10:00:30").to_string(), "2025-09-15T10:00:30Z");
}

TEST(Date, RefusesWhatIsNoDate) {
  for (const char* text :
       {"", "25", "0000", "2025-13", "2025-00", "2025-9", "2025-02-30", "2025-02-29", "1900-02-29",
        "2025-04-31", "2025-Q0", "2025-Q5", "2025-H3", "2025-q1", "2025-Q12",
        "2025-09-15T24:00:00Z",
        "2025-09-15T25:00", "2025-09-15T10:60", "2025-09-15T10:00:60", "2025-09-15T10:00:00.",
        "2025-09-15T10:00:00.1234567", "2025-09-15T10:00:00+15:00", "2025-09-15T10:00:00+14:30",
        "2025-09-15 10:00", "2025-09-15T", "12025", "-2025", "2025-", "2025-09-", "2025-09-15Z"}) {
    EXPECT_FALSE(Date::parse_period(text).has_value()) << text;
  }
}

TEST(Date, NamesAHalfOpenInterval) {
  EXPECT_EQ(period("2025").end(), period("2026").begin);
  EXPECT_EQ(period("2025-Q4").end(), period("2026-01-01").begin);
  EXPECT_EQ(period("2024-02").end(), period("2024-03-01").begin);
  EXPECT_EQ(period("1970-01-01T00:00:00Z").end(), 1);
  EXPECT_EQ(period("1970").begin, 0);
}

TEST(Date, CountsInstantsInUtc) {
  EXPECT_EQ(period("2025-09-15T18:00:00+08:00").begin, period("2025-09-15T10:00:00Z").begin);
}

TEST(Date, FindsThePeriodThatARangeNames) {
  const auto as_period = [](std::string_view text) {
    const auto found = val(text).as<Date>()->as_period();
    return found ? found->to_string() : "";
  };
  EXPECT_EQ(as_period("2025-07..2025-09"), "2025-Q3");
  EXPECT_EQ(as_period("2025-Q1..2025-Q2"), "2025-H1");
  EXPECT_EQ(as_period("2025-01-01..2025-12-31"), "2025");
  EXPECT_EQ(as_period("2024-02-01..2024-02-29"), "2024-02");
  EXPECT_EQ(as_period("1969-01..1969-12"), "1969");
  EXPECT_EQ(as_period("2025-09-15"), "2025-09-15");
  EXPECT_EQ(as_period("2025-08..2025-10"), "");
  EXPECT_EQ(as_period("2025-08.."), "");
}

TEST(Date, PrintsRangesAndApproximations) {
  for (const char* text : {"..2024-12", "2025-09..", "2025-07-21..2025-07-31", "~2025-06",
                           "~2025-06..2025-07"}) {
    EXPECT_EQ(val(text).as<Date>()->to_string(), text);
  }
}

TEST(DateProperty, CountsDaysBothWays) {
  std::int64_t expected = storage::days_from_civil(1, 1, 1);
  for (std::int64_t year = 1; year <= 9999; ++year) {
    for (unsigned month = 1; month <= 12; ++month) {
      const std::int64_t first = storage::days_from_civil(year, month, 1);
      ASSERT_EQ(first, expected);
      const auto civil = storage::civil_from_days(first + 27);
      ASSERT_EQ(civil.year, year);
      ASSERT_EQ(civil.month, month);
      ASSERT_EQ(civil.day, 28U);
      expected = storage::add_months(first, 1);
    }
  }
  EXPECT_EQ(storage::days_from_civil(1970, 1, 1), 0);
  EXPECT_EQ(storage::days_from_civil(2000, 3, 1), 11'017);
}

TEST(DateProperty, ClipsMonthsToTheirLength) {
  const auto day = [](std::int64_t y, unsigned m, unsigned d) {
    return storage::days_from_civil(y, m, d);
  };
  EXPECT_EQ(storage::add_months(day(2025, 1, 31), 1), day(2025, 2, 28));
  EXPECT_EQ(storage::add_months(day(2024, 2, 29), 12), day(2025, 2, 28));
  EXPECT_EQ(storage::add_months(day(2025, 1, 15), -13), day(2023, 12, 15));
}

TEST(DateProperty, ReadsBackEveryDayItPrints) {
  for (std::int64_t days = storage::days_from_civil(1, 1, 1);
       days <= storage::days_from_civil(9999, 12, 31); days += 97) {
    const Period day{storage::Precision::day, days * storage::kMicrosecondsPerDay};
    ASSERT_EQ(period(day.to_string()), day);
  }
}

}  // namespace
}  // namespace vouch::test
