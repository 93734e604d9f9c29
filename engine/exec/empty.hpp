// engine/exec/empty.hpp — no rows.
//
// Shape     exhausted from the start.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_empty(ExecContext& context, const physical::Node& node);

}  // namespace vouch::exec
