// engine/physical/planned.hpp — a physical node with what is estimated of its rows.
//
// Shape     small makers of nodes that several stages of lowering share; each sets columns,
// delivered
//           order, rows and cost, so that no node is ever half made.
// Units     cost of a node includes everything below it.
#pragma once

#include <utility>
#include <vector>

#include "engine/optimize/cardinality.hpp"
#include "engine/physical/plan.hpp"

namespace vouch::physical {

struct Planned {
  Node node;
  optimize::Estimate estimate;  // its rows are the node's
};

template <typename Op>
[[nodiscard]] Node make_node(Op op, std::vector<VariableId> columns,
                             std::vector<VariableId> sorted_by, double rows, double cost) {
  return Node{std::move(op), std::move(columns), std::move(sorted_by), rows, cost, 0};
}

// `share`: of the rows that pass.
[[nodiscard]] Planned filtered(Planned input, const Expression& condition, double share);
[[nodiscard]] Planned projected(Planned input, const std::vector<VariableId>& variables);
[[nodiscard]] Planned distinct(Planned input);
// One plan for the same rows as all of them; they have the same columns.
[[nodiscard]] Planned united(std::vector<Planned> inputs, bool without_repeats,
                             const optimize::Estimate& estimate);

// The rows a set of columns can have at most, as far as distinct values tell.
[[nodiscard]] double tuples_of(const optimize::Estimate& estimate,
                               const std::vector<VariableId>& variables);
// The leading part of a delivered order that only uses `variables`.
[[nodiscard]] std::vector<VariableId> order_within(const std::vector<VariableId>& sorted_by,
                                                   const std::vector<VariableId>& variables);
// Those of `left`, then those of `right` that are new.
[[nodiscard]] std::vector<VariableId> all_columns(const std::vector<VariableId>& left,
                                                  const std::vector<VariableId>& right);

}  // namespace vouch::physical
