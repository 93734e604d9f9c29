// engine/optimize/push_filters.cpp — conditions go down to the smallest part that binds their
// variables.
//
//   Filter(?a > 3 and ?b > ?c)        Filter(?b > ?c)
//     Apply.left #1 ?b                  Apply.left #1 ?b
//       Join                    →         Join
//         Triples ?x r ?a                   Filter(?a > 3)
//         Triples ?x s ?b                     Triples ?x r ?a
//       block (binds ?c)                  Triples ?x s ?b
//                                         block
//
// A condition passes a node only where the row it looks at is the same below: not past the node
// that computes one of its variables, not into one input of a join while another may still bind a
// variable that this one leaves unbound, and never past Aggregate, Top, Slice or Unnest, which
// choose rows.
#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "engine/logical/overloaded.hpp"
#include "engine/logical/rewrite.hpp"
#include "engine/optimize/passes.hpp"

namespace vouch::optimize {

namespace {

using expr::Expression;
using expr::VariableId;
using logical::Node;
using logical::Schema;
using logical::SeedSchemas;
using Conditions = std::vector<Expression>;

Node filtered(Node input, Conditions conditions) {
  return conditions.empty()
             ? input
             : Node{logical::Filter{std::move(input), expr::conjunction(std::move(conditions))}};
}

// Moves those that `fits` out of `from`.
template <typename Fits>
Conditions taken(Conditions& from, const Fits& fits) {
  Conditions out;
  Conditions rest;
  for (Expression& condition : from) {
    (fits(condition) ? out : rest).push_back(std::move(condition));
  }
  from = std::move(rest);
  return out;
}

template <typename Holds>
bool for_all_variables(const Expression& condition, const Holds& holds) {
  const std::vector<VariableId> variables = expr::variables_of(condition);
  return !variables.empty() && std::all_of(variables.begin(), variables.end(), holds);
}

Node place(const Node& node, Conditions conditions, const SeedSchemas& seeds);

Node place_in(const logical::Join& join, Conditions conditions, const SeedSchemas& seeds) {
  std::vector<Schema> schemas;
  for (const Node& input : join.inputs) {
    schemas.push_back(logical::schema_of(input, seeds));
  }
  logical::Join out = join;
  for (std::size_t i = 0; i < out.inputs.size(); ++i) {
    const auto elsewhere = [&](VariableId variable) {
      for (std::size_t k = 0; k < schemas.size(); ++k) {
        if (k != i && schemas[k].has(variable)) {
          return true;
        }
      }
      return false;
    };
    Conditions here = taken(conditions, [&](const Expression& condition) {
      return !std::holds_alternative<logical::WordSearch>(out.inputs[i].op) &&
             for_all_variables(condition, [&](VariableId v) {
               return schemas[i].has(v) && (!schemas[i].may_be_unbound(v) || !elsewhere(v));
             });
    });
    if (!here.empty()) {
      out.inputs[i] = place(out.inputs[i], std::move(here), seeds);
    }
  }
  return filtered(Node{std::move(out)}, std::move(conditions));
}

// To the outer rows where the block cannot change what the condition sees; into an inner block
// where only its own variables are tested.
Node place_in(const logical::Apply& apply, Conditions conditions, const SeedSchemas& seeds) {
  using logical::ApplyKind;
  const Schema outer = logical::schema_of(*apply.outer, seeds);
  const SeedSchemas below = logical::with_seed_of(apply, seeds);
  const Schema inner = logical::schema_of(*apply.inner, below);
  const bool adds = apply.kind == ApplyKind::inner || apply.kind == ApplyKind::left;
  logical::Apply out = apply;
  Conditions above = taken(conditions, [&](const Expression& condition) {
    return for_all_variables(condition, [&](VariableId v) {
      return outer.has(v) && (!adds || !outer.may_be_unbound(v) || !inner.has(v));
    });
  });
  if (!above.empty()) {
    out.outer = place(*apply.outer, std::move(above), seeds);
  }
  if (apply.kind == ApplyKind::inner) {
    Conditions inside = taken(conditions, [&](const Expression& condition) {
      return for_all_variables(condition,
                               [&](VariableId v) { return inner.has(v) && !outer.has(v); });
    });
    if (!inside.empty()) {
      out.inner = place(*apply.inner, std::move(inside), below);
    }
  }
  return filtered(Node{std::move(out)}, std::move(conditions));
}

Node place_in(const logical::Extend& extend, Conditions conditions, const SeedSchemas& seeds) {
  Conditions below = taken(conditions, [&](const Expression& condition) {
    return for_all_variables(condition, [&](VariableId v) { return v != extend.variable; });
  });
  logical::Extend out = extend;
  if (!below.empty()) {
    out.input = place(*extend.input, std::move(below), seeds);
  }
  return filtered(Node{std::move(out)}, std::move(conditions));
}

Node place_in(const logical::Union& all, Conditions conditions, const SeedSchemas& seeds) {
  std::vector<Schema> schemas;
  for (const Node& input : all.inputs) {
    schemas.push_back(logical::schema_of(input, seeds));
  }
  const Conditions below = taken(conditions, [&](const Expression& condition) {
    return for_all_variables(condition, [&](VariableId v) {
      return std::all_of(schemas.begin(), schemas.end(),
                         [&](const Schema& schema) { return schema.has(v); });
    });
  });
  logical::Union out = all;
  for (Node& input : out.inputs) {
    if (!below.empty()) {
      input = place(input, below, seeds);
    }
  }
  return filtered(Node{std::move(out)}, std::move(conditions));
}

// Distinct, Project and Sort: a row is kept or not whatever the others are.
template <typename Op>
Node place_below(const Op& op, Conditions conditions, const SeedSchemas& seeds) {
  Conditions below = taken(conditions, [](const Expression& condition) {
    return !expr::variables_of(condition).empty();
  });
  Op out = op;
  if (!below.empty()) {
    out.input = place(*op.input, std::move(below), seeds);
  }
  return filtered(Node{std::move(out)}, std::move(conditions));
}

Node place(const Node& node, Conditions conditions, const SeedSchemas& seeds) {
  return std::visit(
      logical::Overloaded{
          [&](const logical::Filter& filter) {
            Conditions all = expr::conjuncts(filter.condition);
            all.insert(all.end(), conditions.begin(), conditions.end());
            return place(*filter.input, std::move(all), seeds);
          },
          [&](const logical::Join& join) { return place_in(join, std::move(conditions), seeds); },
          [&](const logical::Apply& apply) {
            return place_in(apply, std::move(conditions), seeds);
          },
          [&](const logical::Extend& op) { return place_in(op, std::move(conditions), seeds); },
          [&](const logical::Union& op) { return place_in(op, std::move(conditions), seeds); },
          [&](const logical::Distinct& op) {
            return place_below(op, std::move(conditions), seeds);
          },
          [&](const logical::Project& op) { return place_below(op, std::move(conditions), seeds); },
          [&](const logical::Sort& op) { return place_below(op, std::move(conditions), seeds); },
          [&](const auto&) { return filtered(node, std::move(conditions)); },
      },
      node.op);
}

std::optional<Node> rewrite(const Node& node, const SeedSchemas& seeds) {
  if (!std::holds_alternative<logical::Filter>(node.op)) {
    return std::nullopt;
  }
  Node out = place(node, {}, seeds);
  return out == node ? std::nullopt : std::optional(std::move(out));
}

}  // namespace

std::optional<logical::Plan> push_filters(const logical::Plan& plan, const storage::Snapshot&) {
  return logical::with_root(plan, logical::rewrite_bottom_up(plan.root, rewrite));
}

}  // namespace vouch::optimize
