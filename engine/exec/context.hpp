// engine/exec/context.hpp — what all operators of one execution share.
//
// Shape     snapshot, terms, limits, notes, per-node statistics and the rows enclosing Applies hand
//           in.
// Lifetime  lives in Execution; operators borrow it.
// Errors    check() throws Cancelled ("E0501" stopped, "E0502" time limit) and CapacityError.
// Threads   one; the cancel flag and, among workers of one execution, the budget are shared.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
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

// Ids from `low` to `high`.
struct IdSpan {
  TermId low;
  TermId high;
};
inline constexpr TermId kHighestId = TermId::from_bits(~std::uint64_t{0});

class ExecContext {
  std::optional<MemoryBudget> own_budget_;  // first: accounts give back to it when they end

 public:
  static constexpr std::size_t kRowsBetweenChecks = 4096;

  ExecContext(Terms& terms, const RunOptions& options, std::size_t nodes);
  // Of a worker: limits and budget are the parent's; it is stopped when `stopped` is set.
  ExecContext(ExecContext& parent, Terms& terms, const std::atomic<bool>& stopped);
  // What a worker has done; it has ended.
  void add(const ExecContext& worker);

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
  MemoryBudget& memory;
  SnapshotValues values;
  ClaimStates claim_states;
  std::vector<NodeStatistics> statistics;  // by node id
  std::optional<IdSpan> part;  // of the scans that read in parts

 private:
  MemoryAccount terms_account_;
  std::size_t terms_before_;  // what the statement's terms took before this run
  std::size_t since_check_ = 0;
  const std::atomic<bool>* stopped_ = nullptr;
  std::vector<const SeedRows*> seeds_;
};

}  // namespace vouch::exec
