#include "storage/spill_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/error.hpp"
#include "storage/lmdb/error.hpp"

namespace vouch::storage {
namespace {

int open_nameless(const std::string& directory) {
  const int file = open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  std::string name = directory + "/spill.XXXXXX";  // file systems without O_TMPFILE
  const int named = mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) unlink(name.c_str());
  return named;
}

}  // namespace

SpillFile::SpillFile(std::string directory)
    : directory_(std::move(directory)), file_(open_nameless(directory_)) {
  if (file_ < 0) lmdb::raise(errno, "opening a temporary file", directory_);
}

SpillFile::~SpillFile() {
  if (file_ >= 0) close(file_);
}

SpillFile::SpillFile(SpillFile&& other) noexcept
    : directory_(std::move(other.directory_)),
      file_(std::exchange(other.file_, -1)),
      size_(other.size_) {}

SpillFile& SpillFile::operator=(SpillFile&& other) noexcept {
  std::swap(directory_, other.directory_);
  std::swap(file_, other.file_);
  std::swap(size_, other.size_);
  return *this;
}

void SpillFile::write(const void* data, std::size_t bytes) {
  const char* at = static_cast<const char*>(data);
  while (bytes > 0) {
    const ssize_t written = ::write(file_, at, bytes);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) lmdb::raise(errno, "writing a temporary file", directory_);
    if (written == 0) lmdb::raise_disk_full(directory_);
    at += written;
    bytes -= static_cast<std::size_t>(written);
    size_ += static_cast<std::uint64_t>(written);
  }
}

void SpillFile::read(void* data, std::size_t bytes, std::uint64_t offset) const {
  char* at = static_cast<char*>(data);
  while (bytes > 0) {
    const ssize_t got = pread(file_, at, bytes, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) lmdb::raise(got < 0 ? errno : EIO, "reading a temporary file", directory_);
    at += got;
    bytes -= static_cast<std::size_t>(got);
    offset += static_cast<std::uint64_t>(got);
  }
}

}  // namespace vouch::storage
