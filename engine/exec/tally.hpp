// engine/exec/tally.hpp — what expressions come to over the rows of a plan: how many fail, and why.
//
// Shape     runs the plan and evaluates the expressions over its rows, outside of it: what the plan
//           itself evaluates is not counted.
// Errors    as Execution.
// Threads   one.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/exec/run.hpp"
#include "engine/expr/expression.hpp"

namespace vouch::exec {

struct Tally {
  std::uint64_t overflows = 0;
  std::uint64_t divisions_by_zero = 0;
  std::vector<std::uint64_t> unbound;  // parallel to the expressions: rows without a value
};

// The plan has columns for the variables that the expressions use.
[[nodiscard]] Tally tally(const physical::Plan& plan, const std::vector<expr::Expression>& expressions,
                          Terms& terms, const RunOptions& options);

}  // namespace vouch::exec
