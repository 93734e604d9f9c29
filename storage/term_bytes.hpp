// storage/term_bytes.hpp — terms of a snapshot as the dictionary has them, without making values.
//
// Shape     asked for in ascending order of ids, each block of the dictionary is decoded once.
// Lifetime  bytes are good until the snapshot is next asked for a term.
// Errors    CorruptionError when the store does not have the id.
// Source    docs/storage-format.md §3.
#pragma once

#include <string_view>

#include "storage/store.hpp"

namespace vouch::storage {

// Whether term_text() knows the id: an IRI of the dictionary or a plain string of it.
[[nodiscard]] bool has_term_text(TermId id);
// The IRI, the string.
[[nodiscard]] std::string_view term_text(const Snapshot& snapshot, TermId id);
// The same as Snapshot::term, for callers that remember terms themselves.
[[nodiscard]] Term term_once(const Snapshot& snapshot, TermId id);

}  // namespace vouch::storage
