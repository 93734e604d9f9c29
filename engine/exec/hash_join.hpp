// engine/exec/hash_join.hpp — pairs of rows with equal keys, by a hash table of the right.
//
// Shape     the right side is read whole, its rows are stored group by group. An unbound key, on
//           either side, is compatible with every value, as are unbound values of other shared
//           variables.
// Order     as the left side's.
// Lifetime  borrows context and node. A right side that no seed reaches is read once for all opens.
// Errors    CapacityError "E0503" when the right side does not fit.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

struct HashJoinSettings {
  Columns keys;                 // none: every pair is looked at
  bool right_is_fixed = false;  // the same rows at every open
  std::string_view name = "hash join";
};
[[nodiscard]] OperatorPtr make_hash_join(ExecContext& context, const physical::Node& node,
                                         OperatorPtr left, OperatorPtr right,
                                         HashJoinSettings settings);

}  // namespace vouch::exec
