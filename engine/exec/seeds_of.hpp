// engine/exec/seeds_of.hpp — the seeds a part of a plan takes from outside.
//
// Shape     ids of Seed leaves whose Apply is not in that part. None: every open gives the same
//           rows.
// Lifetime  a function of the plan.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/physical/plan.hpp"

namespace vouch::exec {

[[nodiscard]] std::vector<std::uint32_t> seeds_of(const physical::Node& node);

}  // namespace vouch::exec
