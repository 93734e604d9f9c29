// engine/evidence/row_support.hpp — what each row of an answer stands on, gathered from derivations.
//
// Shape     of one derivation: of() a row of the derivations. Of rows that several derivations meet
//           in: expect() the answer's rows, add() all derivations, then row().
// Order     a row's claims as the patterns stand in the question, those of one pattern by number.
// Units     at most `claims_most` claims a row are named, the others counted; charged.
// Lifetime  borrows support, terms and their snapshot.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/evidence/leaf_facts.hpp"
#include "engine/evidence/weight.hpp"

namespace vouch::evidence {

struct RowSupport {
  std::vector<TermId> claims;
  std::uint64_t more = 0;
  Weight weight;
};

class RowSupports {
 public:
  RowSupports(const Support& support, exec::Terms& terms, const exec::RunOptions& options,
              std::size_t claims_most, bool weigh);

  // One row of the derivations by itself.
  [[nodiscard]] RowSupport of(const exec::Batch& derivations, std::size_t row);

  void expect(const exec::Batch& answer);  // in support.answer.columns
  [[nodiscard]] std::vector<IdRow> identities() const;  // of the rows expected, each once
  void add(const exec::Batch& derivations);
  void finish();
  [[nodiscard]] RowSupport row(std::size_t number) const;  // of the rows expected, from 0

  void stop_weighing() { weigh_ = false; }

 private:
  struct Cited {
    std::uint32_t key = 0;
    std::uint32_t leaf = 0;
    TermId claim;
  };
  [[nodiscard]] Weight cite(const exec::Batch& derivations, std::size_t row,
                            std::vector<Cited>& out, std::uint32_t key);
  void note(std::uint32_t key, std::uint32_t leaf, TermId claim);
  void weigh(std::uint32_t key, const exec::Batch& derivations, std::size_t row, Weight weight);

  const Support& support_;
  exec::Terms& terms_;
  std::size_t claims_most_;
  bool weigh_;
  LeafFacts facts_;
  ClaimWeights weights_;
  exec::MemoryBudget budget_;
  exec::MemoryAccount account_;

  std::vector<std::uint32_t> answer_at_;  // identity in the answer's columns
  std::vector<std::uint32_t> key_at_;     // and in those of the derivations
  std::vector<std::uint32_t> member_at_;
  exec::KeyTable keys_;
  std::vector<std::uint32_t> row_keys_;  // by row of the answer
  exec::KeyTable pairs_{2};              // key, claim
  std::vector<Cited> cited_;             // by pair; after finish() sorted by key
  std::vector<std::uint32_t> first_;     // of cited_, by key
  exec::KeyTable members_;               // key, member
  std::vector<Weight> member_weights_;
  std::vector<Weight> key_weights_;
  std::vector<bool> weighed_;
  std::vector<Cited> scratch_;
};

}  // namespace vouch::evidence
