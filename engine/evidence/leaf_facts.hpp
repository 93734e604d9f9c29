// engine/evidence/leaf_facts.hpp — the claims behind a pattern of a derivation.
//
// Shape     a pattern whose variables have values is one fact, a path one fact a hop. A fact is a
//           triple with the claims that say it: affirmed, in force, no alternatives. None: it was
//           loaded without a claim, or is the store's own book-keeping. A fact about a claim that
//           the claim itself carries (a qualifier) has that claim behind it.
// Order     claims by number, hops from the subject's end.
// Units     at most kClaimsMost claims a fact where parts of the triple are open; remembered facts
//           are charged.
// Lifetime  spans hold until the next call; borrows support, terms and their snapshot.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/evidence/path_trace.hpp"
#include "engine/evidence/support.hpp"
#include "engine/exec/claim_states.hpp"
#include "engine/exec/key_table.hpp"

namespace vouch::evidence {

struct Fact {
  storage::Triple triple;  // as stored; unbound where anything will do
  std::uint32_t begin = 0;  // of its claims
  std::uint32_t count = 0;
};

class LeafFacts {
 public:
  static constexpr std::size_t kClaimsMost = 1000;

  // `columns` are those of the batches whose rows are asked about.
  LeafFacts(const Support& support, const std::vector<VariableId>& columns, exec::Terms& terms,
            const exec::RunOptions& options);

  // The facts of a leaf in a row; none where its branch does not hold there.
  [[nodiscard]] std::span<const Fact> of(std::size_t leaf, const exec::Batch& batch,
                                         std::size_t row);
  [[nodiscard]] bool holds(std::size_t leaf, const exec::Batch& batch, std::size_t row) const;
  [[nodiscard]] std::span<const TermId> claims(const Fact& fact) const {
    return {claims_.data() + fact.begin, fact.count};
  }
  // Affirmed, in force, no alternative.
  [[nodiscard]] bool counts(TermId claim);

 private:
  struct Place {  // of a slot: a column, a constant, or anything
    std::optional<std::uint32_t> column;
    TermId constant;
  };
  struct Remembered {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
  };
  struct Known {
    std::optional<std::uint32_t> guard;
    std::array<Place, 4> places;  // subject, relation, object, claim
    exec::KeyTable instances{4};
    std::vector<Remembered> facts;  // by instance
    std::optional<PathTrace> trace;
  };

  [[nodiscard]] Place place_of(const logical::Slot& slot,
                               const std::vector<VariableId>& columns) const;
  [[nodiscard]] TermId value(const Place& place, const exec::Batch& batch, std::size_t row) const;
  void find(const Leaf& leaf, Known& known, const std::array<TermId, 4>& instance);
  void find(const logical::TripleScan& scan, const std::array<TermId, 4>& instance);
  void add_fact(const storage::Triple& triple);
  void add_claims(const storage::Triple& triple, bool open_relation);
  void add_kinds(const storage::Triple& triple);
  void add_mirrored(const storage::Triple& triple);
  void walk(storage::ClaimOrder order, std::span<const TermId> prefix,
            const storage::Triple& wanted, bool open_relation, bool only_symmetric = false);
  [[nodiscard]] bool is_symmetric(TermId relation) const;
  void settle(Fact& fact);
  void hold();

  const Support& support_;
  exec::Terms& terms_;
  exec::MemoryBudget budget_;
  exec::MemoryAccount account_;
  exec::ClaimStates states_;
  std::vector<Known> known_;
  std::vector<Fact> facts_;
  std::vector<TermId> claims_;
  std::array<std::optional<storage::ClaimCursor>, 3> cursors_;
};

}  // namespace vouch::evidence
