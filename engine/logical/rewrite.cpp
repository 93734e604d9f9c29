#include "engine/logical/rewrite.hpp"

#include <utility>
#include <variant>

namespace vouch::logical {

namespace {

Node rewritten(const Node& node, const SeedSchemas& seeds, const Rewrite& rewrite, bool& changed) {
  Node out = map_children(node, seeds, [&](const Node& child, const SeedSchemas& below) {
    return rewritten(child, below, rewrite, changed);
  });
  if (std::optional<Node> better = rewrite(out, seeds)) {
    changed = true;
    return *std::move(better);
  }
  return out;
}

}  // namespace

std::vector<const Node*> children(const Node& node) {
  return std::visit(
      [](const auto& op) {
        std::vector<const Node*> out;
        if constexpr (requires { op.inputs; }) {
          for (const Node& input : op.inputs) {
            out.push_back(&input);
          }
        } else if constexpr (requires { op.input; }) {
          out.push_back(&*op.input);
        } else if constexpr (requires { op.outer; }) {
          out = {&*op.outer, &*op.inner};
        }
        return out;
      },
      node.op);
}

Node map_children(const Node& node, const SeedSchemas& seeds, const ChildMap& map) {
  return std::visit(
      [&](auto op) {  // a copy, changed in place
        if constexpr (requires { op.inputs; }) {
          for (Node& input : op.inputs) {
            input = map(input, seeds);
          }
        } else if constexpr (requires { op.input; }) {
          op.input = map(*op.input, seeds);
        } else if constexpr (requires { op.outer; }) {
          op.outer = map(*op.outer, seeds);
          op.inner = map(*op.inner, with_seed_of(op, seeds));
        }
        return Node{std::move(op)};
      },
      node.op);
}

std::optional<Node> rewrite_bottom_up(const Node& node, const Rewrite& rewrite) {
  bool changed = false;
  Node out = rewritten(node, {}, rewrite, changed);
  return changed ? std::optional<Node>(std::move(out)) : std::nullopt;
}

std::optional<Plan> with_root(const Plan& plan, std::optional<Node> root) {
  if (!root) {
    return std::nullopt;
  }
  return Plan{*std::move(root), plan.variables, plan.columns};
}

}  // namespace vouch::logical
