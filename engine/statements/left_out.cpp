#include "engine/statements/left_out.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/logical/schema.hpp"
#include "engine/statements/answer.hpp"
#include "engine/statements/parts.hpp"

namespace vouch::session {

namespace {

using logical::Node;

// Lets rows pass for which a condition is unknown. Blocks that only test or add to a row keep theirs: what
// is unknown there loses no row. False: there is no condition.
bool let_unknown_pass(Node& node);

bool let_unknown_pass(std::vector<Node>& inputs) {
  bool changed = false;
  for (Node& input : inputs) changed = let_unknown_pass(input) || changed;
  return changed;
}

bool let_unknown_pass(Node& node) {
  if (auto* filter = std::get_if<logical::Filter>(&node.op)) {
    expr::Coalesce value;
    value.operands.push_back(std::move(filter->condition));
    value.operands.push_back(expr::Expression{expr::Constant{storage::Term(true)}});
    filter->condition = expr::Expression{std::move(value)};
    let_unknown_pass(*filter->input);
    return true;
  }
  if (auto* apply = std::get_if<logical::Apply>(&node.op)) {
    const bool outer = let_unknown_pass(*apply->outer);
    return (apply->kind == logical::ApplyKind::inner && let_unknown_pass(*apply->inner)) || outer;
  }
  if (auto* join = std::get_if<logical::Join>(&node.op)) return let_unknown_pass(join->inputs);
  if (auto* both = std::get_if<logical::Union>(&node.op)) return let_unknown_pass(both->inputs);
  if (auto* op = std::get_if<logical::Extend>(&node.op)) return let_unknown_pass(*op->input);
  if (auto* op = std::get_if<logical::Unnest>(&node.op)) return let_unknown_pass(*op->input);
  if (auto* op = std::get_if<logical::Project>(&node.op)) return let_unknown_pass(*op->input);
  if (auto* op = std::get_if<logical::Distinct>(&node.op)) return let_unknown_pass(*op->input);
  if (auto* op = std::get_if<logical::Sort>(&node.op)) return let_unknown_pass(*op->input);
  return false;
}

logical::Plan plan_of(const Node& node, const logical::Plan& whole) {
  return {node, whole.variables, logical::schema_of(node).variables};
}

// A part reaches down to the next group or cut.
std::uint64_t of_part(const Run& run, const Node& part, const logical::Plan& whole,
                      const storage::Snapshot& snapshot, std::uint64_t cap) {
  logical::Plan passing = plan_of(part, whole);
  if (!let_unknown_pass(passing.root)) return 0;
  const std::uint64_t possible = count_rows(run, passing, snapshot, cap);
  if (possible == cap) return cap;
  return possible - count_rows(run, plan_of(part, whole), snapshot, cap);
}

}  // namespace

std::uint64_t rows_left_out(const Run& run, const logical::Plan& plan,
                            const storage::Snapshot& snapshot, std::uint64_t cap) {
  std::uint64_t rows = 0;
  const Node* node = &plan.root;
  while (node != nullptr && rows < cap) {
    while (const Node* input = arranged(*node)) node = input;
    if (cut_off(*node) == nullptr) rows += of_part(run, *node, plan, snapshot, cap);
    while (node != nullptr && cut_off(*node) == nullptr) node = below(*node);
    if (node == nullptr || stops_early(*node)) break;
    node = cut_off(*node);
  }
  return std::min(rows, cap);
}

}  // namespace vouch::session
