// engine/physical/shown.hpp — which computed values are only shown.
//
// Shape     marks each Extend between the root and the first operator that compares ids (expressions
//           compare values). Its quantities keep the unit they were computed in, also where the store
//           knows an equal one in another: `convert(7 nm, "µm")` is 0.007 µm.
#pragma once

#include "engine/physical/plan.hpp"

namespace vouch::physical {

void mark_shown(Node& root);

}  // namespace vouch::physical
