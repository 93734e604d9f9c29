// engine/physical/join_order.hpp — the cheapest way found to join n inputs.
//
// Shape     dynamic programming over connected subsets, bushy trees included, up to
//           kExhaustiveInputs sets; more inputs are first put together greedily. Cross products
//           only between parts that share no variable. Subsets that cost more than a whole plan
//           found greedily are dropped: in a star with one selective pattern most are.
// Order     the cost of the result does not depend on the order of the inputs.
// Source    Moerkotte & Neumann 2006 (DPsub); greedy operator ordering: Fegaras 1998.
#pragma once

#include "engine/physical/join_graph.hpp"
#include "engine/settings.hpp"

namespace vouch::physical {

// At least one input.
[[nodiscard]] Planned order_joins(const JoinGraph& graph, JoinChoice force, Use multiway);

}  // namespace vouch::physical
