#include "storage/blocks/block_range.hpp"

#include <algorithm>

namespace vouch::storage {

void BlockRange::open(const BlockRow& low, const BlockRow& high) {
  high_ = high;
  open_ = low <= high && cursor_.seek(low);
  if (open_) find_end();
}

void BlockRange::find_end() {
  const BlockView& block = cursor_.block();
  if (cursor_.head() != high_.head) {
    end_ = cursor_.head() < high_.head ? block.rows() : 0;
  } else if (high_.b == kHighestId) {
    // The usual case: a stretch of whole runs.
    const bool all = block.run_value(block.runs() - 1) <= high_.a;
    end_ = all ? block.rows() : block.run_begin(block.run_not_less(high_.a + 1));
  } else {
    end_ = block.row_not_less(high_.a, high_.b, high_.c, high_.d);
    if (end_ < block.rows() && block.row(end_, high_.head) == high_) ++end_;
  }
  if (end_ <= cursor_.row()) open_ = false;
}

bool BlockRange::settle() {
  while (open_ && cursor_.row() == end_) {
    open_ = end_ == cursor_.block().rows() && cursor_.next_block();
    if (open_) find_end();
  }
  return open_;
}

std::uint64_t BlockRange::count(const BlockRow& low, const BlockRow& high, std::uint64_t cap) {
  open(low, high);
  if (!open_) return 0;
  open_ = false;
  if (end_ < cursor_.block().rows()) return std::min<std::uint64_t>(left(), cap);
  return cursor_.count_to(high_, cap);
}

}  // namespace vouch::storage
