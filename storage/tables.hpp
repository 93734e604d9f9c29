// storage/tables.hpp — the handles of a store's tables.
#pragma once

#include <array>

#include "storage/format.hpp"
#include "storage/lmdb/transaction.hpp"

namespace vouch::storage {

class Tables {
 public:
  [[nodiscard]] lmdb::Table operator[](format::TableName name) const {
    return all_[format::index_of(name)];
  }

  // All of them, in one transaction; `make` when the store is being created.
  [[nodiscard]] static Tables open(lmdb::Transaction& transaction, bool make) {
    Tables tables;
    for (std::size_t i = 0; i < format::kTables; ++i) {
      tables.all_[i] = transaction.open_table(format::kTableNames[i], make);
    }
    return tables;
  }

 private:
  std::array<lmdb::Table, format::kTables> all_{};
};

}  // namespace vouch::storage
