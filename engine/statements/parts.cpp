#include "engine/statements/parts.hpp"

#include <variant>

namespace vouch::session {

using logical::Node;

const Node* cut_off(const Node& node) {
  if (const auto* op = std::get_if<logical::Aggregate>(&node.op)) return &*op->input;
  if (const auto* op = std::get_if<logical::Top>(&node.op)) return &*op->input;
  if (const auto* op = std::get_if<logical::Slice>(&node.op)) return &*op->input;
  return nullptr;
}

const Node* arranged(const Node& node) {
  if (const auto* op = std::get_if<logical::Project>(&node.op)) return &*op->input;
  if (const auto* op = std::get_if<logical::Distinct>(&node.op)) return &*op->input;
  if (const auto* op = std::get_if<logical::Sort>(&node.op)) return &*op->input;
  return nullptr;
}

const Node* below(const Node& node) {
  if (const Node* input = arranged(node)) return input;
  if (const auto* op = std::get_if<logical::Filter>(&node.op)) return &*op->input;
  if (const auto* op = std::get_if<logical::Extend>(&node.op)) return &*op->input;
  if (const auto* op = std::get_if<logical::Unnest>(&node.op)) return &*op->input;
  if (const auto* op = std::get_if<logical::Apply>(&node.op)) return &*op->outer;
  if (const auto* op = std::get_if<logical::Join>(&node.op)) {
    return op->inputs.empty() ? nullptr : &op->inputs.front();
  }
  return nullptr;
}

bool stops_early(const Node& node) {
  const auto* slice = std::get_if<logical::Slice>(&node.op);
  if (slice == nullptr || !slice->limit) return false;
  const Node* input = &*slice->input;
  while (const auto* project = std::get_if<logical::Project>(&input->op)) {
    input = &*project->input;
  }
  return !std::holds_alternative<logical::Sort>(input->op) &&
         !std::holds_alternative<logical::Top>(input->op) &&
         !std::holds_alternative<logical::Aggregate>(input->op);
}

}  // namespace vouch::session
