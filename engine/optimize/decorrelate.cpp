// engine/optimize/decorrelate.cpp — blocks that are joins become joins; tests stop at the first
// match.
//
//   Apply.inner #1 ?x                 Filter(?z > 3)
//     outer                             Join
//     Filter(?z > 3)            →         outer
//       Join                              Triples ?x r ?z
//         Seed #1 ?x
//         Triples ?x r ?z
//
//   Filter(?e)                        Extend ?e = true
//     Apply.mark #1 ?x -> ?e    →       Apply.semi #1 ?x
//       outer                             outer
//       inner                             inner            (`not ?e`: anti, false)
//
// The first needs every handed-in variable to be bound for sure, and that the block shares no
// other.
#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "engine/logical/rewrite.hpp"
#include "engine/optimize/fold_expression.hpp"
#include "engine/optimize/passes.hpp"

namespace vouch::optimize {

namespace {

using logical::Apply;
using logical::ApplyKind;
using logical::Node;
using logical::SeedSchemas;

std::size_t seeds_in(const Node& node, std::uint32_t id) {
  if (const auto* seed = std::get_if<logical::Seed>(&node.op)) {
    return seed->id == id ? 1 : 0;
  }
  std::size_t count = 0;
  for (const Node* child : logical::children(node)) {
    count += seeds_in(*child, id);
  }
  return count;
}

// The node with its Seed replaced by `outer`; nothing where something on the way does more than
// carry rows along.
std::optional<Node> with_outer(const Node& node, std::uint32_t id, const Node& outer) {
  if (const auto* seed = std::get_if<logical::Seed>(&node.op)) {
    return seed->id == id ? std::optional(outer) : std::nullopt;
  }
  if (const auto* filter = std::get_if<logical::Filter>(&node.op)) {
    auto input = with_outer(*filter->input, id, outer);
    return input ? std::optional(Node{logical::Filter{*std::move(input), filter->condition}})
                 : std::nullopt;
  }
  if (const auto* extend = std::get_if<logical::Extend>(&node.op)) {
    auto input = with_outer(*extend->input, id, outer);
    return input ? std::optional(
                       Node{logical::Extend{*std::move(input), extend->variable, extend->value}})
                 : std::nullopt;
  }
  if (const auto* join = std::get_if<logical::Join>(&node.op)) {
    logical::Join out = *join;
    for (Node& input : out.inputs) {
      if (auto replaced = with_outer(input, id, outer)) {
        input = *std::move(replaced);
        return Node{std::move(out)};
      }
    }
  }
  return std::nullopt;
}

std::optional<Node> as_join(const Apply& apply, const SeedSchemas& seeds) {
  const logical::Schema outer = logical::schema_of(*apply.outer, seeds);
  const logical::Schema inner =
      logical::schema_of(*apply.inner, logical::with_seed_of(apply, seeds));
  const auto handed = [&](expr::VariableId variable) {
    return std::find(apply.correlated.begin(), apply.correlated.end(), variable) !=
           apply.correlated.end();
  };
  const bool sure = std::none_of(apply.correlated.begin(), apply.correlated.end(),
                                 [&](expr::VariableId v) { return outer.may_be_unbound(v); });
  const bool separate = std::all_of(inner.variables.begin(), inner.variables.end(),
                                    [&](expr::VariableId v) { return handed(v) || !outer.has(v); });
  if (!sure || !separate || seeds_in(*apply.inner, apply.seed) != 1) {
    return std::nullopt;
  }
  return with_outer(*apply.inner, apply.seed, *apply.outer);
}

bool is_variable(const expr::Expression& expression, expr::VariableId variable) {
  const auto* ref = std::get_if<expr::VariableRef>(&expression.node);
  return ref != nullptr && ref->variable == variable;
}

bool is_negated(const expr::Expression& expression, expr::VariableId variable) {
  const auto* logical = std::get_if<expr::Logical>(&expression.node);
  return logical != nullptr && logical->op == expr::LogicalOp::negation &&
         is_variable(logical->operands.front(), variable);
}

// A condition that is the mark itself, or its negation, decides the kind of the block.
std::optional<Node> tested_mark(const logical::Filter& filter) {
  const auto* apply = std::get_if<Apply>(&filter.input->op);
  if (apply == nullptr || apply->kind != ApplyKind::mark) {
    return std::nullopt;
  }
  const expr::VariableId mark = *apply->result;
  std::vector<expr::Expression> rest = expr::conjuncts(filter.condition);
  const auto test = std::find_if(rest.begin(), rest.end(), [&](const expr::Expression& condition) {
    return is_variable(condition, mark) || is_negated(condition, mark);
  });
  if (test == rest.end()) {
    return std::nullopt;
  }
  const bool wanted = is_variable(*test, mark);
  rest.erase(test);
  Apply tested = *apply;
  tested.kind = wanted ? ApplyKind::semi : ApplyKind::anti;
  tested.result.reset();
  Node out{logical::Extend{Node{std::move(tested)}, mark, boolean(wanted)}};
  return rest.empty() ? out : Node{logical::Filter{std::move(out), expr::conjunction(rest)}};
}

std::optional<Node> rewrite(const Node& node, const SeedSchemas& seeds) {
  if (const auto* apply = std::get_if<Apply>(&node.op)) {
    return apply->kind == ApplyKind::inner ? as_join(*apply, seeds) : std::nullopt;
  }
  if (const auto* filter = std::get_if<logical::Filter>(&node.op)) {
    return tested_mark(*filter);
  }
  return std::nullopt;
}

}  // namespace

std::optional<logical::Plan> decorrelate(const logical::Plan& plan, const storage::Snapshot&) {
  return logical::with_root(plan, logical::rewrite_bottom_up(plan.root, rewrite));
}

}  // namespace vouch::optimize
