// engine/physical/id_range.hpp — conditions on the object of a relation as a range of ids.
//
//   Filter(?v > 100)                  Filter(?v > 100)
//     scan ?x costs ?v [POS 1]   →      scan ?x costs ?v from 100 [POS 1]
//
// Shape     ids of integers and of dates are ordered as their values. The range leaves out only
// what the
//           condition surely refuses, so the condition stays above the scan as a recheck; values of
//           other kinds, for which it would be unknown and counted, rule the range out.
// Errors    none: no range where nothing is sure.
// Source    storage/term_id.hpp; docs/language.md, Rulings: dates are the intervals they name.
#pragma once

#include <optional>
#include <vector>

#include "engine/physical/plan.hpp"
#include "storage/store.hpp"

namespace vouch::physical {

struct IdRange {
  std::optional<TermId> low;
  std::optional<TermId> high;
};

// The values of `variable`, the object of `relation`, that the conditions leave; nothing: all of
// them.
[[nodiscard]] std::optional<IdRange> id_range(const std::vector<Expression>& conditions,
                                              VariableId variable, TermId relation,
                                              const storage::Snapshot& snapshot);

}  // namespace vouch::physical
