// storage/blocks/packed.hpp — numbers of a fixed width in bits, one behind the other.
//
// Shape     number i takes the bits [i * width, (i + 1) * width), low bits first, bytes in
//           little-endian order. Widths are 0 to 56, and 64: then every number lies within the
//           8 bytes from its first one, and is read with one load.
// Units     reading touches up to 8 bytes beyond the last number: what follows must be readable.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace vouch::storage {

static_assert(std::endian::native == std::endian::little, "windows are read as they are stored");

inline constexpr unsigned kWidestPacked = 56;  // beyond it: 64
inline constexpr std::size_t kPackedSlack = 8;

// Bits enough for every number up to `greatest`.
[[nodiscard]] constexpr unsigned packed_width(std::uint64_t greatest) {
  const auto width = static_cast<unsigned>(std::bit_width(greatest));
  return width > kWidestPacked ? 64U : width;
}
[[nodiscard]] constexpr bool is_packed_width(unsigned width) {
  return width <= kWidestPacked || width == 64;
}
[[nodiscard]] constexpr std::size_t packed_bytes(std::size_t count, unsigned width) {
  return (count * width + 7) / 8;
}
[[nodiscard]] constexpr std::uint64_t low_bits(unsigned width) {
  return width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
}

[[nodiscard]] inline std::uint64_t load_word(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}
inline void append_word(std::string& out, std::uint64_t word) {
  out.append(reinterpret_cast<const char*>(&word), sizeof word);
}

[[nodiscard]] inline std::uint64_t packed_at(const char* data, unsigned width, std::uint64_t mask,
                                             std::size_t i) {
  const std::size_t bit = i * width;
  return (load_word(data + (bit >> 3U)) >> (bit & 7U)) & mask;
}

// Two bytes, for counts and offsets within a block.
[[nodiscard]] inline std::size_t load_short(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]) |
         std::size_t{static_cast<std::uint8_t>(bytes[at + 1])} << 8U;
}
inline void append_short(std::string& out, std::size_t value) {
  out.push_back(static_cast<char>(value));
  out.push_back(static_cast<char>(value >> 8U));
}

// Appends bits to a string, a word at a time; finish() writes what is left.
class BitWriter {
 public:
  // For at most so many bits.
  BitWriter(std::string& out, std::size_t bits) : out_(out), at_(out.size()) {
    out_.resize(at_ + bits / 8 + 2 * sizeof(std::uint64_t));
  }
  // The lower `width` bits, up to 64; those above are 0.
  void put(std::uint64_t number, unsigned width) {
    word_ |= number << used_;
    used_ += width;
    if (used_ < 64) return;
    flush();
    used_ -= 64;
    word_ = used_ == 0 ? 0 : number >> (width - used_);
  }
  // `count` bits of `data` from that one on, which must go on for kPackedSlack bytes.
  void copy(const char* data, std::size_t from, std::size_t count) {
    if (used_ == 0 && (from & 7U) == 0 && count >= 64) {
      const std::size_t bytes = count / 64 * 8;
      std::memcpy(out_.data() + at_, data + from / 8, bytes);
      at_ += bytes;
      from += 8 * bytes;
      count -= 8 * bytes;
    }
    for (; count >= kWidestPacked; from += kWidestPacked, count -= kWidestPacked)
      put(packed_bits(data, from, kWidestPacked), kWidestPacked);
    const auto rest = static_cast<unsigned>(count);
    if (rest > 0) put(packed_bits(data, from, rest), rest);
  }
  void finish() {
    const std::size_t left = (used_ + 7U) / 8;
    flush();
    out_.resize(at_ - sizeof word_ + left);
  }

 private:
  static std::uint64_t packed_bits(const char* data, std::size_t bit, unsigned width) {
    return (load_word(data + (bit >> 3U)) >> (bit & 7U)) & low_bits(width);
  }
  void flush() {
    std::memcpy(out_.data() + at_, &word_, sizeof word_);
    at_ += sizeof word_;
  }

  std::string& out_;
  std::size_t at_;
  std::uint64_t word_ = 0;
  unsigned used_ = 0;
};

// Appends what `number(i)` gives for every i below `count`.
template <typename NumberAt>
void append_packed(std::string& out, std::size_t count, unsigned width, const NumberAt& number) {
  if (width == 0) return;
  BitWriter bits(out, count * width);
  for (std::size_t i = 0; i < count; ++i) bits.put(number(i), width);
  bits.finish();
}

}  // namespace vouch::storage
