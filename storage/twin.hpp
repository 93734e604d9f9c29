// storage/twin.hpp — a second snapshot of the same commit, for another thread.
//
// Shape     a read transaction of its own, begun anew: there is none when the store has been
//           changed since, or when the snapshot is an update's view.
// Lifetime  as any snapshot; it does not need the first one.
// Threads   call it in the first snapshot's thread; the twin belongs to one thread at a time.
#pragma once

#include <optional>

#include "storage/store.hpp"

namespace vouch::storage {

[[nodiscard]] std::optional<Snapshot> twin_of(const Snapshot& snapshot);

}  // namespace vouch::storage
