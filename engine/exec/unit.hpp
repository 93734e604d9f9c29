// engine/exec/unit.hpp — one row without columns; where a plan starts from nothing.
//
// Shape     one batch of one row.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_unit(ExecContext& context, const physical::Node& node);

}  // namespace vouch::exec
