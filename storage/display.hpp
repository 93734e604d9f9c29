// storage/display.hpp — how a person reads a term.
//
// Shape     entities, kinds and relations under the base by their bare id, other IRIs in <>,
// strings in
//           quotes, numbers and dates as they are written. Claims are shown by name, elsewhere.
#pragma once

#include <string>
#include <string_view>

#include "storage/term.hpp"

namespace vouch::storage {

[[nodiscard]] std::string display_text(const Term& term, std::string_view base);

}  // namespace vouch::storage
