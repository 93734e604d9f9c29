// engine/exec/path_join.hpp — pairs of ends of a path, alone or for each left row.
//
// Shape     an end is a constant, a value of the left row, free, or anything (then it never
//           multiplies rows). Searches start at a bound end; with both bound, at the side with
//           fewer of them. Pairs are distinct. `a*` and `a?` relate every term to itself.
// Order     as the left side's.
// Lifetime  borrows context and node.
// Errors    CapacityError "E0503" memory, "E0504" a path too long to write out.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_path_scan(ExecContext& context, const physical::Node& node);
[[nodiscard]] OperatorPtr make_path_join(ExecContext& context, const physical::Node& node,
                                         OperatorPtr left);

}  // namespace vouch::exec
