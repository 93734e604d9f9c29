// engine/optimize/fold_expression.hpp — what an expression comes to when its operands are
// constants.
//
// Shape     only what needs neither store nor clock, and what cannot fail: logic, comparisons of
// plain
//           values, if and coalesce. A fold that would overflow is left for the run, which counts
//           it.
// Source    three-valued logic: engine/expr/value_ops.hpp.
#pragma once

#include <optional>

#include "engine/expr/expression.hpp"

namespace vouch::optimize {

// The simpler expression, or nothing when there is nothing to fold.
[[nodiscard]] std::optional<expr::Expression> folded(const expr::Expression& expression);

[[nodiscard]] expr::Expression boolean(bool value);
[[nodiscard]] bool is_true(const expr::Expression& expression);
[[nodiscard]] bool is_false(const expr::Expression& expression);

}  // namespace vouch::optimize
