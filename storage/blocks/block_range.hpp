// storage/blocks/block_range.hpp — the rows of a block table between two bounds, a stretch at a time.
//
// Shape     after open(), settle() says whether a stretch is there: cursor().row() is its first row,
//           left() how many of its block belong to it; advance() goes over some of them.
// Lifetime  borrows the transaction. In a write transaction blocks move: forget() after any change.
// Errors    CorruptionError for a block that cannot be read.
#pragma once

#include <cstddef>
#include <cstdint>

#include "storage/blocks/block_cursor.hpp"

namespace vouch::storage {

class BlockRange {
 public:
  BlockRange(lmdb::Transaction& transaction, const BlockTable& table)
      : cursor_(transaction, table) {}

  void open(const BlockRow& low, const BlockRow& high);  // both inclusive
  // Goes over to the next block where this one has no more; false at the end.
  bool settle();
  [[nodiscard]] std::size_t left() const { return end_ - cursor_.row(); }
  void advance(std::size_t rows) { cursor_.go_to(cursor_.row() + rows); }
  [[nodiscard]] BlockCursor& cursor() { return cursor_; }

  [[nodiscard]] std::uint64_t count(const BlockRow& low, const BlockRow& high, std::uint64_t cap);
  // Whether it is there; then the cursor stands on it.
  [[nodiscard]] bool holds(const BlockRow& row) {
    open_ = false;
    return cursor_.seek(row) && cursor_.current() == row;
  }
  void forget() { cursor_.forget(); }

 private:
  void find_end();

  BlockCursor cursor_;
  BlockRow high_;
  std::size_t end_ = 0;  // in the block: the first row beyond `high_`
  bool open_ = false;
};

}  // namespace vouch::storage
