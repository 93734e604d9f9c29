// storage/said_plainly.hpp — what came from where: triples added as such, times of loading.
#pragma once

#include <functional>
#include <vector>

#include "storage/store.hpp"

namespace vouch::storage {

// As it was said: of a merged entity under its own id.
[[nodiscard]] bool said_plainly(const Snapshot& snapshot, const Triple& triple);
// As it stands in the graph: itself, or of merged entities, was said plainly.
[[nodiscard]] bool stands_plainly(const Snapshot& snapshot, const Triple& triple);
// Those of entities of which one is merged: other triples stand in the graph for them.
void each_said_of_merged(const Snapshot& snapshot,
                         const std::function<void(const Triple&)>& visit);
// What is said plainly of the subject under its own id, in id order.
[[nodiscard]] std::vector<TermId> objects_said(const Snapshot& snapshot, TermId subject,
                                               TermId relation);

// `known` of the claim is the time it was loaded at, and no part of what it says.
[[nodiscard]] bool known_from_loading(const Snapshot& snapshot, TermId claim);

}  // namespace vouch::storage
