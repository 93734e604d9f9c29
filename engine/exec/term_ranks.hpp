// engine/exec/term_ranks.hpp — the places of distinct terms in the total order.
//
// Shape     rank 0 is the least; equal terms have equal ids, so ranks are distinct.
// Lifetime  borrows context for the call.
// Source    expr::total_order; names of entities are fetched once, not per comparison.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/exec/context.hpp"
#include "engine/exec/key_table.hpp"

namespace vouch::exec {

// By number in `ids` (a table of width 1, all bound).
[[nodiscard]] std::vector<std::uint64_t> term_ranks(const KeyTable& ids, ExecContext& context);

}  // namespace vouch::exec
