#include "engine/physical/shown.hpp"

namespace vouch::physical {

namespace {

// The input of an operator that takes rows as they are; null below those that compare ids.
Node* below(Node& node) {
  if (auto* project = std::get_if<Project>(&node.op)) return &*project->input;
  if (auto* sort = std::get_if<Sort>(&node.op)) return &*sort->input;
  if (auto* filter = std::get_if<Filter>(&node.op)) return &*filter->input;
  if (auto* slice = std::get_if<Slice>(&node.op)) {
    return slice->per.empty() ? &*slice->input : nullptr;
  }
  if (auto* extend = std::get_if<Extend>(&node.op)) {
    extend->shown = true;
    return &*extend->input;
  }
  return nullptr;
}

}  // namespace

void mark_shown(Node& root) {
  for (Node* node = &root; node != nullptr;) node = below(*node);
}

}  // namespace vouch::physical
