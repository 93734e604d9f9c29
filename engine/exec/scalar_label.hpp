// engine/exec/scalar_label.hpp — label(?x) without decoding: from the entity's id to the label's.
//
// Shape     a plain label's id is the answer; everything else is worked out by the function itself.
// Lifetime  borrows context and the expression.
#pragma once

#include "engine/exec/scalar.hpp"

namespace vouch::exec {

// `function` must be `label`.
[[nodiscard]] ScalarPtr label_scalar(const expr::FunctionOp& function, ScalarPtr entity,
                                     ExecContext& context);

}  // namespace vouch::exec
