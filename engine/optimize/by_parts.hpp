// engine/optimize/by_parts.hpp — joins that are only counted, or only asked for, part by part.
//
// Shape     gives every way to fold a join: one for each input that may come last. Parts next to it
//           are reduced to what they share with the rest, and how often (or whether) they have it;
//           so no combination of rows of two parts is ever made. Which way is cheapest, and whether
//           any is cheaper than the join itself, is decided by cost where plans are made.
// Lifetime  values; counts of parts get names of their own in the table of variables.
// Source    "Eager aggregation and lazy aggregation", Yan & Larson 1995; factorised databases,
//           Olteanu & Schleich 2016; join trees: Yannakakis 1981.
#pragma once

#include <vector>

#include "engine/logical/plan.hpp"
#include "engine/logical/schema.hpp"

namespace vouch::optimize {

[[nodiscard]] std::vector<logical::Node> by_parts(const logical::Aggregate& aggregate,
                                                  const logical::SeedSchemas& seeds,
                                                  logical::VariableTable& names);
[[nodiscard]] std::vector<logical::Node> by_parts(const logical::Distinct& distinct,
                                                  const logical::SeedSchemas& seeds);

}  // namespace vouch::optimize
