// engine/physical/access.hpp — which index range answers a pattern: order, prefix, delivered order.
//
// Shape     every set of bound places is the prefix of some order, so a pattern is always one
// range.
//           An inverse step swaps subject and object.
// Order     places after the prefix that are variables, up to the first that is `anything`.
// Lifetime  values.
// Source    docs/storage-format.md: four orders of triples, three of claims.
#pragma once

#include <vector>

#include "engine/physical/plan.hpp"

namespace vouch::physical {

// Is the variable bound before the range is opened?
using BoundVariables = std::vector<VariableId>;

// One step or none.
[[nodiscard]] bool is_one_range(const logical::TripleScan& scan);
[[nodiscard]] bool is_one_range(const logical::ClaimScan& scan);
// The pattern as patterns of one step each.
[[nodiscard]] std::vector<logical::TripleScan> ranges_of(const logical::TripleScan& scan);
[[nodiscard]] std::vector<logical::ClaimScan> ranges_of(const logical::ClaimScan& scan);
// And one for each alternative for the object: none when it has none.
[[nodiscard]] std::vector<logical::ClaimScan> object_ranges_of(const logical::ClaimScan& scan);
// Is the place after the prefix the one that has alternatives, so that each is a range of its own?
[[nodiscard]] bool choices_lead(const TripleAccess& access);

// All ways to scan it alone, the longest prefix only: one per delivered order.
[[nodiscard]] std::vector<TripleAccess> scan_accesses(const logical::TripleScan& scan);
[[nodiscard]] std::vector<ClaimAccess> scan_accesses(const logical::ClaimScan& scan);
// The way to look it up for rows that bind `bound`.
[[nodiscard]] TripleAccess lookup_access(const logical::TripleScan& scan,
                                         const BoundVariables& bound);
[[nodiscard]] ClaimAccess lookup_access(const logical::ClaimScan& scan,
                                        const BoundVariables& bound);

// The places of an access in its order's sequence.
[[nodiscard]] std::vector<Slot> places_of(const TripleAccess& access);
[[nodiscard]] std::vector<Slot> places_of(const ClaimAccess& access);
[[nodiscard]] std::vector<VariableId> delivered_order(const TripleAccess& access);
[[nodiscard]] std::vector<VariableId> delivered_order(const ClaimAccess& access);
// Can repeated rows be told by looking at the row before? Else the scan remembers its rows.
[[nodiscard]] bool repeats_are_adjacent(const TripleAccess& access);

}  // namespace vouch::physical
