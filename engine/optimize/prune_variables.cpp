// engine/optimize/prune_variables.cpp — what nobody asks for is not computed.
//
//   Project ?a                        Project ?a
//     Extend ?n = upper(?b)     →       Triples ?a r ?b
//       Triples ?a r ?b
//
//   Distinct                          Distinct
//     Project ?a                        Project ?a
//       Join                    →         Join
//         Triples ?a r ?b                   Triples ?a r ?b
//         Triples ?b s ?c                   Triples ?b s _
//
// The second is right only where the number of equal rows does not matter: below Distinct, in
// blocks that are only asked whether they have a row, and below groups that look at distinct values
// alone. Elsewhere a variable of a pattern makes rows even when nobody reads it.
#include <algorithm>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "engine/logical/overloaded.hpp"
#include "engine/logical/rewrite.hpp"
#include "engine/optimize/passes.hpp"

namespace vouch::optimize {

namespace {

using expr::VariableId;
using logical::Node;
using logical::Schema;
using logical::SeedSchemas;
using logical::Slot;
using Needed = std::set<VariableId>;

// What is asked of a node from above.
struct Demand {
  Needed variables;
  bool as_set = false;  // equal rows may come once or more often
};

void need(Needed& needed, const std::vector<VariableId>& variables) {
  needed.insert(variables.begin(), variables.end());
}
void need(Needed& needed, const expr::Expression& expression) {
  need(needed, expr::variables_of(expression));
}
void need(Needed& needed, const std::vector<logical::SortKey>& keys) {
  for (const logical::SortKey& key : keys) {
    need(needed, key.key);
  }
}

// The slot as `anything` when it is a variable that nobody needs and that stands nowhere else in
// the scan.
void forget(Slot& slot, const Needed& needed, const std::vector<Slot>& all) {
  if (slot.is_variable() && !needed.contains(slot.variable) &&
      std::count(all.begin(), all.end(), slot) == 1) {
    slot = Slot::any();
  }
}

class Pruning {
 public:
  [[nodiscard]] static Node prune(const Node& node, const Demand& demand,
                                  const SeedSchemas& seeds) {
    return std::visit([&](const auto& op) { return op_pruned(op, demand, seeds); }, node.op);
  }

 private:
  // ---------------------------------------------------------------- leaves

  template <typename Leaf>
  static Node op_pruned(const Leaf& leaf, const Demand&, const SeedSchemas&) {
    return Node{leaf};
  }
  static Node op_pruned(const logical::TripleScan& scan, const Demand& demand, const SeedSchemas&) {
    logical::TripleScan out = scan;
    if (demand.as_set) {
      const std::vector<Slot> all{scan.subject, scan.relation, scan.object};
      forget(out.subject, demand.variables, all);
      forget(out.relation, demand.variables, all);
      forget(out.object, demand.variables, all);
    }
    return Node{std::move(out)};
  }
  // A claim is a row of its own, so its places can go in any case; but a step together with an
  // inverse one may find the same claim twice, with its places swapped.
  static Node op_pruned(const logical::ClaimScan& scan, const Demand& demand, const SeedSchemas&) {
    logical::ClaimScan out = scan;
    const auto inverse = [](const logical::Step& step) { return step.inverse; };
    const auto turned = std::count_if(scan.steps.begin(), scan.steps.end(), inverse);
    if (demand.as_set || turned == 0 || static_cast<std::size_t>(turned) == scan.steps.size()) {
      const std::vector<Slot> all{scan.claim, scan.subject, scan.relation, scan.object};
      forget(out.subject, demand.variables, all);
      forget(out.relation, demand.variables, all);
      forget(out.object, demand.variables, all);
    }
    return Node{std::move(out)};
  }
  static Node op_pruned(const logical::PathScan& scan, const Demand& demand, const SeedSchemas&) {
    logical::PathScan out = scan;
    if (demand.as_set) {
      const std::vector<Slot> all{scan.subject, scan.object};
      forget(out.subject, demand.variables, all);
      forget(out.object, demand.variables, all);
    }
    return Node{std::move(out)};
  }

  // ---------------------------------------------------------------- joins and blocks

  static Node op_pruned(const logical::Join& join, const Demand& demand, const SeedSchemas& seeds) {
    std::vector<Schema> schemas;
    Demand common = demand;
    for (const Node& input : join.inputs) {
      schemas.push_back(logical::schema_of(input, seeds));
      if (const auto* search = std::get_if<logical::WordSearch>(&input.op)) {
        need(common.variables, search->text);
      }
    }
    logical::Join out;
    for (std::size_t i = 0; i < join.inputs.size(); ++i) {
      Demand here = common;
      for (std::size_t k = 0; k < schemas.size(); ++k) {
        if (k != i) {
          need(here.variables, schemas[k].variables);
        }
      }
      out.inputs.push_back(prune(join.inputs[i], here, seeds));
    }
    return Node{std::move(out)};
  }

  // A block whose rows nobody looks at: it must not choose or multiply rows either.
  static bool is_idle(const logical::Apply& apply, const Demand& demand, const SeedSchemas& seeds) {
    using logical::ApplyKind;
    if (apply.kind == ApplyKind::mark || apply.kind == ApplyKind::count) {
      return !demand.variables.contains(*apply.result);
    }
    if (apply.kind != ApplyKind::left || !demand.as_set) {
      return false;
    }
    const Schema outer = logical::schema_of(*apply.outer, seeds);
    const Schema inner = logical::schema_of(*apply.inner, logical::with_seed_of(apply, seeds));
    return std::none_of(inner.variables.begin(), inner.variables.end(), [&](VariableId variable) {
      return demand.variables.contains(variable) &&
             (!outer.has(variable) || outer.may_be_unbound(variable));
    });
  }

  static Node op_pruned(const logical::Apply& apply, const Demand& demand,
                        const SeedSchemas& seeds) {
    using logical::ApplyKind;
    if (is_idle(apply, demand, seeds)) {
      return prune(*apply.outer, demand, seeds);
    }
    const bool keeps_rows = apply.kind == ApplyKind::inner || apply.kind == ApplyKind::left;
    Demand above = demand;
    need(above.variables, apply.correlated);
    Demand inside;
    need(inside.variables, apply.correlated);
    if (keeps_rows) {
      inside.variables.insert(demand.variables.begin(), demand.variables.end());
      need(above.variables, logical::schema_of(*apply.inner, {}).variables);
    }
    inside.as_set = keeps_rows ? demand.as_set : apply.kind != ApplyKind::count;
    logical::Apply out = apply;
    out.outer = prune(*apply.outer, above, seeds);
    out.inner = prune(*apply.inner, inside, logical::with_seed_of(apply, seeds));
    return Node{std::move(out)};
  }

  static Node op_pruned(const logical::Union& all, const Demand& demand, const SeedSchemas& seeds) {
    logical::Union out;
    for (const Node& input : all.inputs) {
      out.inputs.push_back(prune(input, demand, seeds));
    }
    return Node{std::move(out)};
  }

  // ---------------------------------------------------------------- one input

  static Node op_pruned(const logical::Filter& filter, const Demand& demand,
                        const SeedSchemas& seeds) {
    Demand below = demand;
    need(below.variables, filter.condition);
    return Node{logical::Filter{prune(*filter.input, below, seeds), filter.condition}};
  }
  static Node op_pruned(const logical::Extend& extend, const Demand& demand,
                        const SeedSchemas& seeds) {
    if (!demand.variables.contains(extend.variable)) {
      return prune(*extend.input, demand, seeds);
    }
    Demand below = demand;
    below.variables.erase(extend.variable);
    need(below.variables, extend.value);
    return Node{logical::Extend{prune(*extend.input, below, seeds), extend.variable, extend.value}};
  }
  static Node op_pruned(const logical::Unnest& unnest, const Demand& demand,
                        const SeedSchemas& seeds) {
    Demand below = demand;
    below.variables.erase(unnest.variable);
    need(below.variables, unnest.list);
    return Node{logical::Unnest{prune(*unnest.input, below, seeds), unnest.variable, unnest.list}};
  }
  static Node op_pruned(const logical::Distinct& distinct, const Demand& demand,
                        const SeedSchemas& seeds) {
    if (demand.as_set) {
      return prune(*distinct.input, demand, seeds);
    }
    Demand below;  // every column tells rows apart
    need(below.variables, logical::schema_of(*distinct.input, seeds).variables);
    below.as_set = true;
    return Node{logical::Distinct{prune(*distinct.input, below, seeds)}};
  }
  static Node op_pruned(const logical::Project& project, const Demand& demand,
                        const SeedSchemas& seeds) {
    logical::Project out = project;
    std::erase_if(out.variables,
                  [&](VariableId variable) { return !demand.variables.contains(variable); });
    if (out.variables.empty()) {
      out.variables = project.variables;
    }
    Demand below;
    below.as_set = demand.as_set;
    need(below.variables, out.variables);
    out.input = prune(*project.input, below, seeds);
    return Node{std::move(out)};
  }

  // Does the aggregate come out the same when equal rows come more or less often? Unbound values
  // are counted one by one, so there must be none.
  static bool ignores_repeats(const logical::Aggregation& aggregation, const Schema& input) {
    using expr::AggregateKind;
    const bool by_nature =
        aggregation.kind == AggregateKind::min || aggregation.kind == AggregateKind::max;
    if (aggregation.rows || !aggregation.argument || !aggregation.order.empty() ||
        aggregation.limit || (!aggregation.distinct && !by_nature)) {
      return false;
    }
    const auto* variable = std::get_if<expr::VariableRef>(&aggregation.argument->node);
    return variable != nullptr && !input.may_be_unbound(variable->variable);
  }

  static Node op_pruned(const logical::Aggregate& aggregate, const Demand& demand,
                        const SeedSchemas& seeds) {
    logical::Aggregate out = aggregate;
    std::erase_if(out.aggregations, [&](const logical::Aggregation& aggregation) {
      return !demand.variables.contains(aggregation.result);
    });
    if (out.aggregations.empty() && out.keys.empty()) {
      out.aggregations = aggregate.aggregations;
    }
    const Schema input = logical::schema_of(*aggregate.input, seeds);
    Demand below;
    below.as_set = aggregate.weights.empty();
    need(below.variables, out.keys);
    need(below.variables, out.weights);
    for (const logical::Aggregation& aggregation : out.aggregations) {
      below.as_set = below.as_set && ignores_repeats(aggregation, input);
      need(below.variables, aggregation.order);
      if (aggregation.argument) {
        need(below.variables, *aggregation.argument);
      }
    }
    out.input = prune(*aggregate.input, below, seeds);
    return Node{std::move(out)};
  }

  // Ties are broken by all columns of the input.
  template <typename Sorted>
  static Node sorted(const Sorted& op, bool as_set, const SeedSchemas& seeds) {
    Demand below;
    below.as_set = as_set;
    need(below.variables, logical::schema_of(*op.input, seeds).variables);
    Sorted out = op;
    out.input = prune(*op.input, below, seeds);
    return Node{std::move(out)};
  }
  static Node op_pruned(const logical::Sort& sort, const Demand& demand, const SeedSchemas& seeds) {
    return sorted(sort, demand.as_set, seeds);
  }
  static Node op_pruned(const logical::Top& top, const Demand&, const SeedSchemas& seeds) {
    return sorted(top, false, seeds);
  }
  static Node op_pruned(const logical::Slice& slice, const Demand& demand,
                        const SeedSchemas& seeds) {
    Demand below = demand;
    below.as_set = false;
    need(below.variables, slice.per);
    logical::Slice out = slice;
    out.input = prune(*slice.input, below, seeds);
    return Node{std::move(out)};
  }
};

}  // namespace

std::optional<logical::Plan> prune_variables(const logical::Plan& plan, const storage::Snapshot&) {
  Demand demand;
  need(demand.variables, plan.columns);
  Node root = Pruning::prune(plan.root, demand, {});
  return root == plan.root ? std::nullopt : logical::with_root(plan, std::move(root));
}

}  // namespace vouch::optimize
