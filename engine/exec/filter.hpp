// engine/exec/filter.hpp — rows for which a condition is true.
//
// Shape     the conditions joined by `and` are tested one after another on the rows still left; a
//           row for which the whole is unknown is left out and counted (notes.dropped_unknown).
// Order     as the input's.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_filter(ExecContext& context, const physical::Node& node,
                                      OperatorPtr input);

}  // namespace vouch::exec
