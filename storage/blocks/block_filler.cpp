#include "storage/blocks/block_filler.hpp"

namespace vouch::storage {

void BlockFiller::encode_while_more_than(std::size_t rest) {
  std::size_t from = 0;
  while (rows_.size() - from > rest) {
    hint_ = encoder_.fitting(from, table_.block_bytes, hint_);
    blocks_.emplace_back(BlockKey(rows_.row(from, head_), table_.columns, hint_), std::string());
    encoder_.encode(from, hint_, blocks_.back().first.view(), blocks_.back().second);
    from += hint_;
  }
  rows_.erase_front(from);
  encoder_.forget();
}

}  // namespace vouch::storage
