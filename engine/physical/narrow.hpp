// engine/physical/narrow.hpp — columns that nobody above reads are not carried along.
//
// Shape     from the root down: what a node's parent reads, and what it reads itself. Rows stay the
// same,
//           only their columns become fewer; every node keeps at least one.
// Order     columns keep their sequence; a delivered order ends where its column was dropped.
#pragma once

#include <vector>

#include "engine/physical/plan.hpp"

namespace vouch::physical {

void narrow(Node& node, const std::vector<VariableId>& read);

}  // namespace vouch::physical
