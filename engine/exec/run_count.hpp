// engine/exec/run_count.hpp — counts of rows that come in runs of equal keys.
//
// Shape     one row per run; without keys one row for all, also for none. Holds one run's count.
// Order     as the input's.
// Lifetime  borrows context and node.
// Errors    CapacityError "E0403" when a count goes beyond 64 bits.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_run_count(ExecContext& context, const physical::Node& node,
                                         OperatorPtr input);

}  // namespace vouch::exec
