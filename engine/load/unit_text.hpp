// engine/load/unit_text.hpp — a declared unit as the statement that declares it.
//
// Shape     `unit wpm = 1 wafers/month "meaning";`, by units that were there before it.
// Errors    nothing: no decimal of such a unit gives its factor.
#pragma once

#include <optional>
#include <string>

#include "storage/catalog.hpp"

namespace vouch::load {

// The unit at this place of the catalog.
[[nodiscard]] std::optional<std::string> unit_statement(const storage::Catalog& catalog,
                                                        std::size_t place);

}  // namespace vouch::load
