#include "engine/physical/planned.hpp"

#include <algorithm>

#include "engine/physical/cost.hpp"

namespace vouch::physical {

namespace {

bool contains(const std::vector<VariableId>& list, VariableId variable) {
  return std::find(list.begin(), list.end(), variable) != list.end();
}

}  // namespace

Planned filtered(Planned input, const Expression& condition, double share) {
  optimize::Estimate estimate = std::move(input.estimate);
  const double before = input.node.rows;
  estimate.limit(before * share);
  const double cost = input.node.cost + before * cost::kTest;
  std::vector<VariableId> columns = input.node.columns;
  std::vector<VariableId> sorted_by = input.node.sorted_by;
  Filter op{std::move(input.node), condition};
  return {make_node(std::move(op), std::move(columns), std::move(sorted_by), before * share, cost),
          std::move(estimate)};
}

Planned projected(Planned input, const std::vector<VariableId>& variables) {
  if (input.node.columns == variables) {
    return input;
  }
  const double rows = input.node.rows;
  const double cost = input.node.cost;
  std::vector<VariableId> sorted_by = order_within(input.node.sorted_by, variables);
  Project op{std::move(input.node), variables};
  return {make_node(std::move(op), variables, std::move(sorted_by), rows, cost),
          std::move(input.estimate)};
}

Planned distinct(Planned input) {
  optimize::Estimate estimate = std::move(input.estimate);
  const double before = input.node.rows;
  estimate.limit(std::min(before, tuples_of(estimate, input.node.columns)));
  const double cost = input.node.cost + cost::distinct(before);
  std::vector<VariableId> columns = input.node.columns;
  Distinct op{std::move(input.node)};
  const double rows = estimate.rows;
  return {make_node(std::move(op), std::move(columns), {}, rows, cost), std::move(estimate)};
}

Planned united(std::vector<Planned> inputs, bool without_repeats,
               const optimize::Estimate& estimate) {
  Union op;
  op.distinct = without_repeats;
  double cost = 0;
  std::vector<VariableId> columns;
  for (Planned& input : inputs) {
    cost += input.node.cost + input.node.rows * (without_repeats ? cost::kHashBuild : cost::kRow);
    columns = all_columns(columns, input.node.columns);
    op.inputs.push_back(std::move(input.node));
  }
  return {make_node(std::move(op), std::move(columns), {}, estimate.rows, cost), estimate};
}

double tuples_of(const optimize::Estimate& estimate, const std::vector<VariableId>& variables) {
  double tuples = 1;
  for (const VariableId variable : variables) {
    tuples = std::min(1e300, tuples * estimate.distinct_of(variable));
  }
  return tuples;
}

std::vector<VariableId> order_within(const std::vector<VariableId>& sorted_by,
                                     const std::vector<VariableId>& variables) {
  std::vector<VariableId> out;
  for (const VariableId variable : sorted_by) {
    if (!contains(variables, variable)) {
      break;
    }
    out.push_back(variable);
  }
  return out;
}

std::vector<VariableId> all_columns(const std::vector<VariableId>& left,
                                    const std::vector<VariableId>& right) {
  std::vector<VariableId> out = left;
  for (const VariableId variable : right) {
    if (!contains(out, variable)) {
      out.push_back(variable);
    }
  }
  return out;
}

}  // namespace vouch::physical
