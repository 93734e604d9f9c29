// engine/evidence/witnesses.hpp — the smallest sets of claims without which nothing is left.
//
// Shape     a derivation is broken when one of its facts is, a fact when all its claims are gone.
//           Each set that comes breaks all derivations, and no part of it does.
// Order     smaller sets first, then by the numbers of claims.
// Units     at most kSetsMost sets are kept on the way; `more` tells that some were let go.
// Source    minimal witnesses of why-provenance, as minimal hitting sets, derivation by derivation.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "storage/overlay.hpp"

namespace vouch::evidence {

using storage::TermId;
using ClaimNumbers = std::vector<TermId>;  // sorted, each once

struct Breakable {
  std::vector<ClaimNumbers> facts;  // the claims of each that can be broken
  friend bool operator==(const Breakable&, const Breakable&) = default;
};
struct Witnesses {
  std::vector<ClaimNumbers> sets;
  bool more = false;
};
inline constexpr std::size_t kSetsMost = 500;
// A derivation without facts cannot be broken: then there is no set.
[[nodiscard]] Witnesses smallest_sets(const std::vector<Breakable>& derivations);

// The store as if some claims were retracted.
class Without {
 public:
  explicit Without(const storage::Snapshot& snapshot);
  [[nodiscard]] storage::Snapshot claims(const ClaimNumbers& gone) const;

 private:
  [[nodiscard]] bool still_said(const storage::Triple& triple, const ClaimNumbers& gone) const;

  const storage::Snapshot& snapshot_;
  storage::OverlayContent seen_;  // what the snapshot itself is seen through
};

}  // namespace vouch::evidence
