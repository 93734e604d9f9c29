// engine/physical/explain_tree.hpp — a physical plan as lines of text in a tree, before any layout.
//
// Shape     the one walk from which print.cpp makes text and JSON.
// Lifetime  values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/logical/print_expression.hpp"
#include "engine/physical/plan.hpp"

namespace vouch::physical {

struct ExplainNode {
  std::string name;     // `lookup`, `merge join`
  std::string details;  // `?c supplies ?p`
  std::string index;    // `POS 1`: order and length of the prefix; empty where there is none
  std::string sorted_by;
  double rows = 0;
  double cost = 0;
  std::uint32_t id = 0;
  std::vector<ExplainNode> inputs;
};

[[nodiscard]] ExplainNode explain_tree(const Node& node, const logical::Words& words);

}  // namespace vouch::physical
