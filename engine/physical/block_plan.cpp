#include "engine/physical/block_plan.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/physical/cost.hpp"

namespace vouch::physical {

namespace {

using logical::ApplyKind;
using optimize::Estimate;

constexpr double kMatched =
    0.9;  // of outer rows at most that have an inner row, as far as we trust
constexpr double kNever = std::numeric_limits<double>::infinity();

Estimate estimate_of(const logical::Apply& op, const Planned& outer, const Planned& inner,
                     double each) {
  const double matched = std::min(each, kMatched);
  Estimate estimate = outer.estimate;
  for (const auto& [variable, values] : inner.estimate.distinct) {
    estimate.distinct.emplace(variable, values);
  }
  switch (op.kind) {
    case ApplyKind::inner: estimate.rows *= each; break;
    case ApplyKind::left: estimate.rows *= std::max(1.0, each); break;
    case ApplyKind::semi: estimate.rows *= matched; break;
    case ApplyKind::anti: estimate.rows *= 1 - matched; break;
    case ApplyKind::mark:
    case ApplyKind::count: break;
  }
  estimate.limit(estimate.rows);
  return estimate;
}

bool sorted_by(const Node& node, VariableId key) {
  return !node.sorted_by.empty() && node.sorted_by.front() == key;
}

struct Way {
  BlockWay way;
  double cost;
};

Way cheapest_way(const logical::Apply& op, const Node& outer, const Node& inner,
                 JoinChoice choice) {
  const bool merges = op.correlated.size() == 1 && sorted_by(outer, op.correlated.front()) &&
                      sorted_by(inner, op.correlated.front());
  const Way merge{BlockWay::merge, merges ? cost::merge(outer.rows, inner.rows) : kNever};
  const Way build_inner{BlockWay::build_inner, cost::hash(outer.rows, inner.rows)};
  const Way build_outer{BlockWay::build_outer,
                        cost::hash(inner.rows, outer.rows) + outer.rows * cost::kRow};
  switch (choice) {
    case JoinChoice::by_cost: break;
    case JoinChoice::merge: return merges ? merge : build_inner;
    case JoinChoice::hash: return build_inner;
    case JoinChoice::lookup: return build_outer;
  }
  return std::min({merge, build_inner, build_outer},
                  [](const Way& a, const Way& b) { return a.cost < b.cost; });
}

}  // namespace

Planned applied(const logical::Apply& op, Planned outer, Planned inner, double seeds,
                const std::vector<VariableId>& columns) {
  Estimate estimate = estimate_of(op, outer, inner, inner.node.rows / std::max(1.0, seeds));
  const double cost = outer.node.cost + inner.node.cost +
                      cost::hash(outer.node.rows, inner.node.rows) + estimate.rows * cost::kRow;
  const double rows = estimate.rows;
  Apply out{op.kind, op.seed, op.correlated, op.result, {}, {}};
  std::vector<VariableId> all = all_columns(outer.node.columns, columns);
  std::vector<VariableId> sorted_by = outer.node.sorted_by;
  out.outer = std::move(outer.node);
  out.inner = std::move(inner.node);
  return {make_node(std::move(out), std::move(all), std::move(sorted_by), rows, cost),
          std::move(estimate)};
}

Planned matched(const logical::Apply& op, Planned outer, Planned inner, const Planned& like,
                JoinChoice choice) {
  const Way way = cheapest_way(op, outer.node, inner.node, choice);
  const double cost =
      outer.node.cost + inner.node.cost + way.cost + like.node.rows * cost::kRow;
  BlockJoin out{op.kind, way.way, op.correlated, op.result, {}, {}};
  std::vector<VariableId> sorted_by = outer.node.sorted_by;
  out.outer = std::move(outer.node);
  out.inner = std::move(inner.node);
  return {make_node(std::move(out), like.node.columns, std::move(sorted_by), like.node.rows, cost),
          like.estimate};
}

}  // namespace vouch::physical
