#include "engine/optimize/independent.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "engine/logical/rewrite.hpp"

namespace vouch::optimize {

namespace {

using logical::Node;
using logical::Schema;
using logical::SeedSchemas;
using logical::VariableId;
using Variables = std::vector<VariableId>;

bool has(const Variables& list, VariableId variable) {
  return std::find(list.begin(), list.end(), variable) != list.end();
}

bool is_reflexive(const logical::PathExpr& path) {
  if (const auto* repeat = std::get_if<logical::PathRepeat>(&path.node)) {
    return repeat->least == 0 || is_reflexive(*repeat->path);
  }
  if (const auto* inverse = std::get_if<logical::PathInverse>(&path.node)) {
    return is_reflexive(*inverse->path);
  }
  const std::vector<logical::PathExpr>* parts = nullptr;
  if (const auto* sequence = std::get_if<logical::PathSequence>(&path.node)) {
    parts = &sequence->parts;
  } else if (const auto* choice = std::get_if<logical::PathChoice>(&path.node)) {
    parts = &choice->parts;
  }
  return parts != nullptr && std::any_of(parts->begin(), parts->end(), is_reflexive);
}

// What only makes sense with the rows that are handed in: searches for words that these bind, and
// paths of no hop, which begin at any value.
bool needs_rows(const Node& node) {
  if (const auto* path = std::get_if<logical::PathScan>(&node.op)) return is_reflexive(path->path);
  if (std::holds_alternative<logical::WordSearch>(node.op)) return true;
  const std::vector<const Node*> below = logical::children(node);
  return std::any_of(below.begin(), below.end(),
                     [](const Node* child) { return needs_rows(*child); });
}

class SeedRemoval {
 public:
  SeedRemoval(const logical::Apply& apply, const SeedSchemas& seeds)
      : seed_(apply.seed), handed_(apply.correlated), seeds_(seeds) {}

  // The node without its Seed; the node itself where it has none.
  [[nodiscard]] std::optional<Node> without(const Node& node) const {
    if (!has_seed(node)) return node;
    return std::visit([this](const auto& op) { return of(op); }, node.op);
  }
  [[nodiscard]] bool binds_all(const Node& node) const { return sees(node, handed_); }

 private:
  std::uint32_t seed_;
  const Variables& handed_;
  const SeedSchemas& seeds_;

  [[nodiscard]] bool has_seed(const Node& node) const {
    if (const auto* seed = std::get_if<logical::Seed>(&node.op)) return seed->id == seed_;
    const std::vector<const Node*> below = logical::children(node);
    return std::any_of(below.begin(), below.end(),
                       [this](const Node* child) { return has_seed(*child); });
  }

  // Those of the variables that were handed in are bound for sure in the node's rows.
  [[nodiscard]] bool sees(const Node& node, const Variables& variables) const {
    const Schema schema = logical::schema_of(node, seeds_);
    return std::all_of(variables.begin(), variables.end(), [&](VariableId variable) {
      return !has(handed_, variable) || !schema.may_be_unbound(variable);
    });
  }

  [[nodiscard]] std::optional<Node> of(const logical::Seed&) const {
    return Node{logical::Unit{}};
  }
  [[nodiscard]] std::optional<Node> of(const logical::Filter& filter) const {
    auto input = without(*filter.input);
    if (!input || !sees(*input, expr::variables_of(filter.condition))) return std::nullopt;
    return Node{logical::Filter{*std::move(input), filter.condition}};
  }
  [[nodiscard]] std::optional<Node> of(const logical::Extend& extend) const {
    auto input = without(*extend.input);
    if (!input || has(handed_, extend.variable) ||
        !sees(*input, expr::variables_of(extend.value))) {
      return std::nullopt;
    }
    return Node{logical::Extend{*std::move(input), extend.variable, extend.value}};
  }
  [[nodiscard]] std::optional<Node> of(const logical::Join& join) const {
    logical::Join out;
    for (const Node& input : join.inputs) {
      auto bare = without(input);
      if (!bare) return std::nullopt;
      if (!std::holds_alternative<logical::Unit>(bare->op)) out.inputs.push_back(*std::move(bare));
    }
    if (out.inputs.empty()) return Node{logical::Unit{}};
    if (out.inputs.size() == 1) return std::move(out.inputs.front());
    return Node{std::move(out)};
  }
  // A block within the block looks at single rows of it.
  [[nodiscard]] std::optional<Node> of(const logical::Apply& apply) const {
    if (has_seed(*apply.inner)) return std::nullopt;
    auto outer = without(*apply.outer);
    if (!outer || !sees(*outer, apply.correlated)) return std::nullopt;
    logical::Apply out = apply;
    out.outer = *std::move(outer);
    return Node{std::move(out)};
  }
  [[nodiscard]] std::optional<Node> of(const logical::Union& all) const {
    logical::Union out;
    for (const Node& input : all.inputs) {
      auto bare = without(input);
      if (!bare) return std::nullopt;
      out.inputs.push_back(*std::move(bare));
    }
    return Node{std::move(out)};
  }
  // Equal rows have equal handed-in variables only where these are among the columns.
  [[nodiscard]] std::optional<Node> of(const logical::Distinct& distinct) const {
    auto input = without(*distinct.input);
    if (!input || !sees(*input, handed_)) return std::nullopt;
    return Node{logical::Distinct{*std::move(input)}};
  }
  [[nodiscard]] std::optional<Node> of(const logical::Project& project) const {
    auto input = without(*project.input);
    if (!input || !sees(*input, project.variables)) return std::nullopt;
    return Node{logical::Project{*std::move(input), project.variables}};
  }
  template <typename Op>
  [[nodiscard]] std::optional<Node> of(const Op&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<Node> independent(const logical::Apply& apply, const SeedSchemas& seeds) {
  if (apply.correlated.empty()) return std::nullopt;
  const Schema outer = logical::schema_of(*apply.outer, seeds);
  const bool sure = std::none_of(apply.correlated.begin(), apply.correlated.end(),
                                 [&](VariableId v) { return outer.may_be_unbound(v); });
  if (!sure || needs_rows(*apply.inner)) return std::nullopt;
  const SeedRemoval removal(apply, seeds);
  std::optional<Node> inner = removal.without(*apply.inner);
  if (!inner || !removal.binds_all(*inner)) return std::nullopt;
  const Schema columns = logical::schema_of(*inner, seeds);
  const bool apart =
      std::all_of(columns.variables.begin(), columns.variables.end(), [&](VariableId v) {
        return has(apply.correlated, v) || !outer.has(v);
      });
  return apart ? std::move(inner) : std::nullopt;
}

}  // namespace vouch::optimize
