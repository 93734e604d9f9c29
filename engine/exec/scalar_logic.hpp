// engine/exec/scalar_logic.hpp — constants, variables, and, or, not, if, coalesce.
//
// Shape     later operands are computed only for rows that the earlier ones leave open.
// Lifetime  borrows context.
// Source    three-valued logic as in SPARQL.
#pragma once

#include <vector>

#include "engine/exec/scalar.hpp"

namespace vouch::exec {

[[nodiscard]] ScalarPtr constant_scalar(TermId id);
[[nodiscard]] ScalarPtr column_scalar(std::uint32_t position);  // kNoColumn: unbound
[[nodiscard]] ScalarPtr logical_scalar(expr::LogicalOp op, std::vector<ScalarPtr> operands);
[[nodiscard]] ScalarPtr conditional_scalar(ScalarPtr condition, ScalarPtr then,
                                           ScalarPtr otherwise);
[[nodiscard]] ScalarPtr coalesce_scalar(std::vector<ScalarPtr> operands);

}  // namespace vouch::exec
