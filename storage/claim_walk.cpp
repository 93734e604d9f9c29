#include "storage/claim_walk.hpp"

#include <algorithm>

namespace vouch::storage {

std::size_t ClaimWalk::next(const Columns4& columns, std::size_t capacity) {
  const bool headed = order_ == ClaimOrder::posc;
  const std::size_t first = headed ? 1 : 0;  // the column that stands in a of the block
  std::size_t rows = 0;
  while (rows < capacity && range_.settle()) {
    const BlockCursor& cursor = range_.cursor();
    const BlockView& block = cursor.block();
    const std::size_t from = cursor.row();
    const std::size_t count = std::min(range_.left(), capacity - rows);
    const auto wanted = [&](std::size_t column) {
      return columns[column] == nullptr ? nullptr : columns[column] + rows;
    };
    if (TermId* out = headed ? wanted(0) : nullptr)
      std::fill_n(out, count, TermId::from_bits(cursor.head()));
    if (TermId* out = wanted(first)) block.decode_a(from, count, out);
    if (TermId* out = wanted(first + 1)) block.decode_b(from, count, out);
    if (TermId* out = wanted(first + 2)) block.decode_c(from, count, out);
    if (TermId* out = headed ? nullptr : wanted(3)) block.decode_d(from, count, out);
    range_.advance(count);
    rows += count;
  }
  return rows;
}

}  // namespace vouch::storage
