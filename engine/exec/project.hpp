// engine/exec/project.hpp — some of the columns, in a new order.
//
// Shape     takes the input's columns over where nothing changes place.
// Order     as the input's.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_project(ExecContext& context, const physical::Node& node,
                                       OperatorPtr input);

}  // namespace vouch::exec
