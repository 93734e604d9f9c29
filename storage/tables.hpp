// storage/tables.hpp — the handles of a store's tables.
#pragma once

#include <array>

#include "storage/blocks/block_table.hpp"
#include "storage/format.hpp"
#include "storage/lmdb/transaction.hpp"

namespace vouch::storage {

class Tables {
 public:
  [[nodiscard]] lmdb::Table operator[](format::TableName name) const {
    return all_[format::index_of(name)];
  }

  // Of the tables that hold blocks.
  [[nodiscard]] BlockTable blocks(format::TableName name) const {
    using format::TableName;
    const bool three = name == TableName::spellings || name == TableName::posc;
    const bool four = name == TableName::spoc || name == TableName::ospc;
    const std::size_t columns = four ? 4 : three ? 3 : 2;
    return {(*this)[name], format::name_of(name), columns, block_bytes_};
  }

  // All of them, in one transaction; `make` when the store is being created.
  [[nodiscard]] static Tables open(lmdb::Transaction& transaction, bool make,
                                   std::size_t block_bytes = kBlockBytes) {
    Tables tables;
    tables.block_bytes_ = block_bytes;
    for (std::size_t i = 0; i < format::kTables; ++i) {
      tables.all_[i] = transaction.open_table(format::kTableNames[i], make);
    }
    return tables;
  }

 private:
  std::array<lmdb::Table, format::kTables> all_{};
  std::size_t block_bytes_ = kBlockBytes;  // of blocks that are written
};

}  // namespace vouch::storage
