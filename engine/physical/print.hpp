// engine/physical/print.hpp — explain and profile: the plan as a tree, and the same tree as JSON.
//
// Shape     one line a node: what it does, estimated rows and cost; with `actual` also the rows
// that
//           came, and `×19 ▲` (more came than expected) or `×19 ▼` where the estimate is off by
//           ten.
// Units     rows; cost as in cost.hpp; milliseconds, a node's with everything below it.
// Source    shell.md §2.4; both forms come from one walk, so they never differ.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/physical/plan.hpp"
#include "storage/store.hpp"

namespace vouch::physical {

// What a run reported of one node; the vector's index is the node's id.
struct ActualRows {
  std::uint64_t rows = 0;
  std::uint64_t opened = 0;  // how often it was started
  double ms = 0;
  std::uint64_t read = 0;    // rows it read from storage
  std::uint64_t probes = 0;  // and how often it went there
};

[[nodiscard]] std::string print(const Plan& plan, const storage::Snapshot& snapshot,
                                std::span<const ActualRows> actual = {});
[[nodiscard]] std::string print_json(const Plan& plan, const storage::Snapshot& snapshot,
                                     std::span<const ActualRows> actual = {});

// `lookup supplies(?c, ?p)`: the operators' names and details on one line, for tests.
[[nodiscard]] std::string shape(const Plan& plan, const storage::Snapshot& snapshot);

}  // namespace vouch::physical
