// storage/rdf_values.hpp — quantities and dates as text that explains itself.
//
// Shape     `~7..9 nm (1 nm = 0.000000001 m)`: about, bounds, unit, and what one of it is in the base
//           units of its dimension, so that reading it back needs no table of units; left out where
//           the unit is its own dimension. Numbers are decimals, or fractions where those do not end.
//           Dates: as in the language, `~2025-07..2025-Q4`.
// Errors    nothing for what text_of_quantity and Date::to_string would not write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/term.hpp"

namespace vouch::storage {

[[nodiscard]] std::string text_of_number(const Number& number);
[[nodiscard]] std::optional<Number> number_of_text(std::string_view text);
[[nodiscard]] std::string text_of_quantity(const Quantity& quantity);
[[nodiscard]] std::optional<Quantity> quantity_of_text(std::string_view text);
[[nodiscard]] std::optional<Date> date_of_text(std::string_view text);

}  // namespace vouch::storage
