// engine/physical/parallel.hpp — heavy plans on several cores: where a plan is cut for workers.
//
// Shape     the scan that drives a pipeline is split by the values of its first free place, and
//           with it every scan that is joined on these values. Above the cut stands a Gather; what
//           can be computed part by part (counts, distinct, top) is computed below it and put
//           together above.
// Lifetime  changes the plan it is given, before its nodes are numbered.
// Source    morsel-driven parallelism: Leis et al. 2014.
#pragma once

#include "engine/physical/plan.hpp"
#include "engine/settings.hpp"

namespace vouch::physical {

// Names of counts of parts are added to `names`.
void split_for_workers(Node& root, logical::VariableTable& names, const Settings& settings);
// Those a question may use.
[[nodiscard]] std::size_t threads_of(const Settings& settings);
// Does a scan below read only a part of its range, another at each open?
[[nodiscard]] bool reads_a_part(const Node& node);

}  // namespace vouch::physical
