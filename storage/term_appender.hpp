// storage/term_appender.hpp — appends terms to the dictionary's table of blocks.
//
// Shape     the table's last block is gone on with; full blocks are written at once, the one begun
//           at flush().
// Lifetime  of one Update; flush() before anyone reads the table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/header.hpp"
#include "storage/tables.hpp"
#include "storage/term_block.hpp"

namespace vouch::storage {

class TermAppender {
 public:
  TermAppender(lmdb::Transaction& transaction, const Tables& tables, TableSum& sum)
      : transaction_(transaction), table_(tables[format::TableName::terms]), sum_(sum) {}

  // `number`: the one after the last.
  void append(std::uint64_t number, std::string_view encoded);
  void flush();
  // After others have appended; flushed before.
  void forget() {
    builder_.clear();
    resumed_ = false;
  }

 private:
  void resume(std::uint64_t number);
  void write();

  lmdb::Transaction& transaction_;
  lmdb::Table table_;
  TableSum& sum_;
  TermBlockBuilder builder_;
  std::uint64_t first_ = 0;  // number of the builder's first term
  bool resumed_ = false;
  bool dirty_ = false;
};

// A term's share in Header::terms.
[[nodiscard]] std::uint64_t term_row_hash(std::uint64_t number, std::string_view encoded);

}  // namespace vouch::storage
