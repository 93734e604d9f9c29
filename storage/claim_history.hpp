// storage/claim_history.hpp — when claims were retracted, and when they were said again.
//
// Shape     triples of the claim, said plainly: `retracted` and `restored` with a date. A claim is
//           retracted while the first outnumber the second; so it counts at a time when those up to
//           then do not. What is retracted at no known time (a store of an older version) has none.
// Units     dates of any precision; those of this program are instants with the fewest digits.
// Lifetime  HistoryWriter: of one Update; changes wait for flush(), and times of now become terms there.
// Source    docs/storage-format.md §3.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "storage/interner.hpp"
#include "storage/store.hpp"
#include "storage/triple_writer.hpp"

namespace vouch::storage {

struct ClaimHistory {
  std::vector<TermId> retracted;  // ascending ids
  std::vector<TermId> restored;
  [[nodiscard]] bool empty() const { return retracted.empty() && restored.empty(); }
  [[nodiscard]] bool is_retracted() const { return retracted.size() > restored.size(); }
};

[[nodiscard]] ClaimHistory history_of(const Snapshot& snapshot, TermId claim);
// Whether any claim has one.
[[nodiscard]] bool has_histories(const Snapshot& snapshot);

class HistoryWriter {
 public:
  HistoryWriter(TripleWriter& triples, Interner& interner)
      : triples_(triples), interner_(interner) {}

  [[nodiscard]] const ClaimHistory& of(TermId claim) { return entry(claim).now; }
  void join(TermId claim, const std::vector<TermId>& retracted, const std::vector<TermId>& restored);
  // So that it is retracted, or is not.
  void retract_now(TermId claim);
  void retract_at(TermId claim, TermId when);
  void restore_now(TermId claim);
  void flush();
  [[nodiscard]] bool pending() const { return !entries_.empty(); }

 private:
  struct Entry {
    ClaimHistory stored;
    ClaimHistory now;
  };
  [[nodiscard]] Entry& entry(TermId claim);
  void settle(TermId claim, ClaimHistory& history, std::vector<TermId>& times,
              std::unordered_map<TermId, TermId>& last);
  void write(TermId claim, TermId relation, const std::vector<TermId>& stored,
             const std::vector<TermId>& now);

  TripleWriter& triples_;
  Interner& interner_;
  std::unordered_map<TermId, Entry> entries_;  // that differ from the tables, perhaps
  // Times of this update: what undoes one takes it away.
  std::unordered_map<TermId, TermId> retracted_now_;
  std::unordered_map<TermId, TermId> restored_now_;
};

}  // namespace vouch::storage
