#include "engine/exec/claim_states.hpp"

#include <algorithm>

#include "storage/claim_state.hpp"

namespace vouch::exec {

namespace {

constexpr std::uint8_t kKnown = 1;
constexpr std::uint8_t kExists = 2;
constexpr std::uint8_t kDenied = 4;
constexpr std::uint8_t kRetracted = 8;
constexpr std::uint8_t kAlternative = 16;

std::uint8_t read(const storage::Snapshot& snapshot, storage::TermId claim) {
  const auto stored = storage::claim_state(snapshot, claim);
  if (!stored) return kKnown;
  unsigned state = kKnown | kExists;
  if (stored->denied) state |= kDenied;
  if (stored->retracted) state |= kRetracted;
  if (stored->alternative) state |= kAlternative;
  return static_cast<std::uint8_t>(state);
}

}  // namespace

ClaimState ClaimStates::of(storage::TermId claim) {
  if (claim.tag() != storage::IdTag::claim) return {};
  const std::uint64_t number = claim.payload();
  if (number >= known_.size()) {
    known_.resize(std::max<std::size_t>(number + 1, 2 * known_.size()));
    account_.hold(known_.capacity());
  }
  std::uint8_t& state = known_[number];
  if (state == 0) state = read(snapshot_, claim);
  return {(state & kExists) != 0, (state & kDenied) != 0, (state & kRetracted) != 0,
          (state & kAlternative) != 0};
}

}  // namespace vouch::exec
