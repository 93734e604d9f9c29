// storage/builtin_catalog.hpp — the kinds and relations every store knows without a declaration.
//
// Shape     made from storage/well_known.hpp; not stored, but a stored entry of the same id takes
// its place.
#pragma once

#include "storage/catalog.hpp"

namespace vouch::storage {

[[nodiscard]] Catalog builtin_catalog();  // base empty, not indexed

}  // namespace vouch::storage
