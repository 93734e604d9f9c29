// engine/exec/distinct.hpp — each row once.
//
// Shape     a hash table of the rows given so far; unbound equals unbound.
// Order     as the input's.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_distinct(ExecContext& context, const physical::Node& node,
                                        OperatorPtr input);

}  // namespace vouch::exec
