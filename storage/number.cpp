#include "storage/number.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace vouch::storage {
namespace {

using Unsigned128 = unsigned __int128;

constexpr Int128 kGreatest = static_cast<Int128>(~Unsigned128{0} >> 1U);

// Magnitudes stay below 2^127: the most negative Int128 counts as overflow, so negation never
// fails.
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
std::strong_ordering compare_positive(Unsigned128 numerator, Unsigned128 denominator,
                                      double value) {
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
