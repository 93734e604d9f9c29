// base/bytes.hpp — fixed-width big-endian numbers and varints in byte strings.
//
// Shape     big-endian, so that the byte order of keys is the numeric order.
// Errors    ByteReader never reads past its end; ok() turns false instead and stays so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vouch {

inline void append_u8(std::string& out, std::uint8_t value) {
  out.push_back(static_cast<char>(value));
}
inline void append_u32(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}
inline void append_u64(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}
inline void store_u64(char* out, std::uint64_t value) {
  const std::uint64_t swapped = __builtin_bswap64(value);
  __builtin_memcpy(out, &swapped, sizeof swapped);
}
[[nodiscard]] inline std::uint64_t load_u64(const char* in) {
  std::uint64_t value = 0;
  __builtin_memcpy(&value, in, sizeof value);
  return __builtin_bswap64(value);
}
// LEB128: seven bits a byte, low bits first.
inline void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80U) {
    out.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}
inline void append_text(std::string& out, std::string_view text) {
  append_varint(out, text.size());
  out.append(text);
}

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return at_ == bytes_.size(); }
  [[nodiscard]] std::string_view rest() const { return bytes_.substr(at_); }

  std::uint8_t u8() { return take(1) ? static_cast<std::uint8_t>(bytes_[at_ - 1]) : 0; }
  std::uint32_t u32() {
    if (!take(4)) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = at_ - 4; i < at_; ++i) {
      value = (value << 8U) | static_cast<std::uint8_t>(bytes_[i]);
    }
    return value;
  }
  std::uint64_t u64() { return take(8) ? load_u64(bytes_.data() + at_ - 8) : 0; }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = u8();
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    ok_ = false;
    return 0;
  }
  std::string_view text() {
    const std::uint64_t size = varint();
    if (!ok_ || size > bytes_.size() - at_) {
      ok_ = false;
      return {};
    }
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }

 private:
  bool take(std::size_t count) {
    if (!ok_ || bytes_.size() - at_ < count) {
      ok_ = false;
      return false;
    }
    at_ += count;
    return true;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace vouch
