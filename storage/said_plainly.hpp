// storage/said_plainly.hpp — what came from where: triples added as such, times of loading.
#pragma once

#include "storage/store.hpp"

namespace vouch::storage {

[[nodiscard]] bool said_plainly(const Snapshot& snapshot, const Triple& triple);

// `known` of the claim is the time it was loaded at, and no part of what it says.
[[nodiscard]] bool known_from_loading(const Snapshot& snapshot, TermId claim);

}  // namespace vouch::storage
