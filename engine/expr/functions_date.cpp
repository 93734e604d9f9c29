// Functions on dates. Where a date is expected an integer is a year. A part of a date (year, month,
// …) is known when all of the date lies in one such part: the month of 2025-Q3 is not. Instants
// count in the zone they were written in.
#include "engine/expr/date_arithmetic.hpp"
#include "engine/expr/functions.hpp"
#include "engine/expr/units.hpp"

namespace vouch::expr {
namespace {

using storage::Civil;
using storage::Date;
using storage::kMicrosecondsPerDay;
using storage::Period;
using storage::Precision;

std::optional<Date> date_argument(const Call& call, std::size_t i) {
  const Term term = as_date(call[i]);
  const auto* date = term.as<Date>();
  return date == nullptr ? std::nullopt : std::optional(*date);
}

std::int64_t day_number(std::int64_t moment, std::int16_t zone) {
  constexpr std::int64_t kMicrosecondsPerMinute = 60'000'000;
  const std::int64_t local = moment + zone * kMicrosecondsPerMinute;
  return local / kMicrosecondsPerDay - (local % kMicrosecondsPerDay < 0 ? 1 : 0);
}

struct Ends {
  Civil first;
  Civil last;
};

std::optional<Ends> ends_of(const Call& call) {
  const auto date = date_argument(call, 0);
  if (!date || !date->from || !date->to) return std::nullopt;
  return Ends{storage::civil_from_days(day_number(date->begin(), date->from->zone)),
              storage::civil_from_days(day_number(date->end() - 1, date->to->zone))};
}

Term year_of(const Call& call) {
  const auto ends = ends_of(call);
  if (!ends || ends->first.year != ends->last.year) return {};
  return storage::number_term(ends->first.year);
}

Term quarter_of(const Call& call) {
  const auto ends = ends_of(call);
  if (!ends || ends->first.year != ends->last.year) return {};
  const unsigned quarter = (ends->first.month + 2) / 3;
  return quarter == (ends->last.month + 2) / 3 ? storage::number_term(quarter) : Term();
}

Term month_of(const Call& call) {
  const auto ends = ends_of(call);
  if (!ends || ends->first.year != ends->last.year || ends->first.month != ends->last.month) {
    return {};
  }
  return storage::number_term(ends->first.month);
}

Term day_of(const Call& call) {
  return month_of(call).bound() && ends_of(call)->first.day == ends_of(call)->last.day
             ? storage::number_term(ends_of(call)->first.day)
             : Term();
}

Term day_term(std::int64_t day) {
  return Term(Date::single({Precision::day, day * kMicrosecondsPerDay}));
}

Term earliest(const Call& call) {
  const auto date = date_argument(call, 0);
  if (!date || !date->from) return {};
  if (date->from->precision == Precision::instant) return Term(Date::single(*date->from));
  return day_term(day_number(date->begin(), 0));
}

Term latest(const Call& call) {
  const auto date = date_argument(call, 0);
  if (!date || !date->to) return {};
  if (date->to->precision == Precision::instant) return Term(Date::single(*date->to));
  return day_term(day_number(date->end() - 1, 0));
}

Term date_of(const Call& call) {
  if (const auto* text = call.as<storage::Text>(0)) {
    const auto period = Date::parse_period(text->text);
    return period ? Term(Date::single(*period)) : Term();
  }
  const auto date = date_argument(call, 0);
  return date ? Term(*date) : Term();
}

Term days_between(const Call& call) {
  const auto from = date_argument(call, 0);
  const auto to = date_argument(call, 1);
  return from && to ? date_difference(*to, *from) : Term();
}

Term today(const Call& call) { return Term(call.context.today()); }

}  // namespace

std::vector<FunctionRow> date_functions() {
  using enum ValueType;
  return {
      {{"date", 1, 1, date, {any}, "The date a text spells, or a year.", "date(\"2025-09\")"},
       date_of},
      {{"day", 1, 1, number, {date}, "The day of the month.", "day(2025-09-15)"}, day_of},
      {{"days_between", 2, 2, number, {date, date}, "From the first date to the second, in days.",
        "days_between(2025-09-01, 2025-09-15)"},
       days_between},
      {{"earliest", 1, 1, date, {date}, "The first day of a date; nothing where it is open.",
        "earliest(2025-Q3)"},
       earliest},
      {{"latest", 1, 1, date, {date}, "The last day of a date; nothing where it is open.",
        "latest(2025-Q3)"},
       latest},
      {{"month", 1, 1, number, {date}, "The month, 1 to 12.", "month(2025-09-15)"}, month_of},
      {{"quarter", 1, 1, number, {date}, "The quarter, 1 to 4.", "quarter(2025-09)"}, quarter_of},
      {{"today", 0, 0, date, {}, "The current day; settable.", "today()"}, today},
      {{"year", 1, 1, number, {date}, "The year.", "year(2025-Q3)"}, year_of},
  };
}

}  // namespace vouch::expr
