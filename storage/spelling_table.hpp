// storage/spelling_table.hpp — how the literals of RDF were written, where that is not how we write
// their value.
//
// Shape     `spellings`: blocks of (relation; subject, object, spelling). The object is the value,
//           the spelling a literal of the dictionary with text and datatype as they came. A triple
//           without a row was written as its value is.
//           A row (relation; subject, object, merged_into): said plainly of entities of which one is
//           merged, so that another triple stands in the graph for it (storage/relink.hpp).
// Lifetime  of one Update: add() and remove() buffer, flush() merges.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "storage/blocks/block_row.hpp"
#include "storage/header.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

// A spelling's share in Header::spellings.
[[nodiscard]] std::uint64_t spelling_hash(const BlockRow& row);
[[nodiscard]] std::vector<TermId> spellings_of(lmdb::Transaction& transaction,
                                               const Tables& tables, const Triple& triple);

class SpellingTable {
 public:
  SpellingTable(lmdb::Transaction& transaction, const Tables& tables, Header& header)
      : transaction_(transaction), tables_(tables), header_(header) {}

  void add(const Triple& triple, TermId spelling);
  void remove(const Triple& triple);  // all of its stored spellings
  void forget(const Triple& triple);  // and those added by this update
  [[nodiscard]] bool has(const Triple& triple, TermId spelling);
  void flush();
  [[nodiscard]] bool pending() const { return !fresh_.empty(); }

 private:
  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  std::set<BlockRow> fresh_;
  std::set<BlockRow> gone_;
};

}  // namespace vouch::storage
