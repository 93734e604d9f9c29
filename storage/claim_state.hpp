// storage/claim_state.hpp — what a claim is, without reading its record.
//
// Lifetime  of one call; a snapshot remembers where it looked.
// Errors    CorruptionError when the store does not say.
#pragma once

#include <optional>

#include "storage/store.hpp"

namespace vouch::storage {

struct ClaimState {
  bool denied = false;
  bool retracted = false;
  bool alternative = false;
};

// Nothing when there is no such claim.
[[nodiscard]] std::optional<ClaimState> claim_state(const Snapshot& snapshot, TermId claim);

}  // namespace vouch::storage
