#include "storage/date.hpp"

#include <fmt/format.h>

#include <array>

namespace vouch::storage {
namespace {

constexpr std::int64_t kYearFirst = 1;
constexpr std::int64_t kYearLast = 9999;
constexpr std::int64_t kMinutesPerDay = 1440;
constexpr std::int64_t kMicrosecondsPerMinute = 60'000'000;
constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;
constexpr std::size_t kFractionDigitsMax = 6;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

unsigned days_in_month(std::int64_t year, unsigned month) {
  constexpr std::array<unsigned, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

std::int64_t months_of(Precision precision) {
  switch (precision) {
    case Precision::year: return 12;
    case Precision::half: return 6;
    case Precision::quarter: return 3;
    case Precision::month: return 1;
    case Precision::day:
    case Precision::instant: return 0;
  }
  return 0;
}

// Reads fixed runs of digits and marks off the front of a text; stays failed once it has failed.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool skip(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok_ = skip(c) && ok_; }

  unsigned number(std::size_t digits, unsigned least, unsigned most) {
    unsigned value = 0;
    for (std::size_t i = 0; i < digits; ++i) value = value * 10 + digit();
    ok_ = ok_ && value >= least && value <= most;
    return value;
  }
  unsigned digit() {
    const char c = peek();
    if (c < '0' || c > '9') {
      ok_ = false;
      return 0;
    }
    rest_.remove_prefix(1);
    return static_cast<unsigned>(c - '0');
  }
  [[nodiscard]] bool at_digit() const { return peek() >= '0' && peek() <= '9'; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

Period of_month(Precision precision, std::int64_t year, unsigned month) {
  return {precision, days_from_civil(year, month, 1) * kMicrosecondsPerDay};
}

void read_fraction(Reader& reader, Period& out) {
  std::int64_t unit = kMicrosecondsPerSecond;
  while (reader.at_digit() && out.fraction < kFractionDigitsMax) {
    unit /= 10;
    out.begin += static_cast<std::int64_t>(reader.digit()) * unit;
    ++out.fraction;
  }
  if (out.fraction == 0) reader.expect('0');  // `10:00:00.` has no digits
}

// `Z`, `+08:00` or nothing (then UTC).
void read_zone(Reader& reader, Period& out) {
  if (reader.done() || reader.skip('Z')) return;
  const bool west = reader.skip('-');
  if (!west) reader.expect('+');
  const unsigned hours = reader.number(2, 0, 14);
  reader.expect(':');
  const unsigned minutes = reader.number(2, 0, hours == 14 ? 0 : 59);
  const auto zone = static_cast<std::int16_t>(hours * 60 + minutes);
  out.zone = west ? static_cast<std::int16_t>(-zone) : zone;
}

std::optional<Period> read_instant(Reader& reader, std::int64_t day) {
  Period out{Precision::instant, day * kMicrosecondsPerDay};
  const std::int64_t hours = reader.number(2, 0, 23);
  reader.expect(':');
  out.begin += (hours * 60 + reader.number(2, 0, 59)) * kMicrosecondsPerMinute;
  if (reader.skip(':')) {
    out.begin += reader.number(2, 0, 59) * kMicrosecondsPerSecond;
    if (reader.skip('.')) read_fraction(reader, out);
  }
  read_zone(reader, out);
  if (!reader.done()) return std::nullopt;
  out.begin -= out.zone * kMicrosecondsPerMinute;
  return out;
}

std::optional<Period> read_month(Reader& reader, std::int64_t year) {
  const unsigned month = reader.number(2, 1, 12);
  if (reader.done()) return of_month(Precision::month, year, month);
  reader.expect('-');
  if (!reader.ok()) return std::nullopt;
  const unsigned day = reader.number(2, 1, days_in_month(year, month));
  if (!reader.ok()) return std::nullopt;
  const std::int64_t days = days_from_civil(year, month, day);
  if (reader.done()) return Period{Precision::day, days * kMicrosecondsPerDay};
  reader.expect('T');
  return read_instant(reader, days);
}

std::string print_zone(std::int16_t zone) {
  if (zone == 0) return "Z";
  const int minutes = zone < 0 ? -zone : zone;
  return fmt::format("{}{:02}:{:02}", zone < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string print_instant(const Period& period) {
  const std::int64_t local = period.begin + period.zone * kMicrosecondsPerMinute;
  const std::int64_t days = floor_divide(local, kMicrosecondsPerDay);
  const std::int64_t within = local - days * kMicrosecondsPerDay;
  const std::int64_t minutes = within / kMicrosecondsPerMinute;
  const Civil civil = civil_from_days(days);
  std::string out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", civil.year, civil.month,
                                civil.day, minutes / 60 % (kMinutesPerDay / 60), minutes % 60,
                                within / kMicrosecondsPerSecond % 60);
  if (period.fraction > 0) {
    out += '.' + fmt::format("{:06}", within % kMicrosecondsPerSecond).substr(0, period.fraction);
  }
  return out + print_zone(period.zone);
}

}  // namespace

std::int64_t Period::end() const {
  const std::int64_t months = months_of(precision);
  if (months == 0) return begin + (precision == Precision::day ? kMicrosecondsPerDay : 1);
  return add_months(floor_divide(begin, kMicrosecondsPerDay), months) * kMicrosecondsPerDay;
}

std::string Period::to_string() const {
  if (precision == Precision::instant) return print_instant(*this);
  const Civil civil = civil_from_days(floor_divide(begin, kMicrosecondsPerDay));
  switch (precision) {
    case Precision::year: return fmt::format("{:04}", civil.year);
    case Precision::half: return fmt::format("{:04}-H{}", civil.year, (civil.month + 5) / 6);
    case Precision::quarter: return fmt::format("{:04}-Q{}", civil.year, (civil.month + 2) / 3);
    case Precision::month: return fmt::format("{:04}-{:02}", civil.year, civil.month);
    case Precision::day:
    case Precision::instant: break;
  }
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

std::optional<Period> Date::parse_period(std::string_view text) {
  Reader reader(text);
  const std::int64_t year = reader.number(4, kYearFirst, kYearLast);
  if (reader.done()) return of_month(Precision::year, year, 1);
  reader.expect('-');
  if (!reader.ok()) return std::nullopt;
  if (reader.skip('Q')) {
    const unsigned quarter = reader.number(1, 1, 4);
    if (!reader.done()) return std::nullopt;
    return of_month(Precision::quarter, year, quarter * 3 - 2);
  }
  if (reader.skip('H')) {
    const unsigned half = reader.number(1, 1, 2);
    if (!reader.done()) return std::nullopt;
    return of_month(Precision::half, year, half * 6 - 5);
  }
  return read_month(reader, year);
}

std::optional<Date> Date::of_year(std::int64_t year) {
  if (year < kYearFirst || year > kYearLast) return std::nullopt;
  return single(of_month(Precision::year, year, 1));
}

std::optional<Period> Date::as_period() const {
  if (!from || !to) return std::nullopt;
  if (from->begin == to->begin && from->end() == to->end()) return from;
  if (from->begin % kMicrosecondsPerDay != 0) return std::nullopt;
  const Civil first = civil_from_days(from->begin / kMicrosecondsPerDay);
  for (const Precision precision : {Precision::year, Precision::half, Precision::quarter,
                                    Precision::month, Precision::day}) {
    const std::int64_t months = months_of(precision);
    if (months > 0 && (first.day != 1 || (first.month - 1) % months != 0)) continue;
    const Period period{precision, from->begin};
    if (period.end() == end()) return period;
  }
  return std::nullopt;
}

std::string Date::to_string() const {
  std::string out = approximate ? "~" : "";
  if (!range && from) return out + from->to_string();
  if (from) out += from->to_string();
  out += "..";
  if (to) out += to->to_string();
  return out;
}

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years from 1 March.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

Civil civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = floor_divide(days, 146'097);
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<unsigned>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  const auto month =
      static_cast<unsigned>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int64_t add_months(std::int64_t days, std::int64_t months) {
  const Civil civil = civil_from_days(days);
  const std::int64_t total = civil.year * 12 + civil.month - 1 + months;
  const std::int64_t year = floor_divide(total, 12);
  const auto month = static_cast<unsigned>(total - year * 12 + 1);
  const unsigned last = days_in_month(year, month);
  return days_from_civil(year, month, civil.day < last ? civil.day : last);
}

}  // namespace vouch::storage
