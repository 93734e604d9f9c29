#include "engine/expr/quantity.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace vouch::expr {
namespace {

bool is_int64(const Number& number) { return number.to_int64().has_value(); }

std::optional<Number> unchecked(Arithmetic op, const Number& a, const Number& b) {
  switch (op) {
    case Arithmetic::add: return add(a, b);
    case Arithmetic::subtract: return subtract(a, b);
    case Arithmetic::multiply: return multiply(a, b);
    case Arithmetic::divide: return divide(a, b);
    case Arithmetic::remainder: return remainder(a, b);
  }
  return std::nullopt;
}

std::optional<Number> scaled(const std::optional<Number>& number, const Number& factor) {
  return number ? std::optional(expr::scaled(*number, factor)) : std::nullopt;
}

}  // namespace

Number scaled(const Number& number, const Number& factor) {
  if (auto exact = multiply(number, factor)) return *exact;
  constexpr double kGreatest = std::numeric_limits<double>::max();
  const double product = number.to_double() * factor.to_double();
  if (std::isfinite(product)) return *Number::from_double(product);
  return *Number::from_double(product < 0 ? -kGreatest : kGreatest);
}

NumberInterval in_base_units(const Quantity& quantity) {
  return {scaled(quantity.lower, quantity.factor), scaled(quantity.upper, quantity.factor)};
}

std::optional<std::pair<NumberInterval, NumberInterval>> in_one_unit(const Quantity& a,
                                                                     const Quantity& b) {
  if (a.bare() || b.bare() || (a.dimension == b.dimension && a.factor == b.factor)) {
    return std::pair(NumberInterval{a.lower, a.upper}, NumberInterval{b.lower, b.upper});
  }
  if (a.dimension != b.dimension) return std::nullopt;
  return std::pair(in_base_units(a), in_base_units(b));
}

Term with_bounds(const Quantity& unit, std::optional<Number> lower, std::optional<Number> upper,
                 bool approximate) {
  if (!lower && !upper) return {};
  if (lower && upper && *upper < *lower) std::swap(lower, upper);
  Quantity out = unit;
  out.lower = std::move(lower);
  out.upper = std::move(upper);
  out.approximate = approximate;
  return Term(std::move(out));
}

std::optional<Quantity> converted(const Quantity& quantity, const Quantity& unit,
                                  ValueContext& context) {
  if (quantity.dimension != unit.dimension) return std::nullopt;
  Quantity out = unit;
  out.approximate = quantity.approximate;
  const auto ratio = calculate(Arithmetic::divide, quantity.factor, unit.factor, context);
  if (!ratio) return std::nullopt;
  const auto convert = [&](const std::optional<Number>& bound, std::optional<Number>& into) {
    into.reset();
    if (!bound) return true;
    into = multiply(*bound, *ratio);
    if (!into) ++context.overflows;
    return into.has_value();
  };
  if (!convert(quantity.lower, out.lower) || !convert(quantity.upper, out.upper)) {
    return std::nullopt;
  }
  return out;
}

std::optional<Number> calculate(Arithmetic op, const Number& a, const Number& b,
                                ValueContext& context) {
  const bool divides = op == Arithmetic::divide || op == Arithmetic::remainder;
  if (divides && b.sign() == 0) {
    ++context.divisions_by_zero;
    return std::nullopt;
  }
  auto result = unchecked(op, a, b);
  if (!result ||
      (is_int64(a) && is_int64(b) && result->is_integer() && !is_int64(*result))) {
    ++context.overflows;
    return std::nullopt;
  }
  return result;
}

std::optional<Number> rounded_result(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  std::array<char, 40> buffer{};
  const int size = std::snprintf(buffer.data(), buffer.size(), "%.15g", value);
  return Number::parse({buffer.data(), static_cast<std::size_t>(size)});
}

std::optional<Number> to_integer(const Number& number, Rounding rounding) {
  if (number.is_integer()) return number;
  if (!number.exact()) {
    const double value = number.to_double();
    switch (rounding) {
      case Rounding::down: return Number::from_double(std::floor(value));
      case Rounding::up: return Number::from_double(std::ceil(value));
      case Rounding::nearest: return Number::from_double(std::round(value));
    }
  }
  storage::Int128 whole = number.numerator() / number.denominator();
  const storage::Int128 rest = number.numerator() % number.denominator();
  const bool negative = rest < 0;
  const storage::Int128 size = negative ? -rest : rest;
  switch (rounding) {
    case Rounding::down: whole -= negative ? 1 : 0; break;
    case Rounding::up: whole += negative ? 0 : 1; break;
    case Rounding::nearest:
      if (size >= number.denominator() - size) whole += negative ? -1 : 1;
      break;
  }
  return Number::from_fraction(whole, 1);
}

}  // namespace vouch::expr
