// storage/lmdb/error.hpp — LMDB's and the system's error codes as exceptions that name the call.
//
// Shape     raise() picks the class: CapacityError (disk or map full), CorruptionError,
// StorageError. Errors    "not found" and "key exists" are answers, not errors: they never come
// here.
//           A short write reaches us as EIO, so the free space decides whether the disk is full.
#pragma once

#include <string>
#include <string_view>

namespace vouch::storage::lmdb {

// `path` is the store's directory, for the message and for asking how full the disk is.
[[noreturn]] void raise(int code, std::string_view call, const std::string& path);

inline void require(int code, std::string_view call, const std::string& path) {
  if (code != 0) [[unlikely]] {
    raise(code, call, path);
  }
}

// Whether the file system that holds `path` has next to nothing left.
[[nodiscard]] bool disk_is_full(const std::string& path);
[[noreturn]] void raise_disk_full(const std::string& path);

}  // namespace vouch::storage::lmdb
