// storage/triple_writer.hpp — triples into and out of the four orders, with statistics and sums.
//
// Shape     add() buffers; flush() merges what is buffered in key order: `spo` tells which triples
// are
//           new, and only those go on to the other orders. Taking away works at once, on flushed
//           triples.
// Lifetime  of one Update.
// Errors    CorruptionError when the orders contradict each other.
#pragma once

#include <cstdint>
#include <string>

#include "storage/header.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/sorted_runs.hpp"
#include "storage/statistics.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

// A triple's shares in Header::triples and Header::supports.
[[nodiscard]] std::uint64_t triple_hash(const Triple& triple);
[[nodiscard]] std::uint64_t support_hash(const Triple& triple, std::uint8_t support);
// The value of a row in `spo`, and back (0 when it is none).
[[nodiscard]] std::string_view support_value(const std::uint8_t& support);
[[nodiscard]] std::uint8_t support_of(std::string_view value);

class TripleWriter {
 public:
  TripleWriter(lmdb::Transaction& transaction, const Tables& tables, Header& header,
               const std::string& directory, std::size_t budget_bytes);

  void add(const Triple& triple, std::uint8_t support);
  void flush();
  [[nodiscard]] bool pending() const { return !incoming_.empty(); }

  // Why a flushed triple is there; 0: it is not.
  [[nodiscard]] std::uint8_t support(const Triple& triple) const;
  // Takes these reasons away; the triple goes when none is left. Gives what was there before.
  std::uint8_t withdraw(const Triple& triple, std::uint8_t support);

  [[nodiscard]] std::uint64_t added() const { return added_; }

 private:
  class OrderWriter;
  void merge_incoming();
  void erase(const Triple& triple);
  [[nodiscard]] bool any_with(format::TableName table, std::uint64_t first, std::uint64_t second);

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  SortedRuns<4> incoming_;  // s, p, o, support
  SortedRuns<3> pso_;       // new ones only, fed in the order spo
  SortedRuns<3> pos_;
  SortedRuns<3> osp_;
  StatisticsChanges statistics_;
  std::uint64_t added_ = 0;
};

}  // namespace vouch::storage
