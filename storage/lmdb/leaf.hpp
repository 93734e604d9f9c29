// storage/lmdb/leaf.hpp — the leaf page a cursor stands on, read without asking LMDB for each row.
//
// Shape     rows of one page in key order; at() is the cursor's own.
// Lifetime  of a read transaction, whose pages never change; there is none in a write transaction.
// Errors    key() gives nothing where the page does not hold such a key: damage stays inside the
// page. Source    struct MDB_page and MDB_node of lmdb 0.9 (data version 1); see lmdb/page.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace vouch::storage::lmdb {

class Leaf {
 public:
  Leaf() = default;
  Leaf(const char* page, std::size_t page_bytes, const char* key)
      : page_(page), bytes_(page_bytes) {
    const auto lower = load(kLowerAt);
    size_ = lower < kHeaderBytes || lower > bytes_ ? 0 : (lower - kHeaderBytes) / 2;
    const auto node = static_cast<std::size_t>(key - page) - kNodeHeaderBytes;
    while (at_ < size_ && load(kHeaderBytes + 2 * at_) != node) ++at_;
  }

  [[nodiscard]] bool empty() const { return at_ >= size_; }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  void go_to(std::size_t row) { at_ = row; }

  // The bytes of a row's key if it is of this size, else null.
  [[nodiscard]] const char* key(std::size_t row, std::size_t key_bytes) const {
    const std::size_t node = load(kHeaderBytes + 2 * row);
    if (node + kNodeHeaderBytes + key_bytes > bytes_ || load(node + kKeySizeAt) != key_bytes)
      return nullptr;
    return page_ + node + kNodeHeaderBytes;
  }

 private:
  static constexpr std::size_t kHeaderBytes = 16;
  static constexpr std::size_t kLowerAt = 12;
  static constexpr std::size_t kNodeHeaderBytes = 8;
  static constexpr std::size_t kKeySizeAt = 6;

  [[nodiscard]] std::size_t load(std::size_t offset) const {
    std::uint16_t value = 0;
    std::memcpy(&value, page_ + offset, sizeof value);
    return value;
  }

  const char* page_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t size_ = 0;
  std::size_t at_ = 0;
};

}  // namespace vouch::storage::lmdb
