// engine/load/export_facts.hpp — all that a store holds, as facts of the language.
//
// Shape     the vocabulary in the order it was declared in, then sources, entities and claims, sorted:
//           the same store, the same bytes. Loaded into an empty store they make the same one, but
//           for claims that were known from their loading: these are known from the new one. Every
//           claim carries its id.
// Lifetime  borrows the snapshot; temporary files for what exceeds the memory.
// Errors    StorageError E0814: the store holds what facts have no form for (plain triples, blank
//           nodes, claims of RDF, letters of literals), with the first such thing; nothing is left
//           out silently. `out` may have been called by then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "storage/store.hpp"

namespace vouch::load {

// The number of statements.
std::uint64_t export_facts(const storage::Snapshot& snapshot, std::size_t memory_bytes,
                           const std::function<void(std::string_view)>& out);

}  // namespace vouch::load
