// storage/blocks/block_row.hpp — a row of a block table, and the keys under which blocks stand.
//
// Shape     a row is a head and two to four more ids; a block holds rows of one head in order.
//           key of a block: head, then the first row's other ids (8 bytes each), rows (2 bytes):
//           the number of rows is in the key, so that counting reads no block.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"

namespace vouch::storage {

struct BlockRow {
  std::uint64_t head = 0;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint64_t c = 0;  // 0 in tables of two columns
  std::uint64_t d = 0;  // 0 in tables of fewer than four
  friend constexpr auto operator<=>(const BlockRow&, const BlockRow&) = default;
};

inline constexpr std::uint64_t kHighestId = ~std::uint64_t{0};
inline constexpr std::size_t kBlockRowsMost = 8192;

class BlockKey {
 public:
  // `columns`: 2 to 4, besides the head.
  BlockKey(const BlockRow& first, std::size_t columns, std::size_t rows)
      : size_(bytes_in(columns)) {
    store_u64(bytes_.data(), first.head);
    store_u64(bytes_.data() + 8, first.a);
    store_u64(bytes_.data() + 16, first.b);
    if (columns >= 3) store_u64(bytes_.data() + 24, first.c);
    if (columns == 4) store_u64(bytes_.data() + 32, first.d);
    bytes_[size_ - 2] = static_cast<char>(rows >> 8U);
    bytes_[size_ - 1] = static_cast<char>(rows);
  }
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }

  [[nodiscard]] static constexpr std::size_t bytes_in(std::size_t columns) {
    return 8 * (columns + 1) + 2;
  }
  // Of keys of the right size.
  [[nodiscard]] static BlockRow first_row(std::string_view key) {
    const char* at = key.data();
    return {load_u64(at), load_u64(at + 8), load_u64(at + 16),
            key.size() >= bytes_in(3) ? load_u64(at + 24) : 0,
            key.size() >= bytes_in(4) ? load_u64(at + 32) : 0};
  }
  [[nodiscard]] static std::size_t rows(std::string_view key) {
    return std::size_t{static_cast<std::uint8_t>(key[key.size() - 2])} << 8U |
           static_cast<std::uint8_t>(key[key.size() - 1]);
  }

 private:
  std::array<char, 8 * 5 + 2> bytes_;  // bytes_in(4)
  std::size_t size_;
};

}  // namespace vouch::storage
