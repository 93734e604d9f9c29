// engine/optimize/flatten_joins.cpp — one join of all patterns, whatever order they are written in.
//
//   Join                              Apply.anti #1 ?a
//     Apply.anti #1 ?a                  Filter(?b > 3)
//       Filter(?b > 3)                    Join
//         Join                  →           Triples ?a r ?b
//           Triples ?a r ?b                 Triples ?b s ?c
//           Triples ?b s ?c                 Triples ?a t ?d
//       block                           block
//     Triples ?a t ?d
//
// Filters, lets and blocks look at one row: they may stand above a join with more inputs unless one
// of these binds a variable that they compute, or that may be unbound where they look at it.
#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "engine/logical/rewrite.hpp"
#include "engine/optimize/passes.hpp"

namespace vouch::optimize {

namespace {

using expr::VariableId;
using logical::Node;
using logical::Schema;
using logical::SeedSchemas;

class Flattening {
 public:
  explicit Flattening(const SeedSchemas& seeds) : seeds_(seeds) {}

  [[nodiscard]] Node flat(std::vector<Node> inputs) const {
    inputs = spliced(std::move(inputs));
    std::vector<Schema> schemas;
    for (const Node& input : inputs) {
      schemas.push_back(logical::schema_of(input, seeds_));
    }
    for (std::size_t i = 0; i < inputs.size() && inputs.size() > 1; ++i) {
      if (auto lifted = lift(inputs, schemas, i)) {
        return *std::move(lifted);
      }
    }
    if (inputs.size() == 1 && !std::holds_alternative<logical::WordSearch>(inputs.front().op)) {
      return std::move(inputs.front());
    }
    return Node{logical::Join{std::move(inputs)}};
  }

 private:
  const SeedSchemas& seeds_;

  static std::vector<Node> spliced(std::vector<Node> inputs) {
    std::vector<Node> out;
    for (Node& input : inputs) {
      if (auto* join = std::get_if<logical::Join>(&input.op)) {
        for (Node& inner : spliced(std::move(join->inputs))) {
          out.push_back(std::move(inner));
        }
      } else if (!std::holds_alternative<logical::Unit>(input.op)) {
        out.push_back(std::move(input));
      }
    }
    if (out.empty()) {
      out.push_back(Node{logical::Unit{}});
    }
    return out;
  }

  // Is the variable the same below the input's top node as in the whole join?
  static bool settled(VariableId variable, const Schema& below, const std::vector<Schema>& schemas,
                      std::size_t self) {
    return !below.may_be_unbound(variable) || !others_have(variable, schemas, self);
  }
  static bool others_have(VariableId variable, const std::vector<Schema>& schemas,
                          std::size_t self) {
    for (std::size_t i = 0; i < schemas.size(); ++i) {
      if (i != self && schemas[i].has(variable)) {
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool all_settled(const std::vector<VariableId>& variables, const Node& below,
                                 const std::vector<Schema>& schemas, std::size_t self) const {
    const Schema schema = logical::schema_of(below, seeds_);
    return std::all_of(variables.begin(), variables.end(), [&](VariableId variable) {
      return settled(variable, schema, schemas, self);
    });
  }

  [[nodiscard]] Node flat_with(std::vector<Node> inputs, std::size_t at,
                               const Node& replaced) const {
    Node below = replaced;  // `replaced` lives in inputs[at]
    inputs[at] = std::move(below);
    return flat(std::move(inputs));
  }

  // The join with the top node of one input above it, if that may stand there.
  [[nodiscard]] std::optional<Node> lift(const std::vector<Node>& inputs,
                                         const std::vector<Schema>& schemas, std::size_t at) const {
    if (const auto* filter = std::get_if<logical::Filter>(&inputs[at].op)) {
      if (all_settled(expr::variables_of(filter->condition), *filter->input, schemas, at)) {
        return Node{logical::Filter{flat_with(inputs, at, *filter->input), filter->condition}};
      }
    } else if (const auto* extend = std::get_if<logical::Extend>(&inputs[at].op)) {
      if (!others_have(extend->variable, schemas, at) &&
          all_settled(expr::variables_of(extend->value), *extend->input, schemas, at)) {
        return Node{logical::Extend{flat_with(inputs, at, *extend->input), extend->variable,
                                    extend->value}};
      }
    } else if (const auto* apply = std::get_if<logical::Apply>(&inputs[at].op)) {
      if (block_may_rise(*apply, schemas, at)) {
        logical::Apply out = *apply;
        out.outer = flat_with(inputs, at, *apply->outer);
        return Node{std::move(out)};
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] bool block_may_rise(const logical::Apply& apply, const std::vector<Schema>& schemas,
                                    std::size_t at) const {
    const Schema outer = logical::schema_of(*apply.outer, seeds_);
    const bool apart = std::none_of(
        schemas[at].variables.begin(), schemas[at].variables.end(), [&](VariableId variable) {
          return !outer.has(variable) && others_have(variable, schemas, at);
        });
    // What the block may bind where the row does not, it must find as the row has it.
    std::vector<VariableId> seen = apply.correlated;
    const Schema inner = logical::schema_of(*apply.inner, logical::with_seed_of(apply, seeds_));
    for (const VariableId variable : inner.variables) {
      if (outer.has(variable)) seen.push_back(variable);
    }
    return apart && all_settled(seen, *apply.outer, schemas, at);
  }
};

std::optional<Node> rewrite(const Node& node, const SeedSchemas& seeds) {
  const auto* join = std::get_if<logical::Join>(&node.op);
  if (join == nullptr) {
    return std::nullopt;
  }
  Node out = Flattening(seeds).flat(join->inputs);
  return out == node ? std::nullopt : std::optional(std::move(out));
}

}  // namespace

std::optional<logical::Plan> flatten_joins(const logical::Plan& plan, const storage::Snapshot&) {
  return logical::with_root(plan, logical::rewrite_bottom_up(plan.root, rewrite));
}

}  // namespace vouch::optimize
