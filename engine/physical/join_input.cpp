#include "engine/physical/join_input.hpp"

#include <algorithm>
#include <utility>

#include "base/invariant.hpp"
#include "engine/logical/overloaded.hpp"
#include "engine/physical/access.hpp"
#include "engine/physical/cost.hpp"
#include "engine/physical/id_range.hpp"

namespace vouch::physical {

namespace {

using optimize::Cardinality;
using optimize::Estimate;

constexpr TermId kLowest;
constexpr TermId kHighest = TermId::from_bits(~std::uint64_t{0});

Planned cheapest(std::vector<Planned> ways) {
  const auto at = std::min_element(
      ways.begin(), ways.end(),
      [](const Planned& a, const Planned& b) { return a.node.cost < b.node.cost; });
  return std::move(*at);
}

// ------------------------------------------------------------------ scans of triples

Planned triple_leaf(const TripleAccess& access, const Cardinality& cardinality) {
  Estimate estimate = cardinality.of(access.scan);
  if (access.low || access.high) {
    estimate.limit(cardinality.object_range_rows(places_of(access).front().constant,
                                                 access.low.value_or(kLowest),
                                                 access.high.value_or(kHighest)));
  }
  const double rows = estimate.rows;
  double cost = cost::kOpen;
  if (choices_lead(access)) {
    const auto ranges = static_cast<double>(access.scan.object_choices.size());
    cost += ranges * cost::kSeek + rows * cost::kScanRow;
  } else {
    const bool narrowed = access.low || access.high;
    cost += cost::scan(narrowed ? rows : cardinality.range_rows(access.scan));
  }
  if (!repeats_are_adjacent(access)) {
    cost += cost::distinct(rows);
  }
  return {make_node(TripleScan{access}, logical::variables_of(access.scan), delivered_order(access),
                    rows, cost),
          std::move(estimate)};
}

// The access with its range narrowed by the conditions, where the place after its prefix is the
// object.
TripleAccess within_conditions(TripleAccess access, const std::vector<Expression>& conditions,
                               const Cardinality& cardinality) {
  if (access.order != storage::Order::pos || access.prefix != 1) {
    return access;
  }
  const std::vector<Slot> places = places_of(access);
  if (!places[0].is_constant() || !places[1].is_variable()) {
    return access;
  }
  if (const auto range =
          id_range(conditions, places[1].variable, places[0].constant, cardinality.snapshot())) {
    access.low = range->low;
    access.high = range->high;
  }
  return access;
}

std::vector<Planned> ways_alone(const logical::TripleScan& scan,
                                const std::vector<Expression>& conditions,
                                const Cardinality& cardinality) {
  std::vector<Planned> ways;
  if (is_one_range(scan)) {
    for (const TripleAccess& access : scan_accesses(scan)) {
      ways.push_back(triple_leaf(within_conditions(access, conditions, cardinality), cardinality));
    }
    return ways;
  }
  for (const logical::TripleScan& range : ranges_of(scan)) {
    ways.push_back(cheapest(ways_alone(range, conditions, cardinality)));
  }
  std::vector<Planned> out;
  out.push_back(united(std::move(ways), true, cardinality.of(scan)));
  return out;
}

// What each condition on the object leaves of the rows that those before it leave.
std::vector<std::pair<std::size_t, double>> bounded_shares(
    const logical::TripleScan& scan, const std::vector<Expression>& conditions,
    const Cardinality& cardinality) {
  std::vector<std::pair<std::size_t, double>> out;
  const TripleAccess access = lookup_access(scan, {});
  if (scan.steps.size() != 1 || conditions.empty() || access.prefix != 1) return out;
  const bool inverse = scan.steps.front().inverse;
  const Slot& object = inverse ? scan.subject : scan.object;
  const TermId relation = scan.steps.front().relation;
  if (!object.is_variable()) return out;
  std::vector<Expression> taken;
  double before = cardinality.of(scan).rows;
  for (std::size_t i = 0; i < conditions.size() && before > 0; ++i) {
    taken.push_back(conditions[i]);
    const auto alone =
        id_range({conditions[i]}, object.variable, relation, cardinality.snapshot());
    const auto range = id_range(taken, object.variable, relation, cardinality.snapshot());
    if (!alone || !range) {
      taken.pop_back();
      continue;
    }
    const double rows = cardinality.object_range_rows(relation, range->low.value_or(kLowest),
                                                      range->high.value_or(kHighest));
    out.emplace_back(i, std::min(1.0, rows / before));
    before = rows;
  }
  return out;
}

// Alternatives in the relation are no single range, but a path of one hop that is any of them.
logical::PathScan as_path(const logical::TripleScan& scan) {
  logical::PathChoice choice;
  for (const logical::Step& step : scan.steps) {
    choice.parts.push_back({step});
  }
  logical::PathExpr path =
      choice.parts.size() == 1 ? choice.parts.front() : logical::PathExpr{std::move(choice)};
  return {scan.subject, std::move(path), scan.object, scan.object_choices, scan.place};
}

JoinInput input_of(const logical::TripleScan& scan, const std::vector<Expression>& conditions,
                   const Cardinality& cardinality) {
  JoinInput out;
  out.alone = ways_alone(scan, conditions, cardinality);
  out.estimate = cardinality.of(scan);
  if (is_one_range(scan)) {
    out.range_rows = cardinality.range_rows(scan);
    out.shares = bounded_shares(scan, conditions, cardinality);
    out.probe = scan;
  } else {
    out.probe = as_path(scan);
  }
  return out;
}

// ------------------------------------------------------------------ scans of claims

Planned claim_leaf(const ClaimAccess& access, const Cardinality& cardinality) {
  Estimate estimate = cardinality.of(access.scan);
  const double touched = access.scan.claim.is_constant() ? 1 : cardinality.range_rows(access.scan);
  const double rows = estimate.rows;
  return {make_node(ClaimScan{access}, logical::variables_of(access.scan), delivered_order(access),
                    rows, cost::kOpen + cost::scan(touched)),
          std::move(estimate)};
}

// A claim can only come twice when a step and another step's inverse both match it.
bool may_repeat(const logical::ClaimScan& scan) {
  const auto inverse = [](const logical::Step& step) { return step.inverse; };
  return !std::all_of(scan.steps.begin(), scan.steps.end(), inverse) &&
         std::any_of(scan.steps.begin(), scan.steps.end(), inverse);
}

std::vector<Planned> ways_alone(const logical::ClaimScan& scan, const Cardinality& cardinality) {
  std::vector<Planned> out;
  if (is_one_range(scan)) {
    for (const ClaimAccess& access : scan_accesses(scan)) {
      out.push_back(claim_leaf(access, cardinality));
    }
  }
  const std::vector<logical::ClaimScan> split =
      scan.object_choices.empty() ? ranges_of(scan) : object_ranges_of(scan);
  if (split.size() == 1 && is_one_range(scan)) {
    return out;
  }
  std::vector<Planned> parts;
  for (const logical::ClaimScan& range : split) {
    parts.push_back(cheapest(ways_alone(range, cardinality)));
  }
  out.push_back(united(std::move(parts), may_repeat(scan), cardinality.of(scan)));
  return out;
}

JoinInput input_of(const logical::ClaimScan& scan, const Cardinality& cardinality) {
  JoinInput out;
  out.alone = ways_alone(scan, cardinality);
  out.estimate = cardinality.of(scan);
  if (is_one_range(scan)) {
    out.range_rows = cardinality.range_rows(scan);
    out.probe = scan;
  }
  return out;
}

// ------------------------------------------------------------------ paths and searches

JoinInput input_of(const logical::PathScan& scan, const Cardinality& cardinality) {
  JoinInput out;
  out.probe = scan;
  out.estimate = cardinality.of(scan);
  const double rows = out.estimate.rows;
  const double cost = cost::kOpen + cost::path(1, rows);
  out.alone.push_back(
      {make_node(PathScan{scan}, logical::variables_of(scan), {}, rows, cost), out.estimate});
  return out;
}

JoinInput input_of(const logical::WordSearch& search, const Cardinality& cardinality) {
  JoinInput out;
  out.estimate = cardinality.of(search);
  if (!expr::variables_of(search.text).empty()) {
    out.probe = search;
    return out;
  }
  const double rows = out.estimate.rows;
  out.alone.push_back({make_node(WordSearch{search}, logical::variables_of(search), {}, rows,
                                 cost::kOpen + cost::kSearch + rows * cost::kRow),
                       out.estimate});
  return out;
}

}  // namespace

bool is_pattern(const logical::Node& node) {
  return std::holds_alternative<logical::TripleScan>(node.op) ||
         std::holds_alternative<logical::ClaimScan>(node.op) ||
         std::holds_alternative<logical::PathScan>(node.op) ||
         std::holds_alternative<logical::WordSearch>(node.op);
}

JoinInput pattern_input(const logical::Node& node, const std::vector<Expression>& conditions,
                        const Cardinality& cardinality) {
  JoinInput out;
  if (const auto* triples = std::get_if<logical::TripleScan>(&node.op)) {
    out = input_of(*triples, conditions, cardinality);
  } else if (const auto* claims = std::get_if<logical::ClaimScan>(&node.op)) {
    out = input_of(*claims, cardinality);
  } else if (const auto* path = std::get_if<logical::PathScan>(&node.op)) {
    out = input_of(*path, cardinality);
  } else if (const auto* search = std::get_if<logical::WordSearch>(&node.op)) {
    out = input_of(*search, cardinality);
  } else {
    invariant(false, "an input of a join that is no pattern");
  }
  out.schema = logical::schema_of(node);
  return out;
}

JoinInput planned_input(Planned plan, logical::Schema schema) {
  JoinInput out;
  out.estimate = plan.estimate;
  out.schema = std::move(schema);
  out.alone.push_back(std::move(plan));
  return out;
}

}  // namespace vouch::physical
