// engine/view/stance.hpp — where claims contradict each other: which of them a view believes.
//
// Shape     claims that answer one question belong together: those of one triple, or of one subject
// of a
//           functional relation (and the same values of the qualifiers it is functional per). A
//           stance takes the losing ones out.
// Units     a walk over all claims; records are read where there is a dispute.
// Errors    CorruptionError.
// Source    docs/language.md §5.
#pragma once

#include <optional>
#include <string_view>

#include "engine/view/seen_graph.hpp"

namespace vouch::view {

enum class Stance : std::uint8_t {
  any,        // all count
  latest,     // those that became known last
  majority,   // what more independent sources say than say otherwise
  undisputed  // what nobody contradicts
};
[[nodiscard]] std::optional<Stance> stance_named(std::string_view word);

void take_stance(Stance stance, const storage::Snapshot& snapshot, storage::ClaimSet& claims,
                 Gives gives);

}  // namespace vouch::view
