// engine/exec/claim_states.hpp — which claims are denied, retracted or alternatives, remembered.
//
// Shape     a byte per claim number, read from the claim's record when first asked for.
// Units     at most the store's number of claims in bytes, charged.
// Lifetime  one execution.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/exec/memory_budget.hpp"
#include "storage/store.hpp"

namespace vouch::exec {

struct ClaimState {
  bool exists = false;
  bool denied = false;
  bool retracted = false;
  bool alternative = false;
};

class ClaimStates {
 public:
  ClaimStates(const storage::Snapshot& snapshot, MemoryBudget& memory)
      : snapshot_(snapshot), account_(memory, "claim states") {}

  [[nodiscard]] ClaimState of(storage::TermId claim);

 private:
  const storage::Snapshot& snapshot_;
  MemoryAccount account_;
  std::vector<std::uint8_t> known_;
};

}  // namespace vouch::exec
