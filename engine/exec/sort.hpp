// engine/exec/sort.hpp — all rows, in the order of keys.
//
// Shape     reads its input whole when first asked.
// Order     by the keys (unbound last both ways), then by the node's columns from left to right.
// Lifetime  borrows context and node.
// Errors    CapacityError "E0503" when the rows do not fit.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_sort(ExecContext& context, const physical::Node& node,
                                    OperatorPtr input);

}  // namespace vouch::exec
