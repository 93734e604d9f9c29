#include "engine/physical/join_option.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/invariant.hpp"
#include "engine/physical/access.hpp"
#include "engine/physical/cost.hpp"
#include "engine/physical/multiway.hpp"

namespace vouch::physical {

// Two sets about to be joined, and what the join makes.
struct PlanSets::Pair {
  std::size_t left_id;
  std::size_t right_id;
  std::size_t target_id;
  const PlanSet& left;
  const PlanSet& right;
  PlanSet& target;
  const JoinInput* probe;  // the right side, when it is one input
  IndexSet shared;
  IndexSet nullable;     // shared variables that one side may leave unbound
  IndexSet probe_tests;  // conditions left to test when the right side did not run by itself
  IndexSet join_tests;   // and when it did
  double joined;         // rows before those tests
  double probe_joined;
};

namespace {

double rows_without(const SetFacts& facts, const IndexSet& conditions, const JoinGraph& graph) {
  double share = 1;
  for (const std::size_t condition : conditions.indexes()) {
    share *= graph.share(condition);
  }
  return share > 0 ? facts.rows / share : facts.rows;
}

void insert(std::vector<Option>& options, const Option& option) {
  for (const Option& other : options) {
    const bool covers = option.sorted == kUnsorted || option.sorted == other.sorted;
    if (covers && !better(option, other)) {
      return;
    }
  }
  std::erase_if(options, [&](const Option& other) {
    return (other.sorted == kUnsorted || option.sorted == other.sorted) && !better(other, option);
  });
  options.push_back(option);
}

}  // namespace

bool better(const Option& a, const Option& b) {
  return a.misses != b.misses ? a.misses < b.misses : a.cost < b.cost;
}

PlanSets::PlanSets(const JoinGraph& graph, JoinChoice force, Use multiway)
    : graph_(graph), force_(force), multiway_(multiway), look_ups_(graph.size()) {
  for (std::size_t i = 0; i < graph.size(); ++i) {
    add_leaf(i);
  }
}

void PlanSets::add_leaf(std::size_t input) {
  IndexSet inputs;
  inputs.add(input);
  PlanSet& set = sets_.emplace_back(PlanSet{graph_.facts_of(inputs), {}});
  const std::vector<Planned>& ways = graph_.input(input).alone;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    Option option;
    option.right_option = i;
    option.joined_cost = ways[i].node.cost;
    option.cost = option.joined_cost + tests_cost(ways[i].node.rows, set.facts.conditions);
    if (!ways[i].node.sorted_by.empty()) {
      const std::size_t sorted = graph_.index_of(ways[i].node.sorted_by.front());
      option.sorted = sorted != SIZE_MAX && graph_.is_interesting(sorted) ? sorted : kUnsorted;
    }
    insert(set.options, option);
  }
}

std::size_t PlanSets::add(const IndexSet& inputs) {
  sets_.push_back({graph_.facts_of(inputs), {}});
  return sets_.size() - 1;
}

bool PlanSets::connected(std::size_t left, std::size_t right) const {
  const SetFacts& a = sets_[left].facts;
  const SetFacts& b = sets_[right].facts;
  if (a.variables.intersects(b.variables)) {
    return true;
  }
  const auto searches = [this](const SetFacts& from, const SetFacts& in) {
    const std::vector<std::size_t> inputs = from.inputs.indexes();
    return std::any_of(inputs.begin(), inputs.end(), [&](std::size_t input) {
      return graph_.needs(input).intersects(in.variables);
    });
  };
  return searches(a, b) || searches(b, a);
}

const Option* PlanSets::best(std::size_t set) const {
  const std::vector<Option>& options = sets_[set].options;
  const auto at = std::min_element(options.begin(), options.end(), better);
  return at == options.end() ? nullptr : &*at;
}

void PlanSets::add_multiway(std::size_t set) {
  if (multiway_ == Use::never) return;
  PlanSet& target = sets_[set];
  const auto way = multiway_of(graph_, target.facts.inputs);
  if (!way) return;
  Option option;
  option.algorithm = Algorithm::multiway;
  option.misses = miss(Algorithm::multiway);
  option.joined_cost = way->cost;
  option.cost = way->cost + tests_cost(way->rows, target.facts.conditions);
  if (multiway_ == Use::always) target.options.clear();
  insert(target.options, option);
}

// ------------------------------------------------------------------ the algorithms

void PlanSets::combine(std::size_t left, std::size_t right, std::size_t target) {
  const PlanSet& l = sets_[left];
  const PlanSet& r = sets_[right];
  PlanSet& t = sets_[target];
  if (l.options.empty()) {
    return;
  }
  const IndexSet shared = l.facts.variables & r.facts.variables;
  const IndexSet probe_tests = t.facts.conditions - l.facts.conditions;
  const IndexSet join_tests = probe_tests - r.facts.conditions;
  const Pair pair{left,
                  right,
                  target,
                  l,
                  r,
                  t,
                  r.facts.inputs.size() == 1 ? &graph_.input(r.facts.inputs.least()) : nullptr,
                  shared,
                  shared & (l.facts.nullable | r.facts.nullable),
                  probe_tests,
                  join_tests,
                  rows_without(t.facts, join_tests, graph_),
                  rows_without(t.facts, probe_tests, graph_)};
  if (pair.probe != nullptr) {
    try_probe(pair);
  }
  if (r.options.empty()) {
    return;
  }
  if (shared.empty()) {
    try_nested(pair);
  } else {
    try_hash(pair);
    try_merge(pair);
  }
}

void PlanSets::add_option(const Pair& pair, Option option, double work, Algorithm algorithm) {
  const bool probed = algorithm == Algorithm::lookup || algorithm == Algorithm::path ||
                      algorithm == Algorithm::search;
  const Option& left = pair.left.options[option.left_option];
  const double rows = probed ? pair.probe_joined : pair.joined;
  option.algorithm = algorithm;
  option.left = pair.left_id;
  option.right = pair.right_id;
  option.misses = left.misses + miss(algorithm);
  option.joined_cost = left.cost + work + rows * cost::kRow;
  if (!probed) {
    const Option& right = pair.right.options[option.right_option];
    option.misses += right.misses;
    option.joined_cost += right.cost;
  }
  option.cost = option.joined_cost + tests_cost(rows, probed ? pair.probe_tests : pair.join_tests);
  if (option.cost <= cost_most_) insert(pair.target.options, option);
}

void PlanSets::try_probe(const Pair& pair) {
  if (std::holds_alternative<logical::TripleScan>(pair.probe->probe) ||
      std::holds_alternative<logical::ClaimScan>(pair.probe->probe)) {
    if (!pair.shared.empty()) {
      try_lookup(pair, look_up_of(pair.right.facts.inputs.least(), pair.shared));
    }
  } else if (const auto* path = std::get_if<logical::PathScan>(&pair.probe->probe)) {
    try_path(pair, *path);
  } else if (std::holds_alternative<logical::WordSearch>(pair.probe->probe)) {
    try_search(pair);
  }
}

const PlanSets::LookUp& PlanSets::look_up_of(std::size_t input, const IndexSet& by) {
  std::vector<LookUp>& known = look_ups_[input];
  const auto same = std::ranges::find(known, by, &LookUp::by);
  if (same != known.end()) return *same;
  const auto note = [&](const auto& access) -> const LookUp& {
    return known.emplace_back(by, places_of(access), access.prefix);
  };
  const auto& pattern = graph_.input(input).probe;
  if (const auto* triples = std::get_if<logical::TripleScan>(&pattern)) {
    return note(lookup_access(*triples, listed(by)));
  }
  return note(lookup_access(std::get<logical::ClaimScan>(pattern), listed(by)));
}

// Rows touched per left row: the range of the constants, thinned by each variable of the prefix. A
// claim that is bound is one record.
void PlanSets::try_lookup(const Pair& pair, const LookUp& look_up) {
  const auto& [by, places, prefix] = look_up;
  double touched = pair.probe->range_rows;
  std::size_t key = kUnsorted;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool claim = i == 3;
    const std::size_t at = places[i].is_variable() ? graph_.index_of(places[i].variable) : SIZE_MAX;
    if (at == SIZE_MAX || !pair.shared.has(at) || (i >= prefix && !claim)) {
      continue;
    }
    touched = claim ? std::min(touched, 1.0)
                    : touched / pair.probe->estimate.distinct_of(places[i].variable);
    key = key == kUnsorted ? at : key;
  }
  for (std::size_t i = 0; i < pair.left.options.size(); ++i) {
    const bool ascending = key != kUnsorted && pair.left.options[i].sorted == key;
    Option option;
    option.left_option = i;
    option.sorted = ascending ? key : kUnsorted;
    add_option(pair, option, cost::lookup(pair.left.facts.rows, touched, ascending),
               Algorithm::lookup);
  }
}

void PlanSets::try_path(const Pair& pair, const logical::PathScan& scan) {
  if (pair.shared.empty() || !pair.nullable.empty()) {
    return;
  }
  double reached = pair.probe->estimate.rows;
  for (const Slot& end : {scan.subject, scan.object}) {
    if (end.is_variable() && pair.shared.has(graph_.index_of(end.variable))) {
      reached = std::min(
          reached, pair.probe->estimate.rows / pair.probe->estimate.distinct_of(end.variable));
    }
  }
  for (std::size_t i = 0; i < pair.left.options.size(); ++i) {
    const double starts = pair.left.facts.rows;
    Option option;
    option.left_option = i;
    add_option(pair, option, cost::path(starts, starts * reached), Algorithm::path);
  }
}

void PlanSets::try_search(const Pair& pair) {
  const std::size_t input = pair.right.facts.inputs.least();
  if (!graph_.needs(input).within(pair.left.facts.variables)) {
    return;
  }
  for (std::size_t i = 0; i < pair.left.options.size(); ++i) {
    Option option;
    option.left_option = i;
    add_option(pair, option, pair.left.facts.rows * cost::kSearch, Algorithm::search);
  }
}

void PlanSets::try_hash(const Pair& pair) {
  for (std::size_t l = 0; l < pair.left.options.size(); ++l) {
    for (std::size_t r = 0; r < pair.right.options.size(); ++r) {
      Option option;
      option.left_option = l;
      option.right_option = r;
      option.sorted = pair.left.options[l].sorted;
      add_option(pair, option, cost::hash(pair.left.facts.rows, pair.right.facts.rows),
                 Algorithm::hash);
    }
  }
}

// On one variable that is bound for sure; other shared variables are compared pair by pair.
void PlanSets::try_merge(const Pair& pair) {
  for (std::size_t l = 0; l < pair.left.options.size(); ++l) {
    for (std::size_t r = 0; r < pair.right.options.size(); ++r) {
      const std::size_t key = pair.left.options[l].sorted;
      if (key == kUnsorted || pair.right.options[r].sorted != key || !pair.shared.has(key) ||
          pair.nullable.has(key)) {
        continue;
      }
      Option option;
      option.left_option = l;
      option.right_option = r;
      option.sorted = key;
      add_option(pair, option, cost::merge(pair.left.facts.rows, pair.right.facts.rows),
                 Algorithm::merge);
    }
  }
}

void PlanSets::try_nested(const Pair& pair) {
  for (std::size_t l = 0; l < pair.left.options.size(); ++l) {
    for (std::size_t r = 0; r < pair.right.options.size(); ++r) {
      Option option;
      option.left_option = l;
      option.right_option = r;
      add_option(pair, option, cost::nested(pair.left.facts.rows, pair.right.facts.rows),
                 Algorithm::nested);
    }
  }
}

std::uint32_t PlanSets::miss(Algorithm algorithm) const {
  switch (force_) {
    case JoinChoice::by_cost: return 0;
    case JoinChoice::lookup: return algorithm == Algorithm::lookup ? 0 : 1;
    case JoinChoice::merge: return algorithm == Algorithm::merge ? 0 : 1;
    case JoinChoice::hash: return algorithm == Algorithm::hash ? 0 : 1;
  }
  return 0;
}

double PlanSets::tests_cost(double rows, const IndexSet& conditions) const {
  double cost = 0;
  for (const std::size_t condition : conditions.indexes()) {
    cost += rows * cost::kTest;
    rows *= graph_.share(condition);
  }
  return cost;
}

std::vector<VariableId> PlanSets::listed(const IndexSet& variables) const {
  std::vector<VariableId> out;
  for (const std::size_t v : variables.indexes()) {
    out.push_back(graph_.variable(v));
  }
  return out;
}

// ------------------------------------------------------------------ the plan of an option

Planned PlanSets::build(std::size_t set, const Option& option) const {
  const PlanSet& made = sets_[set];
  IndexSet tests = made.facts.conditions;
  Planned out;
  if (option.algorithm == Algorithm::alone) {
    out = graph_.input(made.facts.inputs.indexes().front()).alone[option.right_option];
  } else if (option.algorithm == Algorithm::multiway) {
    out = build_multiway(made, option);
  } else {
    const bool probed = option.algorithm == Algorithm::lookup ||
                        option.algorithm == Algorithm::path ||
                        option.algorithm == Algorithm::search;
    tests = tests - sets_[option.left].facts.conditions;
    tests = probed ? tests : tests - sets_[option.right].facts.conditions;
    out = build_join(made, option, rows_without(made.facts, tests, graph_));
  }
  for (const std::size_t condition : tests.indexes()) {
    out = filtered(std::move(out), graph_.condition(condition), graph_.share(condition));
  }
  if (!tests.empty()) out.node.rows = made.facts.rows;  // a narrowed range has left rows out before
  out.estimate = graph_.estimate_of(made.facts);
  return out;
}

Planned PlanSets::build_multiway(const PlanSet& set, const Option& option) const {
  const auto way = multiway_of(graph_, set.facts.inputs);
  invariant(way.has_value(), "a multiway join that is none");
  MultiwayJoin join;
  join.order = way->order;
  for (const std::size_t input : set.facts.inputs.indexes()) {
    join.parts.push_back(std::get<logical::TripleScan>(graph_.input(input).probe));
  }
  std::vector<VariableId> columns = way->order;
  std::vector<VariableId> sorted_by = way->order;
  return Planned{make_node(std::move(join), std::move(columns), std::move(sorted_by), way->rows,
                           option.joined_cost),
                 graph_.estimate_of(set.facts)};
}

Planned PlanSets::build_join(const PlanSet& set, const Option& option, double rows) const {
  const PlanSet& left_set = sets_[option.left];
  const PlanSet& right_set = sets_[option.right];
  const IndexSet shared = left_set.facts.variables & right_set.facts.variables;
  const std::vector<VariableId> keys = listed(shared);
  Node left = build(option.left, left_set.options[option.left_option]).node;
  const JoinInput& probe = graph_.input(right_set.facts.inputs.indexes().front());
  const std::vector<VariableId> left_order = left.sorted_by;
  std::vector<VariableId> sorted_by;
  if (option.sorted != kUnsorted) {
    sorted_by = option.algorithm == Algorithm::hash
                    ? left_order
                    : std::vector<VariableId>{graph_.variable(option.sorted)};
  }
  const auto made = [&](auto op, const std::vector<VariableId>& left_columns,
                        const std::vector<VariableId>& right_columns) {
    return Planned{make_node(std::move(op), all_columns(left_columns, right_columns), sorted_by,
                             rows, option.joined_cost),
                   graph_.estimate_of(set.facts)};
  };
  const std::vector<VariableId> columns = left.columns;
  switch (option.algorithm) {
    case Algorithm::lookup:
      if (const auto* triples = std::get_if<logical::TripleScan>(&probe.probe)) {
        return made(LookupJoin{std::move(left), lookup_access(*triples, keys)}, columns,
                    probe.schema.variables);
      }
      return made(LookupJoin{std::move(left),
                             lookup_access(std::get<logical::ClaimScan>(probe.probe), keys)},
                  columns, probe.schema.variables);
    case Algorithm::path:
      return made(PathJoin{std::move(left), std::get<logical::PathScan>(probe.probe)}, columns,
                  probe.schema.variables);
    case Algorithm::search:
      return made(SearchJoin{std::move(left), std::get<logical::WordSearch>(probe.probe)}, columns,
                  probe.schema.variables);
    case Algorithm::alone:
    case Algorithm::multiway: break;
    case Algorithm::merge:
    case Algorithm::hash:
    case Algorithm::nested: {
      Node right = build(option.right, right_set.options[option.right_option]).node;
      const std::vector<VariableId> right_columns = right.columns;
      if (option.algorithm == Algorithm::merge) {
        return made(MergeJoin{std::move(left), std::move(right), graph_.variable(option.sorted)},
                    columns, right_columns);
      }
      if (option.algorithm == Algorithm::hash) {
        // Variables that may be unbound are compared pair by pair, unless there are no others.
        const IndexSet sure = shared - (left_set.facts.nullable | right_set.facts.nullable);
        return made(HashJoin{std::move(left), std::move(right), sure.empty() ? keys : listed(sure)},
                    columns, right_columns);
      }
      return made(NestedLoop{std::move(left), std::move(right)}, columns, right_columns);
    }
  }
  invariant(false, "a join option without an algorithm");
  return {};
}

}  // namespace vouch::physical
