#include "engine/expr/date_arithmetic.hpp"

#include "engine/expr/dimension.hpp"

namespace vouch::expr {
namespace {

using storage::Date;
using storage::kMicrosecondsPerDay;
using storage::Period;
using storage::Precision;

constexpr std::int64_t kMonthSeconds = 2'629'746;
constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;
constexpr std::int64_t kMicrosecondsPerMinute = 60'000'000;

std::int64_t day_of(std::int64_t moment) {
  return moment / kMicrosecondsPerDay - (moment % kMicrosecondsPerDay < 0 ? 1 : 0);
}

bool is_instant(const Date& date) {
  return date.from && date.from == date.to && date.from->precision == Precision::instant;
}

// How far a bound moves: by the calendar, or by an amount of time.
struct Shift {
  std::int64_t months = 0;
  std::int64_t microseconds = 0;
};

// A whole number of `unit_seconds` that makes up the span, where there is one.
std::optional<std::int64_t> whole(const Number& seconds, std::int64_t unit_seconds) {
  const auto count = divide(seconds, Number(unit_seconds));
  return count ? count->to_int64() : std::nullopt;
}

bool is_calendar_unit(std::string_view unit) {
  const auto known = builtin_unit(unit);
  return known && known->factor >= Number(kMonthSeconds);
}

std::optional<Shift> shift_of(const Number& amount, const Quantity& span, bool backwards) {
  const auto seconds = multiply(amount, span.factor);
  if (!seconds) return std::nullopt;
  const auto signed_seconds = backwards ? seconds->negated() : *seconds;
  if (is_calendar_unit(span.unit)) {
    const auto months = whole(signed_seconds, kMonthSeconds);
    return months ? std::optional(Shift{*months, 0}) : std::nullopt;
  }
  const auto moment = multiply(signed_seconds, Number(kMicrosecondsPerSecond));
  const auto microseconds = moment ? moment->to_int64() : std::nullopt;
  return microseconds ? std::optional(Shift{0, *microseconds}) : std::nullopt;
}

bool in_calendar(std::int64_t moment) {
  const std::int64_t first = storage::days_from_civil(1, 1, 1) * kMicrosecondsPerDay;
  const std::int64_t last = storage::days_from_civil(9999, 12, 31) * kMicrosecondsPerDay;
  return moment >= first && moment <= last;
}

// Moves a moment by the calendar of its zone, keeping the time of day.
std::optional<std::int64_t> move_moment(std::int64_t moment, std::int16_t zone, const Shift& by) {
  constexpr std::int64_t kMonthsMax = 12 * 10'000;
  if (by.months > kMonthsMax || by.months < -kMonthsMax) return std::nullopt;
  std::int64_t out = 0;
  if (by.months == 0) {
    if (__builtin_add_overflow(moment, by.microseconds, &out)) return std::nullopt;
  } else {
    const std::int64_t local = moment + zone * kMicrosecondsPerMinute;
    const std::int64_t day = day_of(local);
    out = moment + (storage::add_months(day, by.months) - day) * kMicrosecondsPerDay;
  }
  return in_calendar(out) ? std::optional(out) : std::nullopt;
}

// The precision in which the bound of a moved period can be told: its own where the start still
// fits.
std::optional<Precision> precision_after(const Period& period, std::int64_t begin,
                                         const Shift& by) {
  if (period.precision == Precision::instant) return Precision::instant;
  if (begin % kMicrosecondsPerDay != 0) return std::nullopt;  // `2025-09-15 + 6 hours`
  if (period.precision == Precision::day) return Precision::day;
  if (by.months == 0) return by.microseconds == 0 ? period.precision : Precision::day;
  const unsigned month = storage::civil_from_days(day_of(begin)).month;
  const unsigned length = period.precision == Precision::year   ? 12
                          : period.precision == Precision::half ? 6
                          : period.precision == Precision::quarter ? 3
                                                                   : 1;
  return (month - 1) % length == 0 ? period.precision : Precision::month;
}

struct Moved {
  Period first;  // begins where the moved period begins
  Period last;   // ends where it ends
};

// A period that keeps its precision comes back twice; else the first and last month or day of it.
std::optional<Moved> move_period(const Period& period, const Shift& by) {
  const auto begin = move_moment(period.begin, period.zone, by);
  if (!begin) return std::nullopt;
  const auto precision = precision_after(period, *begin, by);
  if (!precision) return std::nullopt;
  Period first = period;
  first.begin = *begin;
  first.precision = *precision;
  if (first.precision == period.precision) return Moved{first, first};
  const auto end = move_moment(period.end(), 0, by);
  if (!end) return std::nullopt;
  const std::int64_t last_day = day_of(*end) - 1;
  const storage::Civil civil = storage::civil_from_days(last_day);
  Period last = first;
  last.begin = kMicrosecondsPerDay *
               (first.precision == Precision::month
                    ? storage::days_from_civil(civil.year, civil.month, 1)
                    : last_day);
  return Moved{first, last};
}

std::optional<Moved> move_bound(const Period& period, const Number& amount, const Quantity& span,
                                bool backwards) {
  const auto shift = shift_of(amount, span, backwards);
  return shift ? move_period(period, *shift) : std::nullopt;
}

std::optional<Number> days_between(std::int64_t later, std::int64_t earlier, bool instants) {
  if (instants) return Number::from_fraction(storage::Int128{later} - earlier, kMicrosecondsPerDay);
  return Number(day_of(later) - day_of(earlier));
}

}  // namespace

Term date_difference(const Date& later, const Date& earlier) {
  const bool instants = is_instant(later) && is_instant(earlier);
  Quantity out;
  out.unit = "days";
  out.dimension = "time";
  out.factor = Number(kMicrosecondsPerDay / kMicrosecondsPerSecond);
  if (later.from && earlier.to) {
    out.lower = days_between(later.begin(), earlier.end() - 1, instants);
  }
  if (later.to && earlier.from) {
    out.upper = days_between(later.end() - 1, earlier.begin(), instants);
  }
  return with_bounds(out, out.lower, out.upper, later.approximate || earlier.approximate);
}

Term moved(const Date& date, const Quantity& span, bool backwards) {
  if (span.dimension != "time") return {};
  const auto& nearest = backwards ? span.upper : span.lower;
  const auto& farthest = backwards ? span.lower : span.upper;
  Date out;
  out.approximate = date.approximate || span.approximate;
  out.range = date.range || !span.single();
  if (date.from && nearest) {
    const auto from = move_bound(*date.from, *nearest, span, backwards);
    if (!from) return {};
    out.from = from->first;
  }
  if (date.to && farthest) {
    const auto to = move_bound(*date.to, *farthest, span, backwards);
    if (!to) return {};
    out.to = to->last;
  }
  if (!out.from && !out.to) return {};
  if (!out.range) out.range = out.from != out.to;
  return Term(out);
}

}  // namespace vouch::expr
