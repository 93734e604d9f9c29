// storage/upgrade.hpp — makes a store of one of the formats before this one a store of this format.
//
// Shape     in place, in one transaction: a crash or an error leaves the store as it was.
//           From versions 2 and 3 (docs/storage-format.md §6 says what changed).
// Errors    StorageError: not a store, locked, of another version; CorruptionError: damaged.
#pragma once

#include <filesystem>

namespace vouch::storage {

// False: it is of this format already.
bool upgrade(const std::filesystem::path& store);

}  // namespace vouch::storage
