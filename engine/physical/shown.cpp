#include "engine/physical/shown.hpp"

#include <algorithm>

#include "engine/physical/children.hpp"

namespace vouch::physical {

void mark_shown(Node& node, const std::set<VariableId>& compared) {
  if (auto* extend = std::get_if<Extend>(&node.op)) {
    extend->shown = !compared.contains(extend->variable);
  }
  if (auto* aggregate = std::get_if<Aggregate>(&node.op)) {
    aggregate->shown = std::none_of(
        aggregate->aggregations.begin(), aggregate->aggregations.end(),
        [&](const logical::Aggregation& one) { return compared.contains(one.result); });
  }
  for (Node* child : children(node)) mark_shown(*child, compared);
}

}  // namespace vouch::physical
