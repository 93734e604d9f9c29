// engine/exec/path_count.hpp — how many pairs of ends a path of one step without end has.
//
// Shape     counted from sets of sources, no pair is made. With a key one row per value of that end
//           that has a pair; without, one row.
// Lifetime  borrows context and node.
// Errors    CapacityError "E0503" memory.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_path_count(ExecContext& context, const physical::Node& node);

}  // namespace vouch::exec
