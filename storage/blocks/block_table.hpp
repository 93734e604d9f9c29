// storage/blocks/block_table.hpp — what readers and writers know of one table of blocks.
//
// Shape     a sorted set of rows; block i holds the rows from its first one to that of block i + 1.
#pragma once

#include <cstddef>
#include <string_view>

#include "storage/blocks/block.hpp"
#include "storage/lmdb/transaction.hpp"

namespace vouch::storage {

struct BlockTable {
  lmdb::Table table;
  std::string_view name;  // for messages
  std::size_t columns = 2;
  std::size_t block_bytes = kBlockBytes;  // less only in tests
};

}  // namespace vouch::storage
