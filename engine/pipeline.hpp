// engine/pipeline.hpp — one query's journey: bind → passes → lower; running is engine/result's
// affair.
//
// Shape     every stage can be looked at: with `keep_stages` each leaves its text behind.
// Lifetime  the result borrows the snapshot of the input.
// Errors    the user's mistakes as diagnostics, from binding only.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/bind/binder.hpp"
#include "engine/physical/plan.hpp"
#include "engine/settings.hpp"

namespace vouch {

struct Stage {
  std::string name;  // "syntax", "bound", "logical", a pass, "physical"
  std::string text;
};

struct Compiled {
  bind::BoundQuery bound;
  physical::Plan plan;
  std::vector<Stage> stages;
  double bind_ms = 0;
  double plan_ms = 0;
};

[[nodiscard]] Result<Compiled> compile(const ast::Query& query, const bind::BindInput& input,
                                       const Settings& settings, bool keep_stages = false);
[[nodiscard]] Result<Compiled> compile(const ast::Expr& expression, const bind::BindInput& input,
                                       const Settings& settings, bool keep_stages = false);
// From a logical plan on: for plans made out of others (counts, near misses).
[[nodiscard]] physical::Plan lower_plan(const logical::Plan& plan,
                                        const storage::Snapshot& snapshot,
                                        const Settings& settings);

}  // namespace vouch
