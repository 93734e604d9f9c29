// engine/exec/lookup_join.hpp — for each left row, the triples or claims that match it.
//
// Shape     left rows with equal values of the pattern's variables share one range of the index. A
//           left value that is unbound is free: the row takes the value found.
// Order     as the left side's where the plan promises an order; else each batch of left rows is
//           visited in the order of the index, so that seeks ascend.
// Lifetime  borrows context and node.
// Source    index nested loop joins in batches: MonetDB, DuckDB's index joins.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_lookup_join(ExecContext& context, const physical::Node& node,
                                           OperatorPtr left);

}  // namespace vouch::exec
