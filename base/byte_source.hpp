// base/byte_source.hpp — bytes that come one piece after the other.
//
// Errors    InputError when they cannot be had: a failed read, damaged compression.
// Threads   one at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "base/error.hpp"

namespace vouch {

class InputError : public Error {
  using Error::Error;
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `capacity` bytes; 0 only at the end.
  [[nodiscard]] virtual std::size_t read(char* out, std::size_t capacity) = 0;
};

// A text in memory; borrowed.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : rest_(text) {}
  [[nodiscard]] std::size_t read(char* out, std::size_t capacity) override {
    const std::size_t size = std::min(capacity, rest_.size());
    if (size != 0) std::memcpy(out, rest_.data(), size);
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
};

}  // namespace vouch
