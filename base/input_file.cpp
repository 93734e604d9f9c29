#include "base/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/decompress.hpp"

namespace vouch {

// The file's own bytes; the first few can be looked at before they are read.
class InputFile::Raw final : public ByteSource {
 public:
  Raw(int file, const std::string& name) : file_(file), name_(name) {}

  [[nodiscard]] std::string_view peek() {
    while (peeked_.size() < kZstdMagic.size()) {
      char byte = 0;
      if (take(&byte, 1) == 0) break;
      peeked_ += byte;
    }
    return peeked_;
  }

  std::size_t read(char* out, std::size_t capacity) override {
    std::size_t got = std::min(capacity, peeked_.size());
    if (got != 0) {
      std::memcpy(out, peeked_.data(), got);
      peeked_.erase(0, got);
    } else {
      got = take(out, capacity);
    }
    taken_.fetch_add(got, std::memory_order_relaxed);
    return got;
  }

  [[nodiscard]] std::uint64_t taken() const { return taken_.load(std::memory_order_relaxed); }

 private:
  [[nodiscard]] std::size_t take(char* out, std::size_t capacity) {
    for (;;) {
      const ssize_t got = ::read(file_, out, capacity);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) throw InputError("E0327", name_ + ": " + std::strerror(errno));
    }
  }

  int file_;
  const std::string& name_;
  std::string peeked_;
  std::atomic<std::uint64_t> taken_{0};
};

InputFile::InputFile(const std::filesystem::path& path)
    : name_(path == "-" ? std::string("<stdin>") : path.string()) {
  file_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (file_ < 0 || ::fstat(file_, &status) != 0) {
    throw InputError("E0327", name_ + ": " + std::strerror(errno));
  }
  if (S_ISDIR(status.st_mode)) {
    ::close(file_);
    throw InputError("E0327", name_ + ": is a directory");
  }
  regular_ = S_ISREG(status.st_mode);
  raw_bytes_ = regular_ ? static_cast<std::uint64_t>(status.st_size) : 0;
  if (regular_) ::posix_fadvise(file_, 0, 0, POSIX_FADV_SEQUENTIAL);
  before_ = stamp();
  raw_ = std::make_unique<Raw>(file_, name_);
  const std::string_view first = raw_->peek();
  if (first.starts_with(kGzipMagic)) unpacked_ = gzip_source(*raw_, name_);
  if (first.starts_with(kZstdMagic)) unpacked_ = zstd_source(*raw_, name_);
}

InputFile::~InputFile() {
  if (file_ > STDIN_FILENO) ::close(file_);
}

std::size_t InputFile::read(char* out, std::size_t capacity) {
  return unpacked_ ? unpacked_->read(out, capacity) : raw_->read(out, capacity);
}

std::uint64_t InputFile::taken_bytes() const {
  return raw_->taken();
}

InputFile::Stamp InputFile::stamp() const {
  struct stat status {};
  if (::fstat(file_, &status) != 0) return {};
  return {static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec};
}

void InputFile::check_unchanged() const {
  if (regular_ && stamp() != before_) {
    throw InputError("E0811", name_ + ": the file was changed while it was read");
  }
}

}  // namespace vouch
