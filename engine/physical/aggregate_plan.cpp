#include "engine/physical/aggregate_plan.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/physical/access.hpp"
#include "engine/physical/cost.hpp"

namespace vouch::physical {

namespace {

bool is_plain_count(const logical::Aggregation& aggregation) {
  return aggregation.kind == expr::AggregateKind::count && aggregation.order.empty() &&
         !aggregation.limit;
}

// Do the rows come in runs of equal keys?
bool in_runs(const Node& input, const std::vector<VariableId>& keys) {
  if (keys.size() > input.sorted_by.size()) return false;
  return std::is_permutation(keys.begin(), keys.end(), input.sorted_by.begin(),
                             input.sorted_by.begin() + static_cast<std::ptrdiff_t>(keys.size()));
}

// A pattern whose every row is one key of the index: nothing repeated, nothing to check.
bool is_whole_range(const logical::TripleScan& scan) {
  if (scan.steps.size() != 1 || !scan.object_choices.empty()) return false;
  const Slot& s = scan.subject;
  const Slot& o = scan.object;
  const auto is_anything = [](const Slot& slot) { return slot.kind == Slot::Kind::anything; };
  if (is_anything(s) || is_anything(o)) return false;
  const auto is_local = [](const Slot& slot) {
    return slot.is_constant() && slot.constant.tag() == storage::IdTag::local;
  };
  if (is_local(s) || is_local(o)) return false;
  return !(s.is_variable() && o.is_variable() && s.variable == o.variable);
}

// `?s ?r ?o`: all triples but those of built-in relations, which the statistics have. Only triples
// about claims have to be looked at.
bool is_everything(const logical::TripleScan& scan) {
  return scan.steps.empty() && scan.object_choices.empty() &&
         logical::variables_of(scan).size() == 3;
}

// The node, or the one input of a join.
const logical::Node& only_input(const logical::Node& node) {
  const auto* join = std::get_if<logical::Join>(&node.op);
  return join != nullptr && join->inputs.size() == 1 ? join->inputs.front() : node;
}

bool is_step(const PathExpr& path) {
  if (const auto* choice = std::get_if<logical::PathChoice>(&path.node)) {
    return std::all_of(choice->parts.begin(), choice->parts.end(), [](const PathExpr& part) {
      return std::holds_alternative<logical::Step>(part.node);
    });
  }
  return std::holds_alternative<logical::Step>(path.node);
}
bool is_closure(const PathExpr& path) {
  const auto* repeat = std::get_if<logical::PathRepeat>(&path.node);
  return repeat != nullptr && repeat->least <= 1 && !repeat->most && is_step(*repeat->path);
}

// The columns that tell the rows of a node apart, where its rows are a set.
std::optional<std::vector<VariableId>> columns_of_set(const logical::Node& node) {
  if (const auto* triples = std::get_if<logical::TripleScan>(&node.op)) {
    return logical::variables_of(*triples);
  }
  if (const auto* path = std::get_if<logical::PathScan>(&node.op)) {
    return logical::variables_of(*path);
  }
  if (const auto* filter = std::get_if<logical::Filter>(&node.op)) {
    return columns_of_set(*filter->input);
  }
  const logical::Node& only = only_input(node);
  return &only == &node ? std::nullopt : columns_of_set(only);
}

}  // namespace

bool counts_only(const logical::Aggregate& aggregate) {
  return std::all_of(aggregate.aggregations.begin(), aggregate.aggregations.end(),
                     [](const logical::Aggregation& aggregation) {
                       return is_plain_count(aggregation) && aggregation.rows &&
                              !aggregation.distinct;
                     });
}

Planned aggregated(Planned input, const logical::Aggregate& aggregate,
                   std::vector<VariableId> columns) {
  optimize::Estimate estimate;
  for (const VariableId key : aggregate.keys) {
    estimate.distinct[key] = input.estimate.distinct_of(key);
  }
  estimate.rows =
      aggregate.keys.empty() ? 1 : std::min(input.node.rows, tuples_of(estimate, aggregate.keys));
  const bool runs = counts_only(aggregate) && in_runs(input.node, aggregate.keys);
  const double before = input.node.rows;
  const double cost =
      input.node.cost +
      (runs ? before * cost::kRunRow + estimate.rows * cost::kRow
            : cost::distinct(before) +
                  before * cost::kTest * static_cast<double>(aggregate.aggregations.size()));
  const double rows = estimate.rows;
  std::vector<VariableId> sorted_by;
  if (runs && !aggregate.keys.empty()) {
    sorted_by.assign(
        input.node.sorted_by.begin(),
        input.node.sorted_by.begin() + static_cast<std::ptrdiff_t>(aggregate.keys.size()));
  }
  Aggregate out{std::move(input.node), aggregate.keys, aggregate.aggregations, aggregate.weights,
                runs};
  return {make_node(std::move(out), std::move(columns), std::move(sorted_by), rows, cost),
          std::move(estimate)};
}

std::optional<Planned> range_count(const logical::Aggregate& aggregate,
                                   const optimize::Cardinality& cardinality) {
  const auto* scan = std::get_if<logical::TripleScan>(&only_input(*aggregate.input).op);
  if (scan == nullptr || aggregate.aggregations.size() != 1 || !aggregate.weights.empty()) {
    return std::nullopt;
  }
  const logical::Aggregation& count = aggregate.aggregations.front();
  const bool everything = is_everything(*scan);
  const bool by_relation =
      everything && aggregate.keys == std::vector<VariableId>{scan->relation.variable};
  if (!aggregate.keys.empty() && !by_relation) return std::nullopt;
  if (!is_plain_count(count) || !(everything || is_whole_range(*scan))) return std::nullopt;
  if (count.rows ? count.distinct
                 : !std::holds_alternative<expr::VariableRef>(count.argument->node)) {
    return std::nullopt;
  }
  if (!count.rows && count.distinct && logical::variables_of(*scan).size() != 1) {
    return std::nullopt;
  }
  TripleAccess access = scan_accesses(*scan).front();
  optimize::Estimate estimate;
  std::vector<VariableId> columns{count.result};
  if (by_relation) {
    estimate = cardinality.of(*scan);
    estimate.rows = estimate.distinct_of(aggregate.keys.front());
    estimate.distinct = {{aggregate.keys.front(), estimate.rows}};
    columns.insert(columns.begin(), aggregate.keys.front());
  }
  const double cost =
      everything ? cost::kOpen * std::max(estimate.rows, 1.0)
                 : cost::scan(cardinality.range_rows(*scan) * cost::kCountRow);
  const double rows = by_relation ? estimate.rows : 1;
  return Planned{make_node(RangeCount{std::move(access), count.result}, std::move(columns),
                           aggregate.keys, rows, cost),
                 std::move(estimate)};
}

std::optional<Planned> path_count(const logical::Aggregate& aggregate,
                                  const optimize::Cardinality& cardinality) {
  const auto* path = std::get_if<logical::PathScan>(&only_input(*aggregate.input).op);
  if (path == nullptr || !is_closure(path->path) || !path->object_choices.empty() ||
      !path->subject.is_variable() || !path->object.is_variable() ||
      path->subject.variable == path->object.variable) {
    return std::nullopt;
  }
  if (aggregate.aggregations.size() != 1 || !counts_only(aggregate) || !aggregate.weights.empty() ||
      aggregate.keys.size() > 1) {
    return std::nullopt;
  }
  PathCount count{*path, {}, aggregate.aggregations.front().result};
  std::vector<VariableId> columns{count.result};
  optimize::Estimate estimate;
  if (!aggregate.keys.empty()) {
    count.key = aggregate.keys.front();
    columns.insert(columns.begin(), *count.key);
    estimate.rows = cardinality.of(*path).distinct_of(*count.key);
    estimate.distinct[*count.key] = estimate.rows;
  }
  const optimize::PathEstimate steps = cardinality.of(path->path);
  const double cost = cost::kOpen + steps.sources * cost::kHashBuild +
                      cardinality.of(*path).rows * cost::kClosurePair;
  const double rows = estimate.rows;
  return Planned{make_node(std::move(count), std::move(columns), {}, rows, cost),
                 std::move(estimate)};
}

logical::Aggregate without_needless_distinct(const logical::Aggregate& aggregate,
                                             const logical::SeedSchemas& seeds) {
  logical::Aggregate out = aggregate;
  const logical::Schema input = logical::schema_of(*aggregate.input, seeds);
  const auto set = columns_of_set(*aggregate.input);
  for (logical::Aggregation& aggregation : out.aggregations) {
    if (!is_plain_count(aggregation) || !aggregation.argument) continue;
    const auto* ref = std::get_if<expr::VariableRef>(&aggregation.argument->node);
    if (ref == nullptr || !input.has(ref->variable) || input.may_be_unbound(ref->variable)) {
      continue;
    }
    std::vector<VariableId> told = aggregate.keys;
    told.push_back(ref->variable);
    const bool needless = set && std::all_of(set->begin(), set->end(), [&](VariableId v) {
                            return std::find(told.begin(), told.end(), v) != told.end();
                          });
    if (aggregation.distinct && !needless) continue;
    aggregation.distinct = false;
    aggregation.rows = true;
    aggregation.argument.reset();
  }
  return out;
}

}  // namespace vouch::physical
