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
      memory(run_options.memory_bytes),
      values(shared_terms, run_options.today),
      claim_states(snapshot, memory),
      statistics(nodes),
      terms_account_(memory, "computed values"),
      terms_before_(terms.bytes()) {}

void ExecContext::check() {
  since_check_ = 0;
  terms_account_.hold(terms.bytes() - terms_before_);
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
