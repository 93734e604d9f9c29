// storage/writer_lock.hpp — one writer at a time, among threads and processes, with a time limit.
//
// Shape     a lock on the file `writer.lock` beside the data, which names the process that holds
// it.
//           LMDB has such a lock of its own but waits for ever on it; whoever has this one gets
//           that one.
// Lifetime  released by destruction, and by the system when the process dies.
// Errors    StorageError E0605 when the wait is over.
#pragma once

#include <chrono>
#include <filesystem>

namespace vouch::storage {

class WriterLock {
 public:
  WriterLock(const std::filesystem::path& directory, std::chrono::milliseconds wait);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace vouch::storage
