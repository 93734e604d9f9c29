// engine/exec/slice.hpp — rows after an offset, up to a limit, perhaps per group.
//
// Shape     with `per` rows are counted within each group of equal values.
// Order     as the input's.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_slice(ExecContext& context, const physical::Node& node,
                                     OperatorPtr input);

}  // namespace vouch::exec
