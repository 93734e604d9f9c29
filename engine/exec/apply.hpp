// engine/exec/apply.hpp — an inner plan for each outer row: joins, maybe, not, exists, count.
//
// Shape     takes outer rows in chunks; the distinct values of the correlated variables are the
//           seed of one run of the inner plan, whose rows are hashed back to the outer ones. Where
//           correlated values are unbound, the inner plan runs once per set of bound ones and may
//           fill the others in.
// Order     as the outer side's.
// Units     a chunk has 1024 rows first, then eight times more each time while memory allows.
// Lifetime  borrows context and node.
// Source    sideways information passing; "Unnesting Arbitrary Queries", Neumann & Kemper 2015.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_apply(ExecContext& context, const physical::Node& node,
                                     OperatorPtr outer, OperatorPtr inner);

}  // namespace vouch::exec
