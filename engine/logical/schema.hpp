// engine/logical/schema.hpp — which variables a node yields, and which of them may be unbound.
#pragma once

#include <vector>

#include "engine/logical/plan.hpp"

namespace vouch::logical {

struct Schema {
  std::vector<VariableId> variables;  // in order of first appearance
  std::vector<bool> nullable;         // parallel

  [[nodiscard]] bool has(VariableId variable) const;
  [[nodiscard]] bool may_be_unbound(VariableId variable) const;
};
[[nodiscard]] Schema schema_of(const Node& node);

}  // namespace vouch::logical
