#include "storage/open_stores.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <mutex>
#include <set>
#include <string>

#include "base/error.hpp"
#include "storage/format.hpp"
#include "storage/lmdb/error.hpp"

namespace vouch::storage {
namespace {

struct Registry {
  std::mutex mutex;
  std::set<std::pair<std::uint64_t, std::uint64_t>> open;
};

Registry& registry() {
  // Never destroyed: a store held by another static may be closed after this would be gone.
  static Registry& all = *new Registry;
  return all;
}

}  // namespace

OpenStore::OpenStore(const std::filesystem::path& directory) {
  const std::string name = (directory / format::kDataFile).string();
  struct stat status {};
  if (stat(name.c_str(), &status) != 0) lmdb::raise(errno, "stat", name);
  identity_ = {status.st_dev, status.st_ino};
  const std::lock_guard lock(registry().mutex);
  if (!registry().open.insert(identity_).second) {
    throw StorageError(
        "E0606", directory.string() + " is already open in this process; close it there first");
  }
}

OpenStore::~OpenStore() {
  const std::lock_guard lock(registry().mutex);
  registry().open.erase(identity_);
}

}  // namespace vouch::storage
