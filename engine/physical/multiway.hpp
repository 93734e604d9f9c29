// engine/physical/multiway.hpp — can a set of patterns be joined all at once, in which order of
// variables, and what does it cost?
//
// Shape     for patterns that form cycles: there any join of two of them may make more rows than
//           the whole has. Every variable stands in at least two patterns.
// Units     cost as in cost.hpp; with reading the patterns.
// Source    worst-case-optimal joins: Ngo, Porat, Ré & Rudra 2012; Veldhuizen 2014.
#pragma once

#include <optional>
#include <vector>

#include "engine/physical/join_graph.hpp"

namespace vouch::physical {

struct Multiway {
  std::vector<VariableId> order;
  double rows = 0;
  double cost = 0;
};
[[nodiscard]] std::optional<Multiway> multiway_of(const JoinGraph& graph, const IndexSet& inputs);

}  // namespace vouch::physical
