// engine/exec/extend.hpp — rows with one more column, computed from the others.
//
// Shape     the expression's value per row; unbound where it has none.
// Order     as the input's.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_extend(ExecContext& context, const physical::Node& node,
                                      OperatorPtr input);

}  // namespace vouch::exec
