// engine/exec/top.hpp — the first rows by keys, of all or within each group.
//
// Shape     keeps candidates and cuts them back whenever they have doubled; rows that come after
//           the worst of a full set are dropped unseen where ids tell. A row without the first key
//           is left out.
// Order     by the group's values, then by the keys, then by the node's columns.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_top(ExecContext& context, const physical::Node& node,
                                   OperatorPtr input);

}  // namespace vouch::exec
