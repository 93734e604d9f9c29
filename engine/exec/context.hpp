// engine/exec/context.hpp — what all operators of one execution share.
//
// Shape     snapshot, terms, limits, notes, per-node statistics and the rows enclosing Applies hand
//           in.
// Lifetime  lives in Execution; operators borrow it.
// Errors    check() throws Cancelled ("E0501" stopped, "E0502" time limit) and CapacityError.
// Threads   one; only the cancel flag is shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/exec/claim_states.hpp"
#include "engine/exec/memory_budget.hpp"
#include "engine/exec/run.hpp"
#include "engine/exec/snapshot_values.hpp"

namespace vouch::exec {

// Distinct outer rows, as a Seed leaf yields them.
struct SeedRows {
  std::uint32_t id = 0;
  std::vector<expr::VariableId> variables;
  Batch rows;
};

class ExecContext {
 public:
  static constexpr std::size_t kRowsBetweenChecks = 4096;

  ExecContext(Terms& terms, const RunOptions& options, std::size_t nodes);

  // Was the statement stopped, its time used up, or do its computed terms take too much?
  void check();
  // The same after every 4096 rows of work.
  void worked(std::size_t rows) {
    since_check_ += rows;
    if (since_check_ >= kRowsBetweenChecks) check();
  }

  // Seeds by id; an operator that hands rows in pushes, runs its inner side, pops.
  void push_seed(const SeedRows& seed) { seeds_.push_back(&seed); }
  void pop_seed() { seeds_.pop_back(); }
  [[nodiscard]] const SeedRows& seed(std::uint32_t id) const;

  Terms& terms;
  const storage::Snapshot& snapshot;
  const RunOptions options;
  RunNotes notes;
  MemoryBudget memory;
  SnapshotValues values;
  ClaimStates claim_states;
  std::vector<NodeStatistics> statistics;  // by node id

 private:
  MemoryAccount terms_account_;
  std::size_t terms_before_;  // what the statement's terms took before this run
  std::size_t since_check_ = 0;
  std::vector<const SeedRows*> seeds_;
};

}  // namespace vouch::exec
