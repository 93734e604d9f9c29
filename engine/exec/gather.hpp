// engine/exec/gather.hpp — a plan computed by several workers, each for parts of the driving scan.
//
// Shape     the values of the driver's first free place are cut into more parts than there are
//           workers; a worker takes the next part, runs the plan for it and hands its batches over.
//           Each worker has a snapshot of the same commit, terms, cursors and tables of its own.
// Order     any.
// Lifetime  borrows context and node; workers end before it does.
// Errors    the first one of any worker, once; the others are stopped. The memory budget is one.
// Threads   next() belongs to the execution's thread. Where no second snapshot can be had (inside
//           an update, or the store was changed) all is done in that thread.
// Source    morsel-driven parallelism: Leis et al. 2014.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_gather(ExecContext& context, const physical::Node& node);

}  // namespace vouch::exec
