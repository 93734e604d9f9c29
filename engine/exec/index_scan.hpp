// engine/exec/index_scan.hpp — the triples or claims that match a pattern of constants.
//
// Shape     one range of one index, straight into the batch where nothing is to be checked.
// Order     of the index. A hint to skip becomes a seek where the rows are sorted by the skipped
//           column.
// Lifetime  borrows context and node.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_triple_scan(ExecContext& context, const physical::Node& node);
[[nodiscard]] OperatorPtr make_claim_scan(ExecContext& context, const physical::Node& node);

}  // namespace vouch::exec
