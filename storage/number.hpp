// storage/number.hpp — exact numbers: reduced fractions of 128-bit integers, doubles where those end.
//
// Shape     a value, always reduced, denominator > 0; equal numbers have equal representations, so
//           `1`, `1.0` and `1e0` are one. A double is kept only for what no such fraction holds.
// Errors    arithmetic that overflows or divides by zero gives nothing (std::nullopt), never wraps.
// Source    units convert exactly because a factor is a fraction (1 month = 365.2425/12 days).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::storage {

using Int128 = __int128;

class Number {
 public:
  Number() = default;  // zero
  explicit Number(std::int64_t integer) : numerator_(integer) {}

  // A finite double becomes exact where a fraction holds it; NaN and infinities are refused.
  [[nodiscard]] static std::optional<Number> from_double(double value);
  [[nodiscard]] static std::optional<Number> from_fraction(Int128 numerator, Int128 denominator);
  // `12`, `1_000`, `-3.5`, `1e6`; nothing when malformed. Digits beyond 128 bits fall to double.
  [[nodiscard]] static std::optional<Number> parse(std::string_view lexical);

  [[nodiscard]] bool exact() const noexcept { return denominator_ != 0; }
  [[nodiscard]] Int128 numerator() const noexcept { return numerator_; }
  [[nodiscard]] Int128 denominator() const noexcept { return denominator_; }  // 0: a double
  [[nodiscard]] double to_double() const noexcept;
  [[nodiscard]] bool is_integer() const noexcept { return denominator_ == 1; }
  [[nodiscard]] std::optional<std::int64_t> to_int64() const noexcept;
  [[nodiscard]] int sign() const noexcept;

  // Plain decimal where the fraction ends (at most 30 places), else 15 significant digits. No grouping.
  [[nodiscard]] std::string to_string() const;

  friend std::optional<Number> add(const Number& a, const Number& b);
  friend std::optional<Number> subtract(const Number& a, const Number& b);
  friend std::optional<Number> multiply(const Number& a, const Number& b);
  friend std::optional<Number> divide(const Number& a, const Number& b);     // by zero: nothing
  friend std::optional<Number> remainder(const Number& a, const Number& b);  // sign of the dividend
  [[nodiscard]] Number negated() const;

  // Exact comparison, doubles included.
  friend std::strong_ordering operator<=>(const Number& a, const Number& b);
  friend bool operator==(const Number& a, const Number& b) { return (a <=> b) == 0; }

 private:
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
  double double_ = 0;  // used when denominator_ is 0
};

[[nodiscard]] std::optional<Number> add(const Number& a, const Number& b);
[[nodiscard]] std::optional<Number> subtract(const Number& a, const Number& b);
[[nodiscard]] std::optional<Number> multiply(const Number& a, const Number& b);
[[nodiscard]] std::optional<Number> divide(const Number& a, const Number& b);
[[nodiscard]] std::optional<Number> remainder(const Number& a, const Number& b);

}  // namespace vouch::storage
