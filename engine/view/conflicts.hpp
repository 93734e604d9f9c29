// engine/view/conflicts.hpp — claims that cannot all be true.
//
// Shape     a conflict has positions, each with the claims that take it. It is only possible where
// the claims
//           leave out what the relation is functional per, or what was asked to belong to the key.
// Order     of subjects and relations; positions by object, affirmed before denied, those of
// opposite
//           relations in order of time.
// Units     a walk over all claims in force; records are read where there are several about one
// thing. Source    docs/language.md §5.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/view/questions.hpp"

namespace vouch::view {

enum class ConflictKind : std::uint8_t {
  two_values,       // of a functional relation, at one time
  said_and_denied,  // one triple, at one time
  exclusive,        // two relations that exclude each other
  opposite          // two relations of which the later ends the earlier
};

struct ConflictPosition {
  storage::TermId relation;
  storage::TermId object;
  bool denied = false;
  std::vector<storage::TermId> claims;
};

struct Conflict {
  ConflictKind kind = ConflictKind::two_values;
  bool possible = false;
  storage::TermId subject;
  std::vector<ConflictPosition> positions;
};

struct ConflictKey {
  std::vector<storage::TermId> by;  // qualifiers that belong to the key besides `functional per`
  storage::TermId subject;          // bound: only its own conflicts
};

void each_conflict(const storage::Snapshot& snapshot, const ConflictKey& key, ClaimFacts& facts,
                   const std::function<void(const Conflict&)>& visit);

}  // namespace vouch::view
