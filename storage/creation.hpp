// storage/creation.hpp — makes a new store so that it is there whole or not at all.
//
// Shape     built in a directory beside the wanted one, synced, then renamed; the parent is synced
// last. Errors    StorageError, CapacityError; what was begun is removed. Whoever else makes the
// same store at
//           the same moment wins or loses as a whole.
#pragma once

#include <filesystem>
#include <string>

#include "storage/store.hpp"

namespace vouch::storage {

void create_store(const std::filesystem::path& directory, const OpenOptions& options);
// Removes what a crash left of creating this store.
void remove_abandoned(const std::filesystem::path& directory);

}  // namespace vouch::storage
