#include "storage/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

#include "base/invariant.hpp"

namespace vouch::storage {
namespace {

using Unsigned128 = unsigned __int128;

constexpr Int128 kGreatest = static_cast<Int128>(~Unsigned128{0} >> 1U);
constexpr unsigned kPlacesMax = 30;
constexpr int kSignificantDigits = 15;

// Magnitudes stay below 2^127: the most negative Int128 counts as overflow, so negation never fails.
bool holds(Int128 value) { return value >= -kGreatest; }

Unsigned128 magnitude(Int128 value) {
  return value < 0 ? Unsigned128{0} - static_cast<Unsigned128>(value)
                   : static_cast<Unsigned128>(value);
}

Unsigned128 greatest_divisor(Unsigned128 a, Unsigned128 b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a;
}

Int128 greatest_divisor(Int128 a, Int128 b) {
  return static_cast<Int128>(greatest_divisor(magnitude(a), magnitude(b)));
}

std::optional<Int128> product(Int128 a, Int128 b) {
  Int128 out = 0;
  if (__builtin_mul_overflow(a, b, &out) || !holds(out)) return std::nullopt;
  return out;
}

std::optional<Int128> sum(Int128 a, Int128 b) {
  Int128 out = 0;
  if (__builtin_add_overflow(a, b, &out) || !holds(out)) return std::nullopt;
  return out;
}

unsigned bit_length(Unsigned128 value) {
  unsigned bits = 0;
  for (; value != 0; value >>= 1U) ++bits;
  return bits;
}

// ------------------------------------------------------------------------ exact comparison

struct Wide {
  Unsigned128 high = 0;
  Unsigned128 low = 0;
  friend auto operator<=>(const Wide&, const Wide&) = default;
};

Wide wide_product(Unsigned128 a, Unsigned128 b) {
  constexpr unsigned kHalf = 64;
  const Unsigned128 mask = (Unsigned128{1} << kHalf) - 1;
  const Unsigned128 low = (a & mask) * (b & mask);
  const Unsigned128 left = (a >> kHalf) * (b & mask);
  const Unsigned128 right = (a & mask) * (b >> kHalf);
  const Unsigned128 middle = (low >> kHalf) + (left & mask) + (right & mask);
  return {(a >> kHalf) * (b >> kHalf) + (left >> kHalf) + (right >> kHalf) + (middle >> kHalf),
          (middle << kHalf) | (low & mask)};
}

Wide shifted(Unsigned128 value, unsigned by) {
  if (by == 0) return {0, value};
  if (by >= 128) return {value << (by - 128), 0};
  return {value >> (128 - by), value << by};
}

std::strong_ordering reversed(std::strong_ordering order) { return 0 <=> order; }

// numerator/denominator against a positive double, both above zero.
std::strong_ordering compare_positive(Unsigned128 numerator, Unsigned128 denominator, double value) {
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  const auto mantissa = static_cast<Unsigned128>(std::ldexp(fraction, 53));
  exponent -= 53;
  if (exponent >= 0) return std::strong_ordering::less;  // only beyond 2^127 is a double kept
  const auto shift = static_cast<unsigned>(-exponent);
  // numerator · 2^shift against mantissa · denominator; the bit lengths decide all but close calls.
  const unsigned left = bit_length(numerator) + shift;
  const unsigned right = bit_length(mantissa) + bit_length(denominator);
  if (left > right) return std::strong_ordering::greater;
  if (left + 1 < right) return std::strong_ordering::less;
  return shifted(numerator, shift) <=> wide_product(mantissa, denominator);
}

std::strong_ordering compare_doubles(double a, double b) {
  if (a < b) return std::strong_ordering::less;
  return a > b ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::strong_ordering compare_exact_to_double(const Number& exact, double value) {
  const int sign = value < 0 ? -1 : 1;
  if (exact.sign() != sign) return exact.sign() <=> sign;
  const auto order = compare_positive(magnitude(exact.numerator()),
                                      magnitude(exact.denominator()), std::fabs(value));
  return sign > 0 ? order : reversed(order);
}

std::strong_ordering compare_fractions(const Number& a, const Number& b) {
  if (a.sign() != b.sign()) return a.sign() <=> b.sign();
  if (a.denominator() == b.denominator()) return a.numerator() <=> b.numerator();
  const auto order = wide_product(magnitude(a.numerator()), magnitude(b.denominator())) <=>
                     wide_product(magnitude(b.numerator()), magnitude(a.denominator()));
  return a.sign() < 0 ? reversed(order) : order;
}

// ------------------------------------------------------------------------ reading

// The pieces of `-1_000.50e-3`: its digits without sign, point, separators and outer zeros.
struct Lexical {
  bool negative = false;
  std::string digits;
  long exponent = 0;  // of the last digit
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits with single `_` between them; gives how many there were, nothing when malformed.
std::optional<std::size_t> take_digits(std::string_view& text, std::string& out) {
  std::size_t count = 0;
  while (!text.empty()) {
    if (is_digit(text.front())) {
      out.push_back(text.front());
      ++count;
    } else if (text.front() == '_') {
      if (count == 0 || text.size() < 2 || !is_digit(text[1])) return std::nullopt;
    } else {
      break;
    }
    text.remove_prefix(1);
  }
  return count;
}

std::optional<long> take_exponent(std::string_view& text) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return 0;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  long exponent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  constexpr long kExponentMax = 100'000;
  if (text.empty() || !is_digit(text.front()) || error != std::errc{} || exponent > kExponentMax) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return negative ? -exponent : exponent;
}

std::optional<Lexical> split(std::string_view text) {
  Lexical out;
  out.negative = text.starts_with('-');
  if (out.negative || text.starts_with('+')) text.remove_prefix(1);
  const auto whole = take_digits(text, out.digits);
  if (!whole) return std::nullopt;
  std::optional<std::size_t> places = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    places = take_digits(text, out.digits);
  }
  if (!places || *whole + *places == 0) return std::nullopt;
  const auto exponent = take_exponent(text);
  if (!exponent || !text.empty()) return std::nullopt;
  out.exponent = *exponent - static_cast<long>(*places);
  const std::size_t last = out.digits.find_last_not_of('0');
  const std::size_t kept = last == std::string::npos ? 0 : last + 1;
  out.exponent += static_cast<long>(out.digits.size() - kept);
  out.digits.resize(kept);
  out.digits.erase(0, out.digits.find_first_not_of('0'));
  return out;
}

std::optional<Int128> integer_of(std::string_view digits) {
  Int128 value = 0;
  for (const char c : digits) {
    const auto tenfold = product(value, 10);
    const auto next = tenfold ? sum(*tenfold, c - '0') : std::nullopt;
    if (!next) return std::nullopt;
    value = *next;
  }
  return value;
}

// digits · 10^exponent as a fraction, reduced on the way so that only the result may overflow.
std::optional<Number> exact_of(const Lexical& lexical) {
  auto numerator = integer_of(lexical.digits);
  std::optional<Int128> denominator = 1;
  for (long i = 0; numerator && i < lexical.exponent; ++i) numerator = product(*numerator, 10);
  for (long i = 0; numerator && denominator && i > lexical.exponent; --i) {
    Int128 factor = 10;
    for (const Int128 prime : {5, 2}) {
      if (factor % prime != 0 || *numerator % prime != 0) continue;
      *numerator /= prime;
      factor /= prime;
    }
    denominator = product(*denominator, factor);
  }
  if (!numerator || !denominator) return std::nullopt;
  return Number::from_fraction(lexical.negative ? -*numerator : *numerator, *denominator);
}

std::optional<Number> nearest_double(const Lexical& lexical) {
  const std::string text = lexical.digits + 'e' + std::to_string(lexical.exponent);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value == 0) return std::nullopt;  // beyond what a double holds
  return Number::from_double(lexical.negative ? -value : value);
}

// ------------------------------------------------------------------------ printing

std::string digits_of(Unsigned128 value) {
  std::string out;
  do {
    out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  return out;
}

// One decimal digit of remainder/denominator; ten times the remainder may not fit, twice it does.
char next_digit(Unsigned128& remainder, Unsigned128 denominator) {
  int digit = 0;
  const Unsigned128 once = remainder;
  const auto twice = [&] {
    digit *= 2;
    remainder *= 2;
    if (remainder >= denominator) {
      remainder -= denominator;
      ++digit;
    }
  };
  twice();
  twice();
  remainder += once;  // five times
  if (remainder >= denominator) {
    remainder -= denominator;
    ++digit;
  }
  twice();
  return static_cast<char>('0' + digit);
}

// How many places the decimal form has, if it ends within kPlacesMax.
std::optional<unsigned> finite_places(Int128 denominator) {
  unsigned twos = 0;
  unsigned fives = 0;
  for (; denominator % 2 == 0; denominator /= 2) ++twos;
  for (; denominator % 5 == 0; denominator /= 5) ++fives;
  const unsigned places = twos > fives ? twos : fives;
  if (denominator != 1 || places > kPlacesMax) return std::nullopt;
  return places;
}

// Adds one to a run of decimal digits; true when it became a longer power of ten ("99" → "100").
bool increment(std::string& digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return false;
    }
    *digit = '0';
  }
  digits.insert(digits.begin(), '1');
  return true;
}

// Digits d1 d2 … with the point after `point` of them; exponents where plain digits would mislead.
std::string laid_out(std::string digits, long point) {
  digits.erase(digits.find_last_not_of('0') + 1);
  const auto count = static_cast<long>(digits.size());
  constexpr long kLeadingZerosMax = 5;
  if (point > kSignificantDigits || point < -kLeadingZerosMax) {
    std::string out = digits.substr(0, 1);
    if (count > 1) out += '.' + digits.substr(1);
    return out + 'e' + std::to_string(point - 1);
  }
  if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (count <= point) return digits + std::string(static_cast<std::size_t>(point - count), '0');
  digits.insert(static_cast<std::size_t>(point), 1, '.');
  return digits;
}

// 15 significant digits, the last one rounded half up.
std::string rounded(Unsigned128 numerator, Unsigned128 denominator) {
  const Unsigned128 whole = numerator / denominator;
  Unsigned128 remainder = numerator % denominator;
  std::string digits = whole == 0 ? std::string() : digits_of(whole);
  auto point = static_cast<long>(digits.size());
  constexpr auto kWanted = static_cast<std::size_t>(kSignificantDigits) + 1;
  while (digits.size() < kWanted) {
    digits.push_back(next_digit(remainder, denominator));
    if (digits == "0") {
      digits.clear();
      --point;
    }
  }
  const bool up = digits[kWanted - 1] >= '5';
  digits.resize(kWanted - 1);
  if (up && increment(digits)) ++point;
  return laid_out(digits, point);
}

std::string print_double(const Number& number, double value) {
  std::array<char, 64> buffer{};
  for (int precision = kSignificantDigits; precision < 30; ++precision) {
    const int size = std::snprintf(buffer.data(), buffer.size(), "%.*g", precision, value);
    std::string text(buffer.data(), static_cast<std::size_t>(size));
    if (const auto plus = text.find('+'); plus != std::string::npos) text.erase(plus, 1);
    if (Number::parse(text) == number) return text;
  }
  return buffer.data();
}

}  // namespace

std::optional<Number> Number::from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  if (value == 0) return Number();
  Number inexact;
  inexact.denominator_ = 0;
  inexact.double_ = value;
  int exponent = 0;
  auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(value, &exponent), 53));
  exponent -= 53;
  for (; mantissa % 2 == 0; mantissa /= 2) ++exponent;
  constexpr int kBits = 127;
  const Unsigned128 size = magnitude(mantissa);
  if (exponent >= 0) {
    if (static_cast<int>(bit_length(size)) + exponent > kBits) return inexact;
    const auto shifted_up = static_cast<Int128>(size << static_cast<unsigned>(exponent));
    return from_fraction(mantissa < 0 ? -shifted_up : shifted_up, 1);
  }
  if (-exponent >= kBits) return inexact;
  return from_fraction(mantissa, static_cast<Int128>(1) << static_cast<unsigned>(-exponent));
}

std::optional<Number> Number::from_fraction(Int128 numerator, Int128 denominator) {
  if (denominator == 0 || !holds(numerator) || !holds(denominator)) return std::nullopt;
  const Int128 divisor = greatest_divisor(numerator, denominator);
  const Int128 sign = denominator < 0 ? -1 : 1;
  Number out;
  out.numerator_ = sign * (numerator / divisor);
  out.denominator_ = sign * (denominator / divisor);
  return out;
}

std::optional<Number> Number::parse(std::string_view lexical) {
  const auto pieces = split(lexical);
  if (!pieces) return std::nullopt;
  if (pieces->digits.empty()) return Number();
  if (auto exact = exact_of(*pieces)) return exact;
  return nearest_double(*pieces);
}

double Number::to_double() const noexcept {
  if (!exact()) return double_;
  return static_cast<double>(static_cast<long double>(numerator_) /
                             static_cast<long double>(denominator_));
}

std::optional<std::int64_t> Number::to_int64() const noexcept {
  if (!is_integer() || numerator_ > std::numeric_limits<std::int64_t>::max() ||
      numerator_ < std::numeric_limits<std::int64_t>::min()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(numerator_);
}

int Number::sign() const noexcept {
  if (!exact()) return double_ < 0 ? -1 : 1;
  return numerator_ < 0 ? -1 : (numerator_ > 0 ? 1 : 0);
}

std::string Number::to_string() const {
  if (!exact()) return print_double(*this, double_);
  const std::string minus = numerator_ < 0 ? "-" : "";
  const Unsigned128 size = magnitude(numerator_);
  if (is_integer()) return minus + digits_of(size);
  const Unsigned128 denominator = magnitude(denominator_);
  const auto places = finite_places(denominator_);
  if (!places) return minus + rounded(size, denominator);
  std::string out = minus + digits_of(size / denominator) + '.';
  Unsigned128 remainder = size % denominator;
  for (unsigned i = 0; i < *places; ++i) out.push_back(next_digit(remainder, denominator));
  return out;
}

std::optional<Number> add(const Number& a, const Number& b) {
  if (!a.exact() || !b.exact()) return Number::from_double(a.to_double() + b.to_double());
  const Int128 common = greatest_divisor(a.denominator_, b.denominator_);
  const auto left = product(a.numerator_, b.denominator_ / common);
  const auto right = product(b.numerator_, a.denominator_ / common);
  const auto numerator = left && right ? sum(*left, *right) : std::nullopt;
  if (!numerator) return std::nullopt;
  const Int128 shared = greatest_divisor(*numerator, common);
  const auto denominator = product(a.denominator_ / common, b.denominator_ / shared);
  if (!denominator) return std::nullopt;
  return Number::from_fraction(*numerator / shared, *denominator);
}

std::optional<Number> subtract(const Number& a, const Number& b) { return add(a, b.negated()); }

std::optional<Number> multiply(const Number& a, const Number& b) {
  if (!a.exact() || !b.exact()) {
    const double value = a.to_double() * b.to_double();
    if (value == 0 && a.sign() != 0 && b.sign() != 0) return std::nullopt;  // underflow
    return Number::from_double(value);
  }
  const Int128 left = greatest_divisor(a.numerator_, b.denominator_);
  const Int128 right = greatest_divisor(b.numerator_, a.denominator_);
  if (left == 0 || right == 0) return Number();
  const auto numerator = product(a.numerator_ / left, b.numerator_ / right);
  const auto denominator = product(a.denominator_ / right, b.denominator_ / left);
  if (!numerator || !denominator) return std::nullopt;
  return Number::from_fraction(*numerator, *denominator);
}

std::optional<Number> divide(const Number& a, const Number& b) {
  if (b.sign() == 0) return std::nullopt;
  if (a.exact() && b.exact()) {
    const auto reciprocal = Number::from_fraction(b.denominator_, b.numerator_);
    return reciprocal ? multiply(a, *reciprocal) : std::nullopt;
  }
  const double value = a.to_double() / b.to_double();
  if (value == 0 && a.sign() != 0) return std::nullopt;  // underflow
  return Number::from_double(value);
}

std::optional<Number> remainder(const Number& a, const Number& b) {
  if (b.sign() == 0) return std::nullopt;
  if (!a.exact() || !b.exact()) {
    return Number::from_double(std::fmod(a.to_double(), b.to_double()));
  }
  const Int128 common = greatest_divisor(a.denominator_, b.denominator_);
  const auto left = product(a.numerator_, b.denominator_ / common);
  const auto right = product(b.numerator_, a.denominator_ / common);
  const auto denominator = product(a.denominator_, b.denominator_ / common);
  if (!left || !right || !denominator) return std::nullopt;
  return Number::from_fraction(*left % *right, *denominator);
}

Number Number::negated() const {
  Number out = *this;
  out.numerator_ = -out.numerator_;
  out.double_ = -out.double_;
  return out;
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  if (a.exact() && b.exact()) return compare_fractions(a, b);
  if (!a.exact() && !b.exact()) return compare_doubles(a.double_, b.double_);
  if (a.exact()) return compare_exact_to_double(a, b.double_);
  return reversed(compare_exact_to_double(b, a.double_));
}

}  // namespace vouch::storage
