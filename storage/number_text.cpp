// Numbers as text: reading decimals exactly, printing fractions.
#include <array>
#include <charconv>
#include <cstdio>

#include "storage/number.hpp"

namespace vouch::storage {
namespace {

using Unsigned128 = unsigned __int128;

constexpr Int128 kGreatest = static_cast<Int128>(~Unsigned128{0} >> 1U);
constexpr unsigned kPlacesMax = 30;
constexpr int kSignificantDigits = 15;

Unsigned128 magnitude(Int128 value) {
  return value < 0 ? Unsigned128{0} - static_cast<Unsigned128>(value)
                   : static_cast<Unsigned128>(value);
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

// value · factor + digit, for small factors and digits; nothing beyond 127 bits.
std::optional<Int128> product(Int128 value, Int128 factor, Int128 digit = 0) {
  if (value > (kGreatest - digit) / factor) return std::nullopt;
  return value * factor + digit;
}

std::optional<Int128> integer_of(std::string_view digits) {
  std::optional<Int128> value = 0;
  for (const char c : digits) {
    value = product(*value, 10, c - '0');
    if (!value) return std::nullopt;
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

std::optional<Number> Number::parse(std::string_view lexical) {
  const auto pieces = split(lexical);
  if (!pieces) return std::nullopt;
  if (pieces->digits.empty()) return Number();
  if (auto exact = exact_of(*pieces)) return exact;
  return nearest_double(*pieces);
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

}  // namespace vouch::storage
