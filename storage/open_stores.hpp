// storage/open_stores.hpp — the stores that are open in this process.
//
// Shape     by device and inode of the data file, so that links and other spellings are seen
// through. Errors    StorageError E0606: the system drops a process's locks on a file when it
// closes any of its
//           descriptors of it, so a second environment would silently unlock the first.
// Threads   safe.
#pragma once

#include <filesystem>
#include <utility>

namespace vouch::storage {

class OpenStore {
 public:
  explicit OpenStore(const std::filesystem::path& directory);
  ~OpenStore();
  OpenStore(const OpenStore&) = delete;
  OpenStore& operator=(const OpenStore&) = delete;

 private:
  std::pair<std::uint64_t, std::uint64_t> identity_;  // device, inode
};

}  // namespace vouch::storage
