// engine/physical/lower.hpp — from what to how: join order, algorithms, access paths.
//
// Shape     join order by dynamic programming over connected subsets (at most kExhaustiveInputs
// inputs,
//           greedy beyond), costs from index counts; the cost of the result does not depend on the
//           order in which the inputs of a Join are listed.
#pragma once

#include "engine/physical/plan.hpp"
#include "engine/settings.hpp"
#include "storage/store.hpp"

namespace vouch::physical {

inline constexpr std::size_t kExhaustiveInputs = 11;

[[nodiscard]] Plan lower(const logical::Plan& plan, const storage::Snapshot& snapshot,
                         const Settings& settings);

}  // namespace vouch::physical
