// engine/exec/merge_join.hpp — pairs of rows with equal keys, both sides sorted by the key.
//
// Shape     walks both sides once; only right rows of a key that straddles batches are kept. A side
//           that is behind is told how far it may skip.
// Order     by the key, then as the left side's.
// Lifetime  borrows context and node.
// Errors    InternalError when a key is unbound: such plans are the planner's mistake.
// Source    RDF-3X (merge joins with skipping).
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_merge_join(ExecContext& context, const physical::Node& node,
                                          OperatorPtr left, OperatorPtr right);

}  // namespace vouch::exec
