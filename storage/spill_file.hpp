// storage/spill_file.hpp — a temporary file without a name, in the store's own directory.
//
// Shape     written once from front to back, then read at any place.
// Lifetime  the file has no name (O_TMPFILE, else unlinked at once): a crash leaves nothing behind.
// Errors    CapacityError when the disk is full, StorageError for the rest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace vouch::storage {

class SpillFile {
 public:
  explicit SpillFile(std::string directory);
  ~SpillFile();
  SpillFile(SpillFile&& other) noexcept;
  SpillFile& operator=(SpillFile&& other) noexcept;
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  void write(const void* data, std::size_t bytes);
  void read(void* data, std::size_t bytes, std::uint64_t offset) const;
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

 private:
  std::string directory_;
  int file_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace vouch::storage
