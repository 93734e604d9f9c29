// engine/expr/quantity.hpp — quantities brought to one unit, and their checked arithmetic.
//
// Errors    what overflows or divides by zero is counted in the context and gives nothing.
#pragma once

#include <optional>
#include <utility>

#include "engine/expr/interval.hpp"
#include "engine/expr/value_ops.hpp"
#include "storage/number.hpp"
#include "storage/term.hpp"

namespace vouch::expr {

using storage::Number;
using storage::Quantity;

using NumberInterval = Interval<Number>;

// number · factor; what no fraction holds falls to the nearest double, so that order stays total.
[[nodiscard]] Number scaled(const Number& number, const Number& factor);
[[nodiscard]] NumberInterval in_base_units(const Quantity& quantity);
// Both in one unit; a bare number takes the other side's unit. Nothing for different dimensions.
[[nodiscard]] std::optional<std::pair<NumberInterval, NumberInterval>> in_one_unit(
    const Quantity& a, const Quantity& b);

// The same unit with other bounds. Bounds are put in order; nothing when both are open.
[[nodiscard]] Term with_bounds(const Quantity& unit, std::optional<Number> lower,
                               std::optional<Number> upper, bool approximate);
// The quantity in another unit of its dimension, exactly.
[[nodiscard]] std::optional<Quantity> converted(const Quantity& quantity, const Quantity& unit,
                                                ValueContext& context);

// Two 64-bit integers give a 64-bit integer or overflow: integers never leave their type silently.
[[nodiscard]] std::optional<Number> calculate(Arithmetic op, const Number& a, const Number& b,
                                              ValueContext& context);
// A computed, irrational result: 15 significant digits. Nothing for NaN and infinities.
[[nodiscard]] std::optional<Number> rounded_result(double value);

// Whole numbers at or below, at or above, nearest (half away from zero).
enum class Rounding : std::uint8_t { down, up, nearest };
[[nodiscard]] std::optional<Number> to_integer(const Number& number, Rounding rounding);

}  // namespace vouch::expr
