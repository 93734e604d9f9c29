// engine/physical/shown.hpp — which computed values are only shown.
//
// Shape     marks each Extend and Aggregate whose results no operator compares by identity
//           (expressions compare values; groups and `distinct` know equal quantities by themselves).
//           Their quantities keep the unit they were computed in, also where the store knows an equal
//           one in another: `convert(7 nm, "µm")` is 0.007 µm.
#pragma once

#include <set>

#include "engine/physical/plan.hpp"

namespace vouch::physical {

// `compared`: logical::compared_variables() of the question.
void mark_shown(Node& node, const std::set<VariableId>& compared);

}  // namespace vouch::physical
