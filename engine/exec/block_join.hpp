// engine/exec/block_join.hpp — outer rows matched with the rows of a block that runs by itself.
//
// Shape     finds for each outer row how many inner rows have its keys (for `maybe` also which) by
//           merging, or by a table of either side; then gives rows out as the kind of block wants.
// Order     as the outer side's.
// Lifetime  borrows context and node. A table of an inner side that no seed reaches is made once.
// Errors    CapacityError "E0503" when the side that is kept does not fit.
// Source    semi, anti and outer joins as in any relational engine; Graefe 1993.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_block_join(ExecContext& context, const physical::Node& node,
                                          OperatorPtr outer, OperatorPtr inner,
                                          bool inner_is_fixed);

}  // namespace vouch::exec
