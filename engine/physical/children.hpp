// engine/physical/children.hpp — the nodes directly below a node of a physical plan.
//
// Order     left, outer and input before right and inner: the order of preorder numbers.
// Lifetime  pointers into the node.
#pragma once

#include <variant>
#include <vector>

#include "engine/physical/plan.hpp"

namespace vouch::physical {

template <typename AnyNode>  // Node or const Node
[[nodiscard]] std::vector<AnyNode*> children(AnyNode& node) {
  return std::visit(
      [](auto& op) {
        std::vector<AnyNode*> out;
        if constexpr (requires { op.inputs; }) {
          for (AnyNode& input : op.inputs) {
            out.push_back(&input);
          }
        } else if constexpr (requires { op.input; }) {
          out.push_back(&*op.input);
        } else if constexpr (requires { op.outer; }) {
          out = {&*op.outer, &*op.inner};
        } else if constexpr (requires { op.left; }) {
          out.push_back(&*op.left);
          if constexpr (requires { *op.right; }) {
            out.push_back(&*op.right);
          }
        }
        return out;
      },
      node.op);
}

}  // namespace vouch::physical
