// engine/physical/join_input.hpp — one input of an n-ary join: how to run it alone, how to probe
// it.
//
// Shape     `alone` has one plan per delivered order (a sub-plan has one; a search whose text needs
// other
//           inputs' variables has none). `probe` is the pattern to look up for rows of other
//           inputs.
// Lifetime  values.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/logical/schema.hpp"
#include "engine/optimize/cardinality.hpp"
#include "engine/physical/planned.hpp"

namespace vouch::physical {

using Probe = std::variant<std::monostate, logical::TripleScan, logical::ClaimScan,
                           logical::PathScan, logical::WordSearch>;

struct JoinInput {
  std::vector<Planned> alone;
  Probe probe;
  logical::Schema schema;
  optimize::Estimate estimate;
  // Conditions (by index) that bound the object, and the share of rows each leaves: counted, not
  // guessed.
  std::vector<std::pair<std::size_t, double>> shares;
  double range_rows = 0;  // index rows in the range of the constants of a probed scan
  std::string canonical;  // inputs are sorted by it, so that the order of patterns does not matter
};

[[nodiscard]] bool is_pattern(const logical::Node& node);
// `node` must be a pattern: a scan of triples, claims or a path, or a search. Conditions that will
// be tested on its rows may narrow the range it reads.
[[nodiscard]] JoinInput pattern_input(const logical::Node& node,
                                      const std::vector<Expression>& conditions,
                                      const optimize::Cardinality& cardinality);
[[nodiscard]] JoinInput planned_input(Planned plan, logical::Schema schema);

}  // namespace vouch::physical
