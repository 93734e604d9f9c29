#include "storage/blocks/block_cursor.hpp"

#include <algorithm>

#include "storage/row.hpp"

namespace vouch::storage {

bool BlockCursor::load(bool found) {
  standing_ = false;
  if (!found) return false;
  const std::string_view key = cursor_.key();
  if (key.size() != BlockKey::bytes_in(table_.columns))
    raise_damaged(table_.name, "a key of the wrong size");
  const auto block = BlockView::view(cursor_.value(), table_.columns);
  if (!block || block->rows() != BlockKey::rows(key))
    raise_damaged(table_.name, "a block that cannot be read");
  block_ = *block;
  first_ = BlockKey::first_row(key);
  row_ = 0;
  last_known_ = false;
  standing_ = true;
  return true;
}

const BlockRow& BlockCursor::last() const {
  if (!last_known_) {
    const std::size_t row = block_.rows() - 1;
    last_ = {first_.head, block_.run_value(block_.runs() - 1), block_.b(row), block_.c(row),
             block_.d(row)};
    last_known_ = true;
  }
  return last_;
}

bool BlockCursor::first_block() {
  return load(cursor_.first());
}
bool BlockCursor::next_block() {
  return load(cursor_.next());
}
bool BlockCursor::previous_block() {
  return load(cursor_.previous());
}

bool BlockCursor::seek(const BlockRow& row) {
  const bool here = standing_ && first_.head == row.head && first_ <= row && row <= last();
  if (!here) {
    // No key is so high and still that of a block which begins with the row itself.
    const BlockKey key(row, table_.columns, 0xFFFF);
    if (!load(cursor_.seek_not_after(key.view()))) return first_block();
    if (first_.head != row.head) return next_block();
  }
  row_ = block_.row_not_less(row.a, row.b, row.c, row.d);
  return row_ < block_.rows() || next_block();
}

std::uint64_t BlockCursor::count_to(const BlockRow& high, std::uint64_t cap) {
  std::uint64_t rows = 0;
  bool more = standing_;
  // Whole blocks are counted by their keys: one is whole when the next begins within the range.
  std::size_t begin = row_;
  while (more && rows < cap) {
    std::size_t end = BlockKey::rows(cursor_.key());
    const lmdb::RowView here{cursor_.key(), cursor_.value()};
    more = cursor_.next();
    const bool whole = more && cursor_.key().size() == here.key.size() &&
                       BlockKey::first_row(cursor_.key()) <= high;
    if (!whole) {
      const auto block = BlockView::view(here.value, table_.columns);
      if (!block) raise_damaged(table_.name, "a block that cannot be read");
      const BlockRow first = BlockKey::first_row(here.key);
      if (first.head == high.head) {
        end = block->row_not_less(high.a, high.b, high.c, high.d);
        if (end < block->rows() && block->row(end, high.head) == high) ++end;
      } else if (first.head > high.head) {
        end = begin;
      }
      more = false;
    }
    rows += std::max(end, begin) - begin;
    begin = 0;
  }
  standing_ = false;
  return std::min(rows, cap);
}

}  // namespace vouch::storage
