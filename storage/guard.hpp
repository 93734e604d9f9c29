// storage/guard.hpp — looks at a data file before LMDB does, and refuses what would crash it.
//
// Shape     reads the two meta pages, then the path to the header record, with plain reads and
// every offset
//           checked; LMDB itself trusts its file and dies of a truncated or foreign one.
// Errors    a StorageError whose sentence names the path and what to do (E0601 not a store, E0602
// another
//           version, E0603 truncated or damaged, E0604 not readable).
// Threads   safe beside a writer: what changes while it is read is read again.
// Source    LMDB's file format, data version 1 (docs/storage-format.md §1 repeats what is used
// here).
#pragma once

#include <cstdint>
#include <filesystem>

#include "storage/header.hpp"

namespace vouch::storage {

// The header, once everything that opening touches has been found sound.
// `version`: the only one that is not refused.
Header guard(const std::filesystem::path& directory, std::uint32_t version = format::kVersion);

}  // namespace vouch::storage
