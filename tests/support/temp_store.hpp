// tests/support/temp_store.hpp — a store of its own for one test, removed afterwards.
//
// Shape     a fresh directory below the system's temporary one, a Store opened in it.
// Lifetime  owns directory and store; snapshots and updates must die before it.
// Errors    throws what Store::open throws; removal never throws.
#pragma once

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "storage/store.hpp"

namespace vouch::test {

class TempDirectory {
 public:
  TempDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vouch-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw std::system_error(errno, std::generic_category(), "mkdtemp " + pattern);
    }
    path_ = pattern;
  }
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class TempStore {
 public:
  // Not durable unless asked for: tests do not wait for the disk.
  explicit TempStore(storage::OpenOptions options = {.durable = false})
      : options_(std::move(options)), store_(storage::Store::open(path(), options_)) {}

  [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "store.vouch"; }
  [[nodiscard]] storage::Store& store() { return *store_; }
  [[nodiscard]] storage::Store* operator->() { return store_.get(); }
  [[nodiscard]] storage::Store& operator*() { return *store_; }

  // Closes it and opens it again, as another process would find it.
  void reopen() { reopen(options_); }
  void reopen(const storage::OpenOptions& options) {
    store_.reset();
    store_ = storage::Store::open(path(), options);
  }
  void close() { store_.reset(); }

 private:
  TempDirectory directory_;
  storage::OpenOptions options_;
  std::unique_ptr<storage::Store> store_;
};

}  // namespace vouch::test
