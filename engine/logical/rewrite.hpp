// engine/logical/rewrite.hpp — maps over plans: children first, or one level.
//
// Shape     a rewrite gives a better node or nothing; rewrite_bottom_up gives nothing when no
// rewrite
//           applied anywhere, so that "unchanged" costs no comparison of plans.
// Lifetime  plans are values; the result shares nothing with the input.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/logical/plan.hpp"
#include "engine/logical/schema.hpp"

namespace vouch::logical {

// Left to right; an Apply's outer side before its inner side.
[[nodiscard]] std::vector<const Node*> children(const Node& node);

// The node with every child mapped. `seeds` are those in force at the node; the function receives
// those in force at the child.
using ChildMap = std::function<Node(const Node& child, const SeedSchemas& seeds)>;
[[nodiscard]] Node map_children(const Node& node, const SeedSchemas& seeds, const ChildMap& map);

using Rewrite = std::function<std::optional<Node>(const Node& node, const SeedSchemas& seeds)>;
[[nodiscard]] std::optional<Node> rewrite_bottom_up(const Node& node, const Rewrite& rewrite);

// The plan with another root, or nothing when there is none.
[[nodiscard]] std::optional<Plan> with_root(const Plan& plan, std::optional<Node> root);

}  // namespace vouch::logical
