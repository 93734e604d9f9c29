// engine/exec/scalar_compare.hpp — comparison of two columns, by id where ids say enough.
//
// Shape     integers and short texts compare as ids in any way; entities, booleans and texts are
//           equal when their ids are; all else is decoded, once per distinct pair.
// Lifetime  borrows context.
#pragma once

#include "engine/exec/scalar.hpp"

namespace vouch::exec {

[[nodiscard]] ScalarPtr compare_scalar(expr::Comparison op, bool possibly, ScalarPtr left,
                                       ScalarPtr right, ExecContext& context);

}  // namespace vouch::exec
