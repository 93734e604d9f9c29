// engine/exec/unnest.hpp — a row for each element of a list.
//
// Shape     a value that is no list gives one row, nothing gives none.
// Order     as the input's, elements in list order.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_unnest(ExecContext& context, const physical::Node& node,
                                      OperatorPtr input);

}  // namespace vouch::exec
