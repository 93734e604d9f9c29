// Why this order:
//   fold_constants   first, so that branches that cannot give rows are gone before anyone looks at
//   them; decorrelate      turns blocks into joins and tests into blocks that stop early, which
//   flatten_joins    then merges: one n-ary join as large as the query allows, filters above it;
//   push_filters     needs those large joins to see how far down a condition can go;
//   prune_variables  last, because every pass before it may use a variable, and none after it does.
#include "engine/optimize/passes.hpp"

#include <string>
#include <utility>
#include <variant>

#include "engine/logical/rewrite.hpp"
#include "engine/logical/schema.hpp"
#include "engine/logical/verify.hpp"
#include "engine/optimize/pass.hpp"

namespace vouch::optimize {

namespace {

// Rows that compare equal are ordered by the columns of the sorted input, so their sequence is part
// of the question: a Project holds it still while passes work below.
template <typename Sorted>
std::optional<logical::Node> with_pinned_input(Sorted sorted, const logical::SeedSchemas& seeds) {
  if (std::holds_alternative<logical::Project>(sorted.input->op)) {
    return std::nullopt;
  }
  const logical::Schema schema = logical::schema_of(*sorted.input, seeds);
  logical::Project pin{std::move(sorted.input), schema.variables};
  sorted.input = logical::Node{std::move(pin)};
  return logical::Node{std::move(sorted)};
}

std::optional<logical::Node> pin_columns(const logical::Node& node,
                                         const logical::SeedSchemas& seeds) {
  if (const auto* sort = std::get_if<logical::Sort>(&node.op)) {
    return with_pinned_input(*sort, seeds);
  }
  if (const auto* top = std::get_if<logical::Top>(&node.op)) {
    return with_pinned_input(*top, seeds);
  }
  return std::nullopt;
}

}  // namespace

const std::vector<Pass>& passes() {
  static const std::vector<Pass> list{
      {"fold_constants", "conditions that are always true or false; patterns that cannot match",
       fold_constants},
      {"decorrelate", "blocks that are joins become joins; tests for existence stop early",
       decorrelate},
      {"flatten_joins", "one join of all patterns, whatever order they are written in",
       flatten_joins},
      {"push_filters", "conditions as close to the patterns as their variables allow",
       push_filters},
      {"prune_variables", "what nobody asks for is not computed", prune_variables},
  };
  return list;
}

logical::Plan run_passes(logical::Plan plan, const storage::Snapshot& snapshot,
                         const Settings& settings, const Observer& observer) {
  logical::verify(plan, "build");
  if (auto pinned = logical::with_root(plan, logical::rewrite_bottom_up(plan.root, pin_columns))) {
    plan = *std::move(pinned);
  }
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
