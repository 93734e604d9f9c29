// engine/optimize/fold_constants.cpp — constant conditions, and patterns that cannot match.
//
//   Filter(true and ?x > 3)           Filter(?x > 3)
//     Join                              Triples ?x r ?y
//       Unit                    →
//       Triples ?x r ?y
//
//   Join                              Empty ?x, ?y
//     Triples ?x r ?y           →     (the store knows no `nowhere`; nothing joins with nothing)
//     Triples ?y r nowhere
#include <algorithm>
#include <utility>
#include <variant>

#include "engine/logical/overloaded.hpp"
#include "engine/logical/rewrite.hpp"
#include "engine/optimize/fold_expression.hpp"
#include "engine/optimize/passes.hpp"

namespace vouch::optimize {

namespace {

using logical::Node;
using logical::SeedSchemas;
using logical::Slot;
using storage::TermId;

bool is_unknown(TermId id) {
  return id.tag() == storage::IdTag::local;
}
bool is_unknown(const Slot& slot) {
  return slot.is_constant() && is_unknown(slot.constant);
}
bool is_empty(const Node& node) {
  return std::holds_alternative<logical::Empty>(node.op);
}

Node nothing_like(const Node& node, const SeedSchemas& seeds) {
  return Node{logical::Empty{logical::schema_of(node, seeds).variables}};
}

Node extended(Node input, expr::VariableId variable, storage::Term value) {
  return Node{logical::Extend{std::move(input), variable,
                              expr::Expression{expr::Constant{std::move(value)}}}};
}

// Without the alternatives that the store does not know. Nothing when all are known.
template <typename Scan>
std::optional<Node> without_unknown(const Scan& scan, const Node& node, bool dead) {
  Scan out = scan;
  std::erase_if(out.steps, [](const logical::Step& step) { return is_unknown(step.relation); });
  std::erase_if(out.object_choices, [](TermId choice) { return is_unknown(choice); });
  dead = dead || is_unknown(scan.subject) || is_unknown(scan.object) ||
         out.steps.empty() != scan.steps.empty() ||
         out.object_choices.empty() != scan.object_choices.empty();
  if (dead) {
    return nothing_like(node, {});
  }
  return out == scan ? std::nullopt : std::optional(Node{std::move(out)});
}

// A path that relates terms to themselves does so even for terms that no claim mentions.
bool is_reflexive(const logical::PathExpr& path) {
  return std::visit(
      logical::Overloaded{
          [](const logical::Step&) { return false; },
          [](const logical::PathAny&) { return false; },
          [](const logical::PathSequence& sequence) {
            return std::all_of(sequence.parts.begin(), sequence.parts.end(), is_reflexive);
          },
          [](const logical::PathChoice& choice) {
            return std::any_of(choice.parts.begin(), choice.parts.end(), is_reflexive);
          },
          [](const logical::PathInverse& inverse) { return is_reflexive(*inverse.path); },
          [](const logical::PathRepeat& repeat) {
            return repeat.least == 0 || is_reflexive(*repeat.path);
          },
          [](const logical::PathExcept&) { return false; },
      },
      path.node);
}

std::optional<Node> fold_path(const logical::PathScan& scan, const Node& node) {
  if (is_reflexive(scan.path)) {
    return std::nullopt;
  }
  const bool no_choice = !scan.object_choices.empty() &&
                         std::all_of(scan.object_choices.begin(), scan.object_choices.end(),
                                     [](TermId choice) { return is_unknown(choice); });
  if (is_unknown(scan.subject) || is_unknown(scan.object) || no_choice) {
    return nothing_like(node, {});
  }
  return std::nullopt;
}

std::optional<Node> fold_join(const logical::Join& join, const Node& node,
                              const SeedSchemas& seeds) {
  if (std::any_of(join.inputs.begin(), join.inputs.end(), is_empty)) {
    return nothing_like(node, seeds);
  }
  logical::Join out = join;
  std::erase_if(out.inputs,
                [](const Node& input) { return std::holds_alternative<logical::Unit>(input.op); });
  if (out.inputs.empty()) {
    return Node{logical::Unit{}};
  }
  // A search may take its text from the other inputs, so it keeps its Join.
  if (out.inputs.size() == 1 &&
      !std::holds_alternative<logical::WordSearch>(out.inputs.front().op)) {
    return std::move(out.inputs.front());
  }
  return out.inputs.size() == join.inputs.size() ? std::nullopt
                                                 : std::optional(Node{std::move(out)});
}

// The block has no rows.
Node without_inner(const logical::Apply& apply, const Node& node, const SeedSchemas& seeds) {
  switch (apply.kind) {
    case logical::ApplyKind::inner:
    case logical::ApplyKind::semi: return nothing_like(node, seeds);
    case logical::ApplyKind::anti: return *apply.outer;
    case logical::ApplyKind::mark:
      return extended(*apply.outer, *apply.result, storage::Term(false));
    case logical::ApplyKind::count:
      return extended(*apply.outer, *apply.result, storage::number_term(0));
    case logical::ApplyKind::left: break;
  }
  Node out = *apply.outer;
  const logical::Schema outer = logical::schema_of(*apply.outer, seeds);
  for (const expr::VariableId variable : logical::schema_of(node, seeds).variables) {
    if (!outer.has(variable)) {
      out = extended(std::move(out), variable, {});
    }
  }
  return out;
}

std::optional<Node> fold_apply(const logical::Apply& apply, const Node& node,
                               const SeedSchemas& seeds) {
  if (is_empty(*apply.outer)) {
    return nothing_like(node, seeds);
  }
  if (is_empty(*apply.inner)) {
    return without_inner(apply, node, seeds);
  }
  return std::nullopt;
}

std::optional<Node> fold_filter(const logical::Filter& filter, const Node& node,
                                const SeedSchemas& seeds) {
  const std::optional<expr::Expression> simpler = folded(filter.condition);
  const expr::Expression& condition = simpler ? *simpler : filter.condition;
  if (is_empty(*filter.input) || is_false(condition)) {
    return nothing_like(node, seeds);
  }
  if (is_true(condition)) {
    return *filter.input;
  }
  return simpler ? std::optional(Node{logical::Filter{filter.input, condition}}) : std::nullopt;
}

std::optional<Node> fold_union(const logical::Union& all, const Node& node,
                               const SeedSchemas& seeds) {
  logical::Union out = all;
  std::erase_if(out.inputs, is_empty);
  if (out.inputs.size() == all.inputs.size()) {
    return std::nullopt;
  }
  if (out.inputs.empty()) {
    return nothing_like(node, seeds);
  }
  Node rest = out.inputs.size() == 1 ? Node(out.inputs.front()) : Node{std::move(out)};
  const logical::Schema left = logical::schema_of(rest, seeds);
  for (const expr::VariableId variable : logical::schema_of(node, seeds).variables) {
    if (!left.has(variable)) {
      rest = extended(std::move(rest), variable, {});
    }
  }
  return rest;
}

// Nodes that give nothing for nothing.
template <typename Op>
std::optional<Node> fold_input(const Op& op, const Node& node, const SeedSchemas& seeds) {
  return is_empty(*op.input) ? std::optional(nothing_like(node, seeds)) : std::nullopt;
}

std::optional<Node> fold(const Node& node, const SeedSchemas& seeds) {
  return std::visit(
      logical::Overloaded{
          [](const logical::Unit&) { return std::optional<Node>(); },
          [](const logical::Empty&) { return std::optional<Node>(); },
          [](const logical::Seed&) { return std::optional<Node>(); },
          [](const logical::WordSearch&) { return std::optional<Node>(); },
          [&](const logical::Values& values) {
            return values.rows.empty() ? std::optional(nothing_like(node, seeds)) : std::nullopt;
          },
          [&](const logical::TripleScan& scan) { return without_unknown(scan, node, false); },
          [&](const logical::ClaimScan& scan) {
            return without_unknown(scan, node, is_unknown(scan.claim));
          },
          [&](const logical::PathScan& scan) { return fold_path(scan, node); },
          [&](const logical::Join& join) { return fold_join(join, node, seeds); },
          [&](const logical::Apply& apply) { return fold_apply(apply, node, seeds); },
          [&](const logical::Filter& filter) { return fold_filter(filter, node, seeds); },
          [&](const logical::Union& all) { return fold_union(all, node, seeds); },
          [&](const logical::Aggregate& aggregate) {
            return aggregate.keys.empty() ? std::nullopt : fold_input(aggregate, node, seeds);
          },
          [&](const auto& op) { return fold_input(op, node, seeds); },
      },
      node.op);
}

}  // namespace

std::optional<logical::Plan> fold_constants(const logical::Plan& plan, const storage::Snapshot&) {
  return logical::with_root(plan, logical::rewrite_bottom_up(plan.root, fold));
}

}  // namespace vouch::optimize
