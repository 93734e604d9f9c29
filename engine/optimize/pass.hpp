// engine/optimize/pass.hpp — a rewrite of the logical plan: one pass, one file, one name.
//
// Shape     run() gives a better plan or nothing ("unchanged" is a value). The runner verifies after each
//           pass that the returned columns and their variables are the same (logical/verify.hpp).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/logical/plan.hpp"
#include "engine/settings.hpp"
#include "storage/store.hpp"

namespace vouch::optimize {

struct Pass {
  std::string_view name;
  std::string_view meaning;
  std::optional<logical::Plan> (*run)(const logical::Plan& plan, const storage::Snapshot& snapshot);
};

// In the order they run; passes.cpp says why this order.
[[nodiscard]] const std::vector<Pass>& passes();

// Sees the plan after each pass that changed it (explain).
using Observer = std::function<void(std::string_view pass, const logical::Plan& plan)>;
[[nodiscard]] logical::Plan run_passes(logical::Plan plan, const storage::Snapshot& snapshot,
                                       const Settings& settings, const Observer& observer = {});

}  // namespace vouch::optimize
