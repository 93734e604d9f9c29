// engine/exec/values.hpp — rows written in the query.
//
// Shape     constant expressions, computed when opened; cells may be unbound.
// Order     as written.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_values(ExecContext& context, const physical::Node& node);

}  // namespace vouch::exec
