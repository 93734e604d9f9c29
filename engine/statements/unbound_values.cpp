#include "engine/statements/unbound_values.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "engine/exec/tally.hpp"
#include "engine/logical/schema.hpp"
#include "engine/optimize/passes.hpp"
#include "engine/pipeline.hpp"
#include "engine/statements/parts.hpp"

namespace vouch::session {

namespace {

using expr::Expression;
using expr::VariableId;
using logical::Node;

// What one part computes: for its rows, and then for the group above it.
struct Part {
  Node rows;
  std::vector<Expression> values;
  std::size_t arguments = 0;  // the last of the values
};

// Where other rows begin: a group, a cut, or rows made distinct.
const Node* other_rows(const Node& node) {
  if (const auto* op = std::get_if<logical::Distinct>(&node.op)) return &*op->input;
  return cut_off(node);
}

// The same rows with all their names, in no order. A projection forgets names that values were
// computed from; as every variable is bound once, they can stay.
Node with_all_names(Node node) {
  if (other_rows(node) != nullptr) return node;
  if (auto* op = std::get_if<logical::Project>(&node.op)) return with_all_names(*op->input);
  if (auto* op = std::get_if<logical::Sort>(&node.op)) return with_all_names(*op->input);
  const auto renew = [](Box<Node>& input) { input = with_all_names(*input); };
  if (auto* op = std::get_if<logical::Filter>(&node.op)) renew(op->input);
  if (auto* op = std::get_if<logical::Extend>(&node.op)) renew(op->input);
  if (auto* op = std::get_if<logical::Unnest>(&node.op)) renew(op->input);
  if (auto* op = std::get_if<logical::Apply>(&node.op)) renew(op->outer);
  if (auto* op = std::get_if<logical::Join>(&node.op); op != nullptr && !op->inputs.empty()) {
    op->inputs.front() = with_all_names(op->inputs.front());
  }
  return node;
}

void add_values(const Node& rows, std::vector<Expression>& out) {
  for (const Node* node = &rows; node != nullptr && other_rows(*node) == nullptr;
       node = below(*node)) {
    if (const auto* extend = std::get_if<logical::Extend>(&node->op)) out.push_back(extend->value);
  }
}

std::vector<Expression> arguments_of(const Node& node) {
  std::vector<Expression> out;
  if (const auto* group = std::get_if<logical::Aggregate>(&node.op)) {
    for (const logical::Aggregation& one : group->aggregations) {
      if (one.argument) out.push_back(*one.argument);
    }
  }
  return out;
}

logical::Plan plan_of(const Part& part, const logical::Plan& whole) {
  const logical::Schema schema = logical::schema_of(part.rows);
  std::vector<VariableId> columns;
  for (const Expression& value : part.values) {
    for (const VariableId variable : expr::variables_of(value)) {
      const bool listed = std::find(columns.begin(), columns.end(), variable) != columns.end();
      if (!listed && schema.has(variable)) columns.push_back(variable);
    }
  }
  logical::Project project{part.rows, columns};
  return {Node{std::move(project)}, whole.variables, columns};
}

void count(const Run& run, const Part& part, const logical::Plan& whole,
           const storage::Snapshot& snapshot, UnboundValues& out) {
  if (part.values.empty()) return;
  const physical::Plan lowered = lower_plan(plan_of(part, whole), snapshot, run.core.settings);
  exec::Terms terms(snapshot);
  const exec::Tally tally = exec::tally(lowered, part.values, terms, run.options());
  out.overflows += tally.overflows;
  out.divisions_by_zero += tally.divisions_by_zero;
  for (std::size_t i = part.values.size() - part.arguments; i < part.values.size(); ++i) {
    out.passed_over += tally.unbound[i];
  }
}

}  // namespace

UnboundValues unbound_values(const Run& run, const logical::Plan& plan,
                             const storage::Snapshot& snapshot) {
  const auto pruned = optimize::prune_variables(plan, snapshot);
  const logical::Plan& used = pruned ? *pruned : plan;
  UnboundValues out;
  std::vector<Expression> arguments;
  const Node* node = &used.root;
  while (node != nullptr) {
    Part part{with_all_names(*node), {}, arguments.size()};
    add_values(part.rows, part.values);
    part.values.insert(part.values.end(), arguments.begin(), arguments.end());
    count(run, part, used, snapshot, out);
    while (node != nullptr && other_rows(*node) == nullptr) node = below(*node);
    if (node == nullptr || stops_early(*node)) break;
    arguments = arguments_of(*node);
    node = other_rows(*node);
  }
  return out;
}

}  // namespace vouch::session
