// engine/exec/build.hpp — from physical plan to operators.
//
// Shape     one operator per plan node, inputs first.
// Lifetime  operators borrow the node and the context.
// Errors    InternalError for a plan that contradicts itself.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr build(const physical::Node& node, ExecContext& context);

}  // namespace vouch::exec
