#include "engine/exec/context.hpp"

#include <algorithm>
#include <ranges>

#include "base/error.hpp"
#include "base/invariant.hpp"

namespace vouch::exec {

namespace {

RunOptions sensible(RunOptions options) {
  options.batch_rows = std::max<std::size_t>(options.batch_rows, 1);
  return options;
}

}  // namespace

ExecContext::ExecContext(Terms& shared_terms, const RunOptions& run_options, std::size_t nodes)
    : terms(shared_terms),
      snapshot(shared_terms.snapshot()),
      options(sensible(run_options)),
      memory(own_budget_.emplace(run_options.memory_bytes)),
      values(shared_terms, run_options.today),
      claim_states(snapshot, memory),
      statistics(nodes),
      terms_account_(memory, "computed values"),
      terms_before_(terms.bytes()) {}

ExecContext::ExecContext(ExecContext& parent, Terms& own_terms, const std::atomic<bool>& stopped)
    : terms(own_terms),
      snapshot(own_terms.snapshot()),
      options(parent.options),
      memory(parent.memory),
      values(own_terms, parent.options.today),
      claim_states(snapshot, memory),
      statistics(parent.statistics.size()),
      terms_account_(memory, "computed values"),
      terms_before_(terms.bytes()),
      stopped_(&stopped) {}

void ExecContext::add(const ExecContext& worker) {
  for (std::size_t i = 0; i < statistics.size(); ++i) {
    NodeStatistics& sum = statistics[i];
    const NodeStatistics& more = worker.statistics[i];
    sum.rows += more.rows;
    sum.batches += more.batches;
    sum.nanoseconds += more.nanoseconds;
    sum.opened += more.opened;
    sum.reads += more.reads;
  }
  notes.dropped_unknown += worker.notes.dropped_unknown;
  notes.skipped_unbound += worker.notes.skipped_unbound;
  values.overflows += worker.values.overflows;
  values.divisions_by_zero += worker.values.divisions_by_zero;
}

void ExecContext::check() {
  since_check_ = 0;
  terms_account_.hold(terms.bytes() - terms_before_);
  if (stopped_ != nullptr && stopped_->load(std::memory_order_relaxed)) {
    throw Cancelled("E0501", "stopped");
  }
  if (options.cancel != nullptr && options.cancel->load(std::memory_order_relaxed)) {
    throw Cancelled("E0501", "stopped");
  }
  if (options.deadline && std::chrono::steady_clock::now() >= *options.deadline) {
    throw Cancelled("E0502", "time limit reached");
  }
}

const SeedRows& ExecContext::seed(std::uint32_t id) const {
  for (const SeedRows* seed : seeds_ | std::views::reverse) {
    if (seed->id == id) return *seed;
  }
  invariant(false, "a seed leaf outside its apply");
  return *seeds_.front();
}

}  // namespace vouch::exec
