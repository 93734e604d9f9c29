// storage/well_known_iri.hpp — the IRIs of well-known terms in a store with a given base.
//
// Shape     relations (book-keeping, qualifiers, fields) under `<base>relation/`, kinds under
//           `<base>kind/`, values under `<base>value/`. They have no rows in the dictionary.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/term_id.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage::well_known {

[[nodiscard]] std::string iri_text(std::string_view base, const Entry& entry);
[[nodiscard]] std::optional<TermId> id_of_iri(std::string_view base, std::string_view iri);

}  // namespace vouch::storage::well_known
