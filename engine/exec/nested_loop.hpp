// engine/exec/nested_loop.hpp — every pair of rows of two sides that is compatible.
//
// Shape     a hash join without keys: the right side is kept, shared variables are compared.
// Order     as the left side's.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_nested_loop(ExecContext& context, const physical::Node& node,
                                           OperatorPtr left, OperatorPtr right,
                                           bool right_is_fixed);

}  // namespace vouch::exec
