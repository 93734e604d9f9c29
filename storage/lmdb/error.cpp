#include "storage/lmdb/error.hpp"

#include <fmt/format.h>
#include <lmdb.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include <cerrno>

#include "base/error.hpp"

namespace vouch::storage::lmdb {
namespace {

// Less than this is "full": LMDB writes up to 64 pages at a time and stops at the first short
// write.
constexpr unsigned long kNearlyNothingBytes = 1UL << 20U;

}  // namespace

bool disk_is_full(const std::string& path) {
  struct statvfs space {};
  if (statvfs(path.c_str(), &space) != 0) return false;
  return space.f_bavail * space.f_frsize < kNearlyNothingBytes ||
         (space.f_files > 0 && space.f_favail == 0);
}

void raise_disk_full(const std::string& path) {
  throw CapacityError("E0650",
                      fmt::format("disk full: nothing of this change was stored in {}; what was "
                                  "committed before is safe; free some space and repeat it",
                                  path));
}

namespace {

[[noreturn]] void raise_file_limit(const std::string& path) {
  throw CapacityError("E0650",
                      fmt::format("a limit on the size of files was reached: nothing of this "
                                  "change was stored in {}; what was committed before is safe; "
                                  "raise the limit and repeat it",
                                  path));
}

bool files_are_limited() {
  rlimit limit{};
  return getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

}  // namespace

void raise(int code, std::string_view call, const std::string& path) {
  switch (code) {
    case EFBIG: raise_file_limit(path);
    case ENOSPC:
    case EDQUOT: raise_disk_full(path);
    case EIO:
      if (disk_is_full(path)) raise_disk_full(path);
      if (files_are_limited()) raise_file_limit(path);  // of a write only the first part went
      break;
    case MDB_MAP_FULL:
      throw CapacityError(
          "E0651",
          fmt::format("the store {} has reached the address space reserved for it; nothing of this "
                      "change was stored; open it with a larger map and repeat it",
                      path));
    case MDB_MAP_RESIZED:
      throw CapacityError(
          "E0651",
          fmt::format(
              "the store {} was enlarged by another process beyond the address space reserved "
              "here; close what reads it, or open it with a larger map",
              path));
    case MDB_READERS_FULL:
      throw StorageError(
          "E0605", fmt::format("too many readers have {} open; close some and try again", path));
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_PANIC:
    case MDB_CURSOR_FULL:
      throw CorruptionError(
          "E0660",
          fmt::format("the store {} is damaged ({}: {}); run `check`, then restore a backup", path,
                      call, mdb_strerror(code)));
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
      throw StorageError(
          "E0601", fmt::format("{} is not a Vouch store ({}: {})", path, call, mdb_strerror(code)));
    case EACCES:
    case EPERM:
      throw StorageError(
          "E0604", fmt::format("no permission for {} ({}: {})", path, call, mdb_strerror(code)));
    case EROFS:
      throw StorageError("E0607", fmt::format("{} is on read-only media; open it read-only", path));
    case ENOENT: throw StorageError("E0604", fmt::format("{} was not found ({})", path, call));
    case EAGAIN:
    case EBUSY:
      throw StorageError("E0605", fmt::format("{} is in use by another process; try again", path));
    case ENOMEM:
      throw CapacityError("E0652", fmt::format("out of memory while using {} ({})", path, call));
    default: break;
  }
  throw StorageError("E0600",
                     fmt::format("cannot use {}: {} says \"{}\"", path, call, mdb_strerror(code)));
}

}  // namespace vouch::storage::lmdb
