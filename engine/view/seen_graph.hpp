// engine/view/seen_graph.hpp — from the claims that count to the graph that follows from them.
//
// Shape     what differs from the default graph, as an overlay: triples none of the claims says any
// more,
//           triples said by claims that the default leaves out (denied, retracted, alternatives),
//           and the qualifiers of retracted claims that count here.
// Units     one walk over all claims; 24 bytes for a triple that differs.
// Errors    CorruptionError.
// Source    docs/language.md §5: claims are filtered first, then triples follow. What was
// loaded
//           plainly, without a claim, is in every view.
#pragma once

#include <vector>

#include "storage/overlay.hpp"
#include "storage/store.hpp"

namespace vouch::view {

struct Gives {
  bool denied = false;        // claims put their triple into the graph whatever their polarity
  bool alternatives = false;  // so do branches of "A or B"
};

// The qualifiers of those of the claims that are retracted: no table has them.
[[nodiscard]] std::vector<storage::Triple> qualifiers_of_retracted(
    const storage::Snapshot& snapshot, const storage::ClaimSet& claims);

// `snapshot` is seen through no overlay.
[[nodiscard]] storage::OverlayContent seen_graph(const storage::Snapshot& snapshot,
                                                 storage::ClaimSet claims, Gives gives);

}  // namespace vouch::view
