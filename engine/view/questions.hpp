// engine/view/questions.hpp — claims that answer one question, and whether their answers agree.
//
// Shape     a question is one triple (is it so?) or, of a functional relation, one subject and the
// stated
//           values of the qualifiers it is functional per (which one is it?). A claim that leaves
//           such a qualifier out answers only for its own triple.
// Order     of subjects and relations.
// Units     a walk over all claims; records are read only where there is more than one claim.
// Lifetime  ClaimFacts borrows the snapshot.
// Source    docs/language.md §5.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "storage/date.hpp"
#include "storage/overlay.hpp"
#include "storage/store.hpp"

namespace vouch::view {

// What is looked at where claims disagree.
struct ClaimFact {
  storage::ClaimRecord record;
  storage::TermId origin;  // first speaker, else wire story, else source
  std::int64_t known =
      storage::kTimeBegin;                  // last moment of the date it became known, microseconds
  std::int64_t from = storage::kTimeBegin;  // valid time at its widest
  std::int64_t to = storage::kTimeEnd;      // exclusive
};

// Unless their valid times surely lie apart.
[[nodiscard]] inline bool at_one_time(const ClaimFact& a, const ClaimFact& b) {
  return a.from < b.to && b.from < a.to;
}

class ClaimFacts {
 public:
  explicit ClaimFacts(const storage::Snapshot& snapshot) : snapshot_(snapshot) {}
  [[nodiscard]] const ClaimFact& of(storage::TermId claim);  // stays where it is

 private:
  [[nodiscard]] ClaimFact read(storage::TermId claim);
  [[nodiscard]] storage::TermId origin_of(const storage::ClaimRecord& record) const;

  const storage::Snapshot& snapshot_;
  std::unordered_map<storage::TermId, ClaimFact> known_;
};

struct Position {
  storage::TermId object;
  bool denied = false;
  std::vector<storage::TermId> claims;
};

struct Question {
  std::vector<Position> positions;  // by object, affirmed before denied
  // One object is affirmed and denied, or two are affirmed at one time: positions are then of the
  // claims that contradict each other only.
  bool disputed = false;
};

// Of the claims of the set, each in one question.
void each_question(const storage::Snapshot& snapshot, const storage::ClaimSet& claims,
                   bool alternatives, ClaimFacts& facts,
                   const std::function<void(const Question&)>& visit);

}  // namespace vouch::view
