// storage/triple_writer.hpp — triples into and out of their tables, with statistics and sums.
//
// Shape     add() and withdraw() buffer; flush() merges in key order, what is taken away first:
//             pso tells which triples are new or gone, and where a subject's run begins or ends;
//             only those go on to pos, and only runs that begin or end to sp and op.
// Lifetime  of one Update.
// Errors    CorruptionError when the tables contradict each other.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/header.hpp"
#include "storage/sorted_runs.hpp"
#include "storage/spelling_table.hpp"
#include "storage/statistics.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"
#include "storage/triple_walk.hpp"

namespace vouch::storage {

// A triple's shares in Header::triples and Header::supports; a pair's in Header::sp and ::op.
[[nodiscard]] std::uint64_t triple_hash(const Triple& triple);
[[nodiscard]] std::uint64_t support_hash(const Triple& triple, std::uint8_t support);
[[nodiscard]] std::uint64_t pair_hash(std::uint64_t end, std::uint64_t relation);

class TripleWriter {
 public:
  TripleWriter(lmdb::Transaction& transaction, const Tables& tables, Header& header,
               const std::string& directory, std::size_t budget_bytes);

  void add(const Triple& triple, std::uint8_t support);
  // Also says how the triple, which must be added as well, was written.
  void add_spelling(const Triple& triple, TermId spelling) { spellings_.add(triple, spelling); }
  [[nodiscard]] bool has_spelling(const Triple& triple, TermId spelling) {
    return spellings_.has(triple, spelling);
  }
  void remove_spellings(const Triple& triple) { spellings_.forget(triple); }
  // Of a flushed triple: how it was written.
  [[nodiscard]] std::vector<TermId> spellings(const Triple& triple);
  void flush();
  // Whether additions wait for a flush.
  [[nodiscard]] bool pending() const { return !incoming_.empty() || spellings_.pending(); }

  // Why a flushed triple is there; 0: it is not.
  [[nodiscard]] std::uint8_t support(const Triple& triple);
  // Takes these reasons away; the triple goes when none is left. Gives what was there before.
  std::uint8_t withdraw(const Triple& triple, std::uint8_t support);
  // What is left of flushed triples: objects of a subject, subjects of an object, all.
  [[nodiscard]] std::vector<TermId> objects(TermId relation, TermId subject);
  [[nodiscard]] std::vector<TermId> subjects(TermId relation, TermId object);
  [[nodiscard]] std::vector<Triple> triples_of(TermId relation);

  [[nodiscard]] std::uint64_t added() const { return added_; }
  void count_added(std::uint64_t triples) { added_ += triples; }  // by others

 private:
  struct TripleHash {
    std::size_t operator()(const Triple& triple) const {
      return static_cast<std::size_t>(triple_hash(triple));
    }
  };
  void take_away();
  void merge_incoming();
  void merge_objects();
  void merge_pairs(format::TableName table, SortedRuns<2>& pairs, TableSum& sum);
  [[nodiscard]] std::vector<Triple> matching(format::TableName table, const Ids3& low,
                                             const Ids3& high);

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  SortedRuns<4> incoming_;  // relation, subject, object, support
  SortedRuns<3> objects_;   // new ones only, as pos wants them
  SortedRuns<2> sp_;        // runs that begin
  SortedRuns<2> op_;
  std::unordered_map<Triple, std::uint8_t, TripleHash> withdrawn_;  // what is left of each
  RowsWalk lookup_;
  SpellingTable spellings_;
  StatisticsChanges statistics_;
  std::uint64_t added_ = 0;
};

}  // namespace vouch::storage
