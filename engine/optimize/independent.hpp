// engine/optimize/independent.hpp — a block's inner plan without the rows that are handed in.
//
//   Apply.anti #1 ?p                  anti join on ?p
//     Triples ?p is_a product           Triples ?p is_a product
//     Join                       →      Triples ?p made_at ?f
//       Seed #1 ?p
//       Triples ?p made_at ?f
//
// Shape     the plan whose rows, matched with outer rows by equality of the correlated variables,
//           are the block's rows. Nothing where it would mean something else: each of these
//           variables must be bound for sure on both sides, and what looks at one of them inside
//           the block must see it bound there too.
// Source    "Unnesting arbitrary queries", Neumann & Kemper 2015, for the case of equality.
#pragma once

#include <optional>

#include "engine/logical/plan.hpp"
#include "engine/logical/schema.hpp"

namespace vouch::optimize {

[[nodiscard]] std::optional<logical::Node> independent(const logical::Apply& apply,
                                                       const logical::SeedSchemas& seeds);

}  // namespace vouch::optimize
