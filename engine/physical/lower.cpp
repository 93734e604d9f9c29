#include "engine/physical/lower.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "engine/logical/overloaded.hpp"
#include "engine/logical/print.hpp"
#include "engine/logical/rewrite.hpp"
#include "engine/logical/schema.hpp"
#include "engine/optimize/by_parts.hpp"
#include "engine/optimize/independent.hpp"
#include "engine/physical/aggregate_plan.hpp"
#include "engine/physical/block_plan.hpp"
#include "engine/physical/children.hpp"
#include "engine/physical/cost.hpp"
#include "engine/physical/join_order.hpp"
#include "engine/physical/narrow.hpp"
#include "engine/physical/parallel.hpp"
#include "engine/physical/planned.hpp"

namespace vouch::physical {

namespace {

using logical::Overloaded;
using logical::SeedSchemas;
using optimize::Estimate;

constexpr double kElements = 4;  // of a list that is unnested
constexpr double kWorthParts = 2000;  // cost from which parts, and blocks alone, are tried
constexpr double kWorthSortedTexts = 10'000;  // rows from which texts are tested in the order of ids

// What the enclosing Applies hand in.
struct Scope {
  SeedSchemas schemas;
  std::map<std::uint32_t, Estimate> estimates;
};

class Lowering {
 public:
  Lowering(const logical::Plan& plan, const storage::Snapshot& snapshot, const Settings& settings)
      : names_(plan.variables),
        cardinality_(snapshot),
        force_(settings.join),
        parts_(settings.parts),
        blocks_(settings.blocks),
        multiway_(settings.multiway),
        ranges_(!settings.passes_off.contains("push_ranges")) {}

  [[nodiscard]] Planned lower(const logical::Node& node, const Scope& scope) {
    return std::visit([&](const auto& op) { return lower_op(op, node, scope); }, node.op);
  }
  [[nodiscard]] const logical::VariableTable& names() const { return names_; }

 private:
  logical::VariableTable names_;  // and those of counts of parts
  optimize::Cardinality cardinality_;
  JoinChoice force_;
  Use parts_;
  Use blocks_;
  int block_tries_ = 32;  // blocks that are planned in more ways than one; each doubles the work
  Use multiway_;
  std::optional<VariableId> wanted_;  // by the node above, of the join about to be planned
  bool ranges_;  // may conditions narrow the ranges that scans read?

  // ---------------------------------------------------------------- leaves

  Planned lower_op(const logical::Unit&, const logical::Node&, const Scope&) {
    return {make_node(Unit{}, {}, {}, 1, cost::kOpen), {}};
  }
  Planned lower_op(const logical::Empty& empty, const logical::Node&, const Scope&) {
    Estimate estimate;
    estimate.rows = 0;
    return {make_node(Empty{empty.variables}, empty.variables, {}, 0, 0), estimate};
  }
  Planned lower_op(const logical::Values& values, const logical::Node&, const Scope&) {
    Estimate estimate;
    estimate.rows = static_cast<double>(values.rows.size());
    for (const VariableId variable : values.variables) {
      estimate.distinct[variable] = std::max(1.0, estimate.rows);
    }
    const double cost = cost::kOpen + estimate.rows * cost::kRow;
    return {make_node(Values{values}, values.variables, {}, estimate.rows, cost), estimate};
  }
  Planned lower_op(const logical::Seed& seed, const logical::Node&, const Scope& scope) {
    Estimate estimate;
    if (const auto found = scope.estimates.find(seed.id); found != scope.estimates.end()) {
      estimate = found->second;
    }
    const double cost = cost::kOpen + estimate.rows * cost::kRow;
    return {make_node(Seed{seed.id, seed.variables}, seed.variables, {}, estimate.rows, cost),
            estimate};
  }
  Planned lower_op(const logical::TripleScan&, const logical::Node& node, const Scope& scope) {
    return join({&node}, {}, scope);
  }
  Planned lower_op(const logical::ClaimScan&, const logical::Node& node, const Scope& scope) {
    return join({&node}, {}, scope);
  }
  Planned lower_op(const logical::PathScan&, const logical::Node& node, const Scope& scope) {
    return join({&node}, {}, scope);
  }
  Planned lower_op(const logical::WordSearch&, const logical::Node& node, const Scope& scope) {
    return join({&node}, {}, scope);
  }

  // ---------------------------------------------------------------- joins and blocks

  Planned lower_op(const logical::Join& op, const logical::Node&, const Scope& scope) {
    return join(logical_inputs(op), {}, scope);
  }

  static std::vector<const logical::Node*> logical_inputs(const logical::Join& op) {
    std::vector<const logical::Node*> out;
    for (const logical::Node& input : op.inputs) {
      out.push_back(&input);
    }
    return out;
  }

  // Filters directly above a Join or a pattern take part in the search for the join order.
  Planned lower_op(const logical::Filter& op, const logical::Node&, const Scope& scope) {
    std::vector<Expression> conditions = expr::conjuncts(op.condition);
    const logical::Node* below = &*op.input;
    while (const auto* filter = std::get_if<logical::Filter>(&below->op)) {
      std::vector<Expression> more = expr::conjuncts(filter->condition);
      conditions.insert(conditions.end(), more.begin(), more.end());
      below = &*filter->input;
    }
    if (const auto* inner = std::get_if<logical::Join>(&below->op)) {
      return join(logical_inputs(*inner), std::move(conditions), scope);
    }
    if (is_pattern(*below)) {
      return join({below}, std::move(conditions), scope);
    }
    Planned out = lower(*below, scope);
    for (const Expression& condition : conditions) {
      const double share = optimize::selectivity(condition, out.estimate);
      out = filtered(std::move(out), condition, share);
    }
    return out;
  }

  // A pattern below nothing but filters; the filters join the conditions.
  static const logical::Node* pattern_below(const logical::Node& node,
                                            std::vector<Expression>& conditions) {
    std::vector<Expression> found;
    const logical::Node* below = &node;
    while (const auto* filter = std::get_if<logical::Filter>(&below->op)) {
      std::vector<Expression> more = expr::conjuncts(filter->condition);
      found.insert(found.end(), more.begin(), more.end());
      below = &*filter->input;
    }
    if (!is_pattern(*below)) {
      return nullptr;
    }
    conditions.insert(conditions.end(), found.begin(), found.end());
    return below;
  }

  [[nodiscard]] static bool adds_nothing(const logical::Node& node) {
    const auto* seed = std::get_if<logical::Seed>(&node.op);
    return std::holds_alternative<logical::Unit>(node.op) ||
           (seed != nullptr && seed->variables.empty());
  }

  Planned join(const std::vector<const logical::Node*>& nodes, std::vector<Expression> conditions,
               const Scope& scope) {
    std::optional<VariableId> wanted = std::exchange(wanted_, std::nullopt);
    std::vector<const logical::Node*> kept;
    for (const logical::Node* node : nodes) {
      if (nodes.size() > 1 && adds_nothing(*node)) {
        continue;
      }
      const logical::Node* pattern = pattern_below(*node, conditions);
      kept.push_back(pattern != nullptr ? pattern : node);
    }
    sort_canonically(conditions);
    const std::vector<Expression> bounds = ranges_ ? conditions : std::vector<Expression>{};
    std::vector<JoinInput> inputs;
    for (const logical::Node* node : kept) {
      inputs.push_back(is_pattern(*node) ? pattern_input(*node, bounds, cardinality_)
                                         : planned_input(lower(*node, scope),
                                                         logical::schema_of(*node, scope.schemas)));
      inputs.back().canonical = canonical(*node);
    }
    if (!wanted && inputs.size() == 1 && inputs.front().estimate.rows > kWorthSortedTexts) {
      wanted = tested_text(conditions);
    }
    if (inputs.empty()) {
      const logical::Node unit{logical::Unit{}};
      inputs.push_back(planned_input(lower(unit, scope), {}));
    }
    return order_joins(JoinGraph(std::move(inputs), std::move(conditions), wanted), force_,
                       multiway_);
  }

  // A variable whose texts are looked into. In the order of their ids the dictionary is read block
  // by block.
  [[nodiscard]] static std::optional<VariableId> tested_text(
      const std::vector<Expression>& conditions) {
    for (const Expression& condition : conditions) {
      const auto* test = std::get_if<expr::TextTestOp>(&condition.node);
      const auto* match = std::get_if<expr::MatchesOp>(&condition.node);
      if (test == nullptr && match == nullptr) continue;
      const Expression& tested = test != nullptr ? *test->left : *match->operand;
      if (const auto* ref = std::get_if<expr::VariableRef>(&tested.node)) return ref->variable;
    }
    return std::nullopt;
  }

  // Texts that do not depend on where in the query a pattern stands.
  static std::string bits_of(TermId id) { return std::to_string(id.bits()); }
  [[nodiscard]] std::string canonical(const logical::Node& node) const {
    return logical::shape(node, names_, bits_of);
  }
  void sort_canonically(std::vector<Expression>& conditions) const {
    const logical::Namer namer = bits_of;
    const logical::Words words(names_, namer);
    std::stable_sort(conditions.begin(), conditions.end(),
                     [&](const Expression& a, const Expression& b) {
                       return words.expression(a) < words.expression(b);
                     });
  }

  Planned lower_op(const logical::Apply& op, const logical::Node& node, const Scope& scope) {
    const Planned outer = lower(*op.outer, scope);
    Estimate seed;
    for (const VariableId variable : op.correlated) {
      seed.distinct[variable] = outer.estimate.distinct_of(variable);
    }
    seed.rows = std::min(outer.node.rows, tuples_of(seed, op.correlated));
    Scope below = scope;
    below.schemas = logical::with_seed_of(op, scope.schemas);
    below.estimates[op.seed] = seed;
    Planned handed = applied(op, outer, lower(*op.inner, below), seed.rows,
                             logical::schema_of(node, scope.schemas).variables);
    const bool worth = handed.node.cost - outer.node.cost > kWorthParts && block_tries_ > 0;
    if (blocks_ == Use::never || (blocks_ == Use::by_cost && !worth)) return handed;
    const auto alone = optimize::independent(op, scope.schemas);
    return alone ? cheaper_block(op, outer, *alone, std::move(handed), scope) : std::move(handed);
  }

  // The block with its inner side by itself, where that is cheaper than handing rows in.
  Planned cheaper_block(const logical::Apply& op, const Planned& outer, const logical::Node& alone,
                        Planned handed, const Scope& scope) {
    if (block_tries_ > 0) --block_tries_;
    const std::vector<VariableId> key{op.correlated.front()};
    const Planned inner = lower_in_order(alone, key, scope);
    std::vector<Planned> ways;
    if (order_within(outer.node.sorted_by, key).empty()) {
      ways.push_back(matched(op, lower_in_order(*op.outer, key, scope), inner, handed, force_));
    }
    ways.push_back(matched(op, outer, inner, handed, force_));
    Planned out = blocks_ == Use::always ? ways.front() : std::move(handed);
    for (Planned& way : ways) {
      if (way.node.cost < out.node.cost) out = std::move(way);
    }
    return out;
  }

  // ---------------------------------------------------------------- one input

  Planned lower_op(const logical::Extend& op, const logical::Node&, const Scope& scope) {
    Planned input = lower(*op.input, scope);
    const double rows = input.node.rows;
    const double cost = input.node.cost + rows * cost::kTest;
    std::vector<VariableId> columns = all_columns(input.node.columns, {op.variable});
    std::vector<VariableId> sorted_by = input.node.sorted_by;
    Extend out{std::move(input.node), op.variable, op.value};
    return {make_node(std::move(out), std::move(columns), std::move(sorted_by), rows, cost),
            std::move(input.estimate)};
  }
  Planned lower_op(const logical::Unnest& op, const logical::Node&, const Scope& scope) {
    Planned input = lower(*op.input, scope);
    const double rows = input.node.rows * kElements;
    const double cost = input.node.cost + rows * cost::kRow;
    std::vector<VariableId> columns = all_columns(input.node.columns, {op.variable});
    Estimate estimate = input.estimate;
    estimate.rows = rows;
    Unnest out{std::move(input.node), op.variable, op.list};
    return {make_node(std::move(out), std::move(columns), {}, rows, cost), std::move(estimate)};
  }
  Planned lower_op(const logical::Union& op, const logical::Node&, const Scope& scope) {
    std::vector<Planned> inputs;
    Estimate estimate;
    estimate.rows = 0;
    for (const logical::Node& input : op.inputs) {
      inputs.push_back(lower(input, scope));
      estimate.rows += inputs.back().node.rows;
      for (const VariableId column : inputs.back().node.columns) {
        estimate.distinct[column] += inputs.back().estimate.distinct_of(column);
      }
    }
    estimate.limit(estimate.rows);
    return united(std::move(inputs), false, estimate);
  }
  Planned lower_op(const logical::Distinct& op, const logical::Node&, const Scope& scope) {
    Planned whole = distinct(lower(*op.input, scope));
    if (!tries_parts(whole)) return whole;
    return cheapest(std::move(whole), optimize::by_parts(op, scope.schemas), scope);
  }
  Planned lower_op(const logical::Project& op, const logical::Node&, const Scope& scope) {
    return projected(lower(*op.input, scope), op.variables);
  }
  // Rows sorted by the first key may save a table.
  Planned lower_in_order(const logical::Node& node, const std::vector<VariableId>& keys,
                         const Scope& scope) {
    if (keys.empty()) return lower(node, scope);
    wanted_ = keys.front();
    Planned out = lower(node, scope);
    wanted_.reset();
    return out;
  }
  Planned lower_op(const logical::Aggregate& op, const logical::Node& node, const Scope& scope) {
    if (auto count = range_count(op, cardinality_)) return *std::move(count);
    const logical::Aggregate simpler = without_needless_distinct(op, scope.schemas);
    if (auto count = path_count(simpler, cardinality_)) return *std::move(count);
    const bool runs = counts_only(simpler);
    Planned input = runs ? lower_in_order(*op.input, op.keys, scope) : lower(*op.input, scope);
    Planned whole = aggregated(std::move(input), simpler,
                               logical::schema_of(node, scope.schemas).variables);
    if (!tries_parts(whole)) return whole;
    return cheapest(std::move(whole), optimize::by_parts(simpler, scope.schemas, names_), scope);
  }

  // Is the plan worth looking for one that works part by part?
  [[nodiscard]] bool tries_parts(const Planned& whole) const {
    return parts_ == Use::always || (parts_ == Use::by_cost && whole.node.cost > kWorthParts);
  }
  // The plan, or a cheaper one of the others; in these, parts are not looked for again.
  Planned cheapest(Planned plan, const std::vector<logical::Node>& others, const Scope& scope) {
    const Use before = std::exchange(parts_, Use::never);
    bool forced = before == Use::always;
    for (const logical::Node& other : others) {
      Planned next = lower(other, scope);
      if (forced || next.node.cost < plan.node.cost) plan = std::move(next);
      forced = false;
    }
    parts_ = before;
    return plan;
  }

  // ---------------------------------------------------------------- order and limits

  // Ties are broken by the columns of the logical schema, left to right: the plan must have them
  // so.
  Planned pinned(const logical::Node& input, const Scope& scope) {
    Planned out = lower(input, scope);
    const std::vector<VariableId> columns = logical::schema_of(input, scope.schemas).variables;
    return out.node.columns == columns ? out : projected(std::move(out), columns);
  }
  Planned lower_op(const logical::Sort& op, const logical::Node&, const Scope& scope) {
    Planned input = pinned(*op.input, scope);
    const double rows = input.node.rows;
    const double cost = input.node.cost + cost::sort(rows);
    std::vector<VariableId> columns = input.node.columns;
    Sort out{std::move(input.node), op.keys};
    return {make_node(std::move(out), std::move(columns), {}, rows, cost),
            std::move(input.estimate)};
  }
  Planned lower_op(const logical::Top& op, const logical::Node&, const Scope& scope) {
    Planned input = pinned(*op.input, scope);
    const double before = input.node.rows;
    const auto most = static_cast<double>(op.count);
    double groups = 1;
    for (const Expression& part : op.per) {
      const auto* variable = std::get_if<expr::VariableRef>(&part.node);
      groups *= variable == nullptr ? before : input.estimate.distinct_of(variable->variable);
    }
    Estimate estimate = input.estimate;
    estimate.limit(std::min(before, most * groups));
    const double cost = input.node.cost + before * std::log2(std::max(2.0, most)) * cost::kSort;
    std::vector<VariableId> columns = input.node.columns;
    const double rows = estimate.rows;
    Top out{std::move(input.node), op.count, op.keys, op.per};
    return {make_node(std::move(out), std::move(columns), {}, rows, cost), std::move(estimate)};
  }
  Planned lower_op(const logical::Slice& op, const logical::Node&, const Scope& scope) {
    Planned input = lower(*op.input, scope);
    const double groups = op.per.empty() ? 1 : tuples_of(input.estimate, op.per);
    const double skipped = std::max(0.0, input.node.rows - static_cast<double>(op.offset) * groups);
    Estimate estimate = input.estimate;
    estimate.limit(op.limit ? std::min(skipped, static_cast<double>(*op.limit) * groups) : skipped);
    const double cost = input.node.cost + input.node.rows * cost::kRow;
    std::vector<VariableId> columns = input.node.columns;
    std::vector<VariableId> sorted_by = input.node.sorted_by;
    const double rows = estimate.rows;
    Slice out{std::move(input.node), op.offset, op.limit, op.per};
    return {make_node(std::move(out), std::move(columns), std::move(sorted_by), rows, cost),
            std::move(estimate)};
  }
};

// Preorder: a node before what is below it, left before right.
void number(Node& node, std::uint32_t& next) {
  node.id = next++;
  for (Node* child : children(node)) {
    number(*child, next);
  }
}

}  // namespace

Plan lower(const logical::Plan& plan, const storage::Snapshot& snapshot, const Settings& settings) {
  Lowering lowering(plan, snapshot, settings);
  Planned root = lowering.lower(plan.root, {});
  if (root.node.columns != plan.columns) {
    root = projected(std::move(root), plan.columns);
  }
  if (!settings.passes_off.contains("prune_variables")) {
    narrow(root.node, plan.columns);
  }
  Plan out{std::move(root.node), lowering.names(), plan.columns, 0};
  split_for_workers(out.root, out.variables, settings);
  number(out.root, out.nodes);
  return out;
}

}  // namespace vouch::physical
