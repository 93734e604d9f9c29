// engine/exec/union.hpp — all rows of all inputs, perhaps without repeats.
//
// Shape     columns are aligned by variable; one that an input lacks is unbound there.
// Order     input after input.
// Lifetime  borrows context and node; with `distinct` it holds every row it gave.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_union(ExecContext& context, const physical::Node& node,
                                     Inputs inputs);

}  // namespace vouch::exec
