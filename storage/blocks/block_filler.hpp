// storage/blocks/block_filler.hpp — full blocks of rows that come in order.
//
// Shape     add() rows of one head after the other; finished blocks are collected with their keys.
//           For heads that have no block in the table yet.
// Threads   touches no table: several may encode at once, one writes afterwards.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "storage/blocks/block_table.hpp"

namespace vouch::storage {

class BlockFiller {
 public:
  using Block = std::pair<BlockKey, std::string>;

  explicit BlockFiller(const BlockTable& table)
      : table_(table), encoder_(rows_, table.columns) {}
  BlockFiller(const BlockFiller&) = delete;
  BlockFiller& operator=(const BlockFiller&) = delete;

  void add(const BlockRow& row) {
    if (row.head != head_) end_head();
    head_ = row.head;
    rows_.push(row, table_.columns);
    if (rows_.size() == kWindow) encode_while_more_than(kBlockRowsMost);
  }
  [[nodiscard]] std::vector<Block> finish() {
    end_head();
    return std::exchange(blocks_, {});
  }

 private:
  static constexpr std::size_t kWindow = 4 * kBlockRowsMost;

  void end_head() { encode_while_more_than(0); }
  void encode_while_more_than(std::size_t rest);

  BlockTable table_;
  BlockRows rows_;
  BlockEncoder encoder_;
  std::vector<Block> blocks_;
  std::uint64_t head_ = 0;
  std::size_t hint_ = 512;
};

}  // namespace vouch::storage
