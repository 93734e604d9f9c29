// engine/exec/aggregate.hpp — one row per group of equal keys, with aggregates of its rows.
//
// Shape     groups by hash, state column-wise per aggregate (fold.hpp). Unbound values are skipped
//           and counted (notes.skipped_unbound). Without keys there is always one row.
// Order     groups in order of first appearance.
// Lifetime  borrows context and node.
// Errors    CapacityError "E0503" when groups and kept values do not fit, "E0403" from sums.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_aggregate(ExecContext& context, const physical::Node& node,
                                         OperatorPtr input);

}  // namespace vouch::exec
