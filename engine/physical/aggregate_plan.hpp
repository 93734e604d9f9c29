// engine/physical/aggregate_plan.hpp — how an Aggregate is computed once its input is planned.
//
// Shape     plain counts over rows sorted by the keys go run by run, without a table; the number
//           of keys in one index range is asked of the index; the rest goes to a table of groups.
// Lifetime  values.
#pragma once

#include <optional>
#include <vector>

#include "engine/logical/schema.hpp"
#include "engine/optimize/cardinality.hpp"
#include "engine/physical/planned.hpp"

namespace vouch::physical {

// Only counts of rows: nothing is asked of the rows but their keys and weights.
[[nodiscard]] bool counts_only(const logical::Aggregate& aggregate);
// `columns`: the keys and results.
[[nodiscard]] Planned aggregated(Planned input, const logical::Aggregate& aggregate,
                                 std::vector<VariableId> columns);
// `count(*)` of one pattern that is an index range, each key of it a row.
[[nodiscard]] std::optional<Planned> range_count(const logical::Aggregate& aggregate,
                                                 const optimize::Cardinality& cardinality);
// Counts of the pairs of a path of one step without end, whose ends are free.
[[nodiscard]] std::optional<Planned> path_count(const logical::Aggregate& aggregate,
                                                const optimize::Cardinality& cardinality);
// `count(distinct ?x)` of patterns whose rows differ in ?x within each group anyway, and counts of
// values that are always there, become counts of rows.
[[nodiscard]] logical::Aggregate without_needless_distinct(const logical::Aggregate& aggregate,
                                                           const logical::SeedSchemas& seeds);

}  // namespace vouch::physical
