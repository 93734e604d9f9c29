// storage/lmdb/environment.hpp — one LMDB environment: a data file, a lock file, an address range.
//
// Shape     opened once per process and store; owns the map every view of data points into.
// Lifetime  outlives its transactions. Not to be used in a forked child.
// Errors    see lmdb/error.hpp.
// Threads   shared by all threads.
// Source    LMDB's rules (lmdb.h, "Caveats"; docs/reliability.md), each with the line that keeps
// it:
//   one environment per file and process ........ storage/open_stores.cpp
//   a damaged or empty file is never given to it . storage/guard.cpp
//   no WRITEMAP; NOSYNC only when not durable .... environment.cpp, flags_of
//   readers belong to transactions, not threads .. environment.cpp, flags_of (MDB_NOTLS)
//   no DUPSORT, no INTEGERKEY, keys <= 511 bytes . storage/format.hpp (tables), static_asserts
//   there no nested transactions ....................... transaction.cpp, begin (parent is always
//   null) cursors die before their write transaction ... transaction.cpp, end no cursor goes on
//   after a deletion ........... Transaction::erase is by key only dead readers are removed
//   ..................... environment.cpp, open and drop_stale_readers the map is resized without
//   transactions only . environment.cpp, follow_growth a writer commits in the thread it began in
//   ... transaction.cpp, commit
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <shared_mutex>
#include <string>

struct MDB_env;

namespace vouch::storage::lmdb {

struct EnvironmentOptions {
  bool read_only = false;
  bool durable = true;
  bool lock = true;  // false only on read-only media
  std::size_t map_bytes = std::size_t{1} << 40U;
};

class Environment {
 public:
  static constexpr unsigned kMaxReaders = 1024;
  static constexpr unsigned kMaxTables = 32;

  // `directory` holds data.mdb and lock.mdb; data.mdb is made when it is not there.
  Environment(const std::filesystem::path& directory, const EnvironmentOptions& options);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  [[nodiscard]] MDB_env* handle() const noexcept { return env_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] bool durable() const noexcept { return options_.durable; }
  [[nodiscard]] std::size_t page_bytes() const noexcept { return page_bytes_; }

  // Frees the slots of readers whose process died; they would keep old pages alive for ever.
  void drop_stale_readers();
  [[nodiscard]] std::uint64_t pages() const;  // of the file, used and free
  // Another process made the file larger than our map. False: transactions here stand in the way.
  [[nodiscard]] bool follow_growth();
  void sync();

 private:
  friend class Transaction;
  [[nodiscard]] int try_open(std::size_t map_bytes);
  void read_geometry();

  std::string path_;
  EnvironmentOptions options_;
  MDB_env* env_ = nullptr;
  std::size_t page_bytes_ = 0;
  std::shared_mutex growth_;  // shared while a transaction begins, alone while the map is replaced
  std::atomic<int> transactions_{0};
};

}  // namespace vouch::storage::lmdb
