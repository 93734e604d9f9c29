// engine/exec/range_count.hpp — one row: how many keys an index range has.
//
// Shape     asked of the index itself, which knows without visiting every key.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_range_count(ExecContext& context, const physical::Node& node);

}  // namespace vouch::exec
