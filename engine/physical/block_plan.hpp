// engine/physical/block_plan.hpp — how a block (`not`, `maybe`, `exists`, `count`) is computed.
//
// Shape     once with the outer rows handed in, once with an inner side that runs by itself, which
//           is then merged or hashed; the caller takes the cheaper one. Rows are estimated the same
//           for all ways.
// Lifetime  values.
// Source    cost.hpp.
#pragma once

#include <vector>

#include "engine/logical/schema.hpp"
#include "engine/physical/planned.hpp"
#include "engine/settings.hpp"

namespace vouch::physical {

// `seeds`: rows handed in, by estimate; `columns`: those of the logical node.
[[nodiscard]] Planned applied(const logical::Apply& op, Planned outer, Planned inner, double seeds,
                              const std::vector<VariableId>& columns);

// Both sides planned by themselves; `like` is the plan by hand-in, whose estimates hold here too.
// A choice of joins other than by cost asks for that way: look-ups stand for a table of the outer
// side.
[[nodiscard]] Planned matched(const logical::Apply& op, Planned outer, Planned inner,
                              const Planned& like, JoinChoice choice);

}  // namespace vouch::physical
