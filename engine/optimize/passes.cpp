#include "engine/logical/verify.hpp"
#include "engine/optimize/pass.hpp"

namespace vouch::optimize {

const std::vector<Pass>& passes() {
  static const std::vector<Pass> list{};
  return list;
}

logical::Plan run_passes(logical::Plan plan, const storage::Snapshot& snapshot,
                         const Settings& settings, const Observer& observer) {
  logical::verify(plan, "build");
  for (const Pass& pass : passes()) {
    if (settings.passes_off.contains(std::string(pass.name))) {
      continue;
    }
    if (std::optional<logical::Plan> better = pass.run(plan, snapshot)) {
      logical::verify_pass(plan, *better, pass.name);
      plan = *std::move(better);
      if (observer) {
        observer(pass.name, plan);
      }
    }
  }
  return plan;
}

}  // namespace vouch::optimize
