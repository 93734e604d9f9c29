// engine/logical/schema.hpp — which variables a node yields, and which of them may be unbound.
//
// Shape     schema_of() walks the plan below the node; nothing is cached, plans are small.
// Order     variables in order of first appearance, outer before inner, left before right.
// Source    nullability as in outer-join theory: a variable that an optional part may leave unbound
//           joins by compatibility, not by equality.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/logical/plan.hpp"

namespace vouch::logical {

struct Schema {
  std::vector<VariableId> variables;  // in order of first appearance
  std::vector<bool> nullable;         // parallel

  [[nodiscard]] bool has(VariableId variable) const;
  [[nodiscard]] bool may_be_unbound(VariableId variable) const;
  // Adds the variable, or nothing when it is there.
  void add(VariableId variable, bool may_be_unbound);
};

// What the enclosing Applies hand in, by the Seed's id.
using SeedSchemas = std::map<std::uint32_t, Schema>;

// Seeds that are not among `seeds` may be unbound in every column.
[[nodiscard]] Schema schema_of(const Node& node, const SeedSchemas& seeds = {});
// `seeds` and the one that the Apply hands to its inner plan.
[[nodiscard]] SeedSchemas with_seed_of(const Apply& apply, const SeedSchemas& seeds);

// The variables of a scan's places, in order, each once.
[[nodiscard]] std::vector<VariableId> variables_of(const TripleScan& scan);
[[nodiscard]] std::vector<VariableId> variables_of(const ClaimScan& scan);
[[nodiscard]] std::vector<VariableId> variables_of(const PathScan& scan);
[[nodiscard]] std::vector<VariableId> variables_of(const WordSearch& search);  // those it binds

}  // namespace vouch::logical
