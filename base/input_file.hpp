// base/input_file.hpp — a file, a pipe or standard input as a byte source, unpacked on the way.
//
// Shape     gzip and zstd are known by their first bytes, whatever the name says.
// Units     raw bytes are those of the file, before unpacking.
// Lifetime  keeps the file open.
// Errors    InputError E0327: not there, not readable, a directory; E0810: damaged compression;
//           E0811: the file became another one while it was read (check_unchanged).
// Threads   one reads; taken_bytes() may be asked for by others.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/byte_source.hpp"

namespace vouch {

class InputFile final : public ByteSource {
 public:
  // `-` is standard input.
  explicit InputFile(const std::filesystem::path& path);
  ~InputFile() override;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  [[nodiscard]] std::size_t read(char* out, std::size_t capacity) override;

  [[nodiscard]] const std::string& name() const { return name_; }
  // No pipe: it has a size and can be read a second time.
  [[nodiscard]] bool regular() const { return regular_; }
  [[nodiscard]] std::uint64_t raw_bytes() const { return raw_bytes_; }
  [[nodiscard]] std::uint64_t taken_bytes() const;
  // At the end: size and time of the last change are what they were at the beginning.
  void check_unchanged() const;

 private:
  class Raw;
  struct Stamp {
    std::uint64_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  [[nodiscard]] Stamp stamp() const;

  std::string name_;
  int file_ = -1;
  bool regular_ = false;
  std::uint64_t raw_bytes_ = 0;
  Stamp before_;
  std::unique_ptr<Raw> raw_;
  std::unique_ptr<ByteSource> unpacked_;
};

}  // namespace vouch
