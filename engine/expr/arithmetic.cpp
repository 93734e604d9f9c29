// + - * / % and the sign.
//
// Intervals are calculated bound by bound. Sums take the left unit and need one dimension on both
// sides; products with a bare number keep the unit, others have a compound one. `x * 35 %` and `x /
// 35 %` take the percentage as a fraction of x and keep x's unit. `~` on either side makes the
// result approximate.
#include <algorithm>
#include <array>

#include "engine/expr/date_arithmetic.hpp"
#include "engine/expr/dimension.hpp"
#include "engine/expr/quantity.hpp"
#include "engine/expr/value_ops.hpp"

namespace vouch::expr {
namespace {

using storage::Date;

// A bound that may be infinite.
struct Bound {
  int infinite = 0;  // -1, 0, 1
  Number value;

  [[nodiscard]] int sign() const { return infinite != 0 ? infinite : value.sign(); }
  [[nodiscard]] std::optional<Number> finite() const {
    return infinite == 0 ? std::optional(value) : std::nullopt;
  }
};

bool less_than(const Bound& a, const Bound& b) {
  if (a.infinite != 0 || b.infinite != 0) return a.infinite < b.infinite;
  return a.value < b.value;
}

Bound low_bound(const NumberInterval& x) { return x.low ? Bound{0, *x.low} : Bound{-1, {}}; }
Bound high_bound(const NumberInterval& x) { return x.high ? Bound{0, *x.high} : Bound{1, {}}; }

// A product or quotient of bounds; nothing times infinity is nothing, a share of infinity is
// nothing.
std::optional<Bound> calculate_bound(Arithmetic op, const Bound& a, const Bound& b,
                                     ValueContext& context) {
  if (a.infinite == 0 && b.infinite == 0) {
    const auto value = calculate(op, a.value, b.value, context);
    return value ? std::optional(Bound{0, *value}) : std::nullopt;
  }
  if (op == Arithmetic::divide && b.infinite != 0) return Bound{};
  return Bound{a.sign() * b.sign(), {}};
}

// All four corners; the least and the greatest bound the result.
std::optional<NumberInterval> corners(Arithmetic op, const NumberInterval& a,
                                      const NumberInterval& b, ValueContext& context) {
  if (a.single() && b.single()) {
    const auto value = calculate(op, *a.low, *b.low, context);
    return value ? std::optional(NumberInterval{value, value}) : std::nullopt;
  }
  std::vector<Bound> results;
  for (const Bound& left : {low_bound(a), high_bound(a)}) {
    for (const Bound& right : {low_bound(b), high_bound(b)}) {
      const auto result = calculate_bound(op, left, right, context);
      if (!result) return std::nullopt;
      results.push_back(*result);
    }
  }
  const auto [least, greatest] = std::minmax_element(results.begin(), results.end(), less_than);
  return NumberInterval{least->finite(), greatest->finite()};
}

bool has_zero(const NumberInterval& x) {
  return (!x.low || x.low->sign() <= 0) && (!x.high || x.high->sign() >= 0);
}

// One bound of a sum: open where either side is. False when it overflows.
bool add_bounds(Arithmetic op, const std::optional<Number>& a, const std::optional<Number>& b,
                std::optional<Number>& out, ValueContext& context) {
  if (!a || !b) return true;
  out = calculate(op, *a, *b, context);
  return out.has_value();
}

std::optional<NumberInterval> calculate_interval(Arithmetic op, const NumberInterval& a,
                                                 const NumberInterval& b, ValueContext& context) {
  switch (op) {
    case Arithmetic::add:
    case Arithmetic::subtract: {
      const bool adds = op == Arithmetic::add;
      NumberInterval out;
      const bool fits = add_bounds(op, a.low, adds ? b.low : b.high, out.low, context) &&
                        add_bounds(op, a.high, adds ? b.high : b.low, out.high, context);
      return fits ? std::optional(out) : std::nullopt;
    }
    case Arithmetic::divide:
      if (has_zero(b)) {
        ++context.divisions_by_zero;
        return std::nullopt;
      }
      return corners(op, a, b, context);
    case Arithmetic::multiply: return corners(op, a, b, context);
    case Arithmetic::remainder:
      if (!a.single() || !b.single()) return std::nullopt;
      return corners(op, a, b, context);
  }
  return std::nullopt;
}

NumberInterval interval_of(const Quantity& quantity) { return {quantity.lower, quantity.upper}; }

// The bounds of `a op b` in the given unit.
Term in_unit(Arithmetic op, const Quantity& a, const Quantity& b, const Quantity& unit,
             ValueContext& context) {
  const auto result = calculate_interval(op, interval_of(a), interval_of(b), context);
  if (!result) return {};
  return with_bounds(unit, result->low, result->high, a.approximate || b.approximate);
}

// + - %: the right side in the left side's unit.
Term in_left_unit(Arithmetic op, const Quantity& a, const Quantity& b, ValueContext& context) {
  const auto right = converted(b, a, context);
  return right ? in_unit(op, a, *right, a, context) : Term();
}

bool is_percentage(const Quantity& quantity) { return quantity.dimension == "%"; }

// `35 %` as 0.35.
std::optional<Quantity> as_fraction(const Quantity& percentage, ValueContext& context) {
  const Quantity hundred = Quantity::of(Number(100));
  Quantity bare = percentage;
  bare.unit.clear();
  bare.dimension.clear();
  const Term out = in_unit(Arithmetic::divide, bare, hundred, bare, context);
  const auto* quantity = out.as<Quantity>();
  return quantity == nullptr ? std::nullopt : std::optional(*quantity);
}

Term compound(Arithmetic op, const Quantity& a, const Quantity& b, ValueContext& context) {
  const auto combined = combine_units(a, b, op == Arithmetic::multiply ? 1 : -1);
  if (!combined) return {};
  const Term product = in_unit(op, a, b, combined->unit, context);
  if (combined->scale == Number(1) || !product.bound()) return product;
  return in_unit(Arithmetic::multiply, *product.as<Quantity>(), Quantity::of(combined->scale),
                 combined->unit, context);
}

Term scale_quantity(Arithmetic op, const Quantity& a, const Quantity& b, ValueContext& context) {
  const bool multiplies = op == Arithmetic::multiply;
  if (is_percentage(b) && (multiplies || !is_percentage(a))) {
    const auto fraction = as_fraction(b, context);
    return fraction ? in_unit(op, a, *fraction, a, context) : Term();
  }
  if (is_percentage(a) && !b.bare() && multiplies) return scale_quantity(op, b, a, context);
  if (b.bare()) return in_unit(op, a, b, a, context);
  if (a.bare()) return multiplies ? in_unit(op, a, b, b, context) : Term();
  return compound(op, a, b, context);
}

Term of_quantities(Arithmetic op, const Quantity& a, const Quantity& b, ValueContext& context) {
  switch (op) {
    case Arithmetic::multiply:
    case Arithmetic::divide: return scale_quantity(op, a, b, context);
    case Arithmetic::remainder:
      if (b.bare()) return in_unit(op, a, b, a, context);
      return in_left_unit(op, a, b, context);
    case Arithmetic::add:
    case Arithmetic::subtract: return in_left_unit(op, a, b, context);
  }
  return {};
}

}  // namespace

Term arithmetic(Arithmetic op, const Term& a, const Term& b, ValueContext& context) {
  const auto* left = a.as<Quantity>();
  const auto* right = b.as<Quantity>();
  if (left != nullptr && right != nullptr) return of_quantities(op, *left, *right, context);
  const auto* date = a.as<Date>();
  const auto* other = b.as<Date>();
  const bool adds = op == Arithmetic::add;
  if (!adds && op != Arithmetic::subtract) return {};
  if (date != nullptr && other != nullptr && !adds) return date_difference(*date, *other);
  if (date != nullptr && right != nullptr) return moved(*date, *right, !adds);
  if (other != nullptr && left != nullptr && adds) return moved(*other, *left, false);
  return {};
}

Term negated(const Term& a, ValueContext& context) {
  const auto* quantity = a.as<Quantity>();
  if (quantity == nullptr) return {};
  Quantity zero = *quantity;
  zero.lower = zero.upper = Number(0);
  zero.approximate = false;
  return arithmetic(Arithmetic::subtract, Term(zero), a, context);
}

}  // namespace vouch::expr
