// storage/date.hpp — dates with their own precision: each is the interval of time it names.
//
// Shape     a Period is a year, half, quarter, month, day or instant; a Date is one period (`2025-Q3`)
//           or a range of them (`2025-07..2025-09`, open at either end), perhaps approximate (`~`).
// Units     instants count microseconds since 1970-01-01T00:00:00Z, proleptic Gregorian, years 1..9999;
//           intervals are half open [begin, end).
// Errors    parse gives nothing for what is no date (month 13, 2025-02-30, hour 25).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::storage {

enum class Precision : std::uint8_t { year, half, quarter, month, day, instant };

struct Period {
  Precision precision = Precision::day;
  std::int64_t begin = 0;       // microseconds
  std::int16_t zone = 0;        // minutes east of UTC as written; instants only
  std::uint8_t fraction = 0;    // digits of a second as written; instants only

  [[nodiscard]] std::int64_t end() const;  // exclusive; of an instant: begin + 1
  [[nodiscard]] std::string to_string() const;
  friend bool operator==(const Period&, const Period&) = default;
};

inline constexpr std::int64_t kTimeBegin = std::numeric_limits<std::int64_t>::min();  // open start
inline constexpr std::int64_t kTimeEnd = std::numeric_limits<std::int64_t>::max();    // open end

struct Date {
  std::optional<Period> from;  // absent: open
  std::optional<Period> to;    // absent: open; equal to `from` for a single period
  bool range = false;          // written with `..`
  bool approximate = false;

  [[nodiscard]] static Date single(Period period) { return {period, period, false, false}; }
  // One bound: `2025`, `2025-H1`, `2025-Q3`, `2025-09`, `2025-09-15`, `2025-09-15T10:00:00.5+08:00`.
  [[nodiscard]] static std::optional<Period> parse_period(std::string_view text);
  [[nodiscard]] static std::optional<Date> of_year(std::int64_t year);

  [[nodiscard]] std::int64_t begin() const { return from ? from->begin : kTimeBegin; }
  [[nodiscard]] std::int64_t end() const { return to ? to->end() : kTimeEnd; }
  // The one period that names the same interval (`2025-07..2025-09` → `2025-Q3`), if there is one:
  // dates are equal by interval, so this is the form to store. Says nothing about `approximate`.
  [[nodiscard]] std::optional<Period> as_period() const;
  [[nodiscard]] std::string to_string() const;
  friend bool operator==(const Date&, const Date&) = default;
};

// Days since 1970-01-01 of a civil date, and back.
[[nodiscard]] std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day);
struct Civil {
  std::int64_t year = 1970;
  unsigned month = 1;
  unsigned day = 1;
};
[[nodiscard]] Civil civil_from_days(std::int64_t days);
// The day `months` later, clipped to the month's length.
[[nodiscard]] std::int64_t add_months(std::int64_t days, std::int64_t months);

inline constexpr std::int64_t kMicrosecondsPerDay = 86'400'000'000;

}  // namespace vouch::storage
