// engine/exec/seed.hpp — the rows an enclosing Apply hands in.
//
// Shape     a leaf: columns of the seed by variable.
// Order     as handed in, distinct.
// Lifetime  the rows live in the Apply, from its open of the inner side until the next.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_seed(ExecContext& context, const physical::Node& node);

}  // namespace vouch::exec
