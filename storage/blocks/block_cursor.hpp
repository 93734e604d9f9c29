// storage/blocks/block_cursor.hpp — finds rows of a block table and stands on them.
//
// Shape     seek() stands on the first row that is not less than the one asked for; block() and
//           row() say where. A seek that ends in the block it stands on does not ask LMDB.
// Lifetime  borrows the transaction. In a write transaction blocks move: forget() after any change.
// Errors    CorruptionError for a block that cannot be read.
#pragma once

#include <cstddef>
#include <cstdint>

#include "storage/blocks/block_table.hpp"
#include "storage/lmdb/cursor.hpp"

namespace vouch::storage {

class BlockCursor {
 public:
  BlockCursor(lmdb::Transaction& transaction, const BlockTable& table)
      : table_(table), cursor_(transaction, table.table) {}

  // False: there is no such row.
  bool seek(const BlockRow& row);
  bool first_block();
  bool next_block();  // the first row of the next block
  // The block that ends before this one begins; only its last row is of interest.
  bool previous_block();

  [[nodiscard]] bool standing() const { return standing_; }
  [[nodiscard]] const BlockView& block() const { return block_; }
  [[nodiscard]] std::uint64_t head() const { return first_.head; }
  [[nodiscard]] std::size_t row() const { return row_; }
  [[nodiscard]] BlockRow current() const { return block_.row(row_, first_.head); }
  // The last row of the block.
  [[nodiscard]] const BlockRow& last() const;
  [[nodiscard]] std::string_view key() const { return cursor_.key(); }
  [[nodiscard]] std::string_view value() const { return cursor_.value(); }
  void go_to(std::size_t row) { row_ = row; }
  void forget() { standing_ = false; }

  // Rows from the one it stands on to `high`, counted to `cap`; moves on.
  [[nodiscard]] std::uint64_t count_to(const BlockRow& high, std::uint64_t cap);

 private:
  bool load(bool found);

  BlockTable table_;
  lmdb::Cursor cursor_;
  BlockView block_;
  BlockRow first_;
  mutable BlockRow last_;
  std::size_t row_ = 0;
  bool standing_ = false;
  mutable bool last_known_ = false;
};

}  // namespace vouch::storage
