#include "engine/logical/schema.hpp"

#include <algorithm>
#include <initializer_list>
#include <variant>

#include "engine/logical/overloaded.hpp"

namespace vouch::logical {

namespace {

std::vector<VariableId> variables_in(std::initializer_list<Slot> slots) {
  std::vector<VariableId> out;
  for (const Slot& slot : slots) {
    if (slot.is_variable() && std::find(out.begin(), out.end(), slot.variable) == out.end()) {
      out.push_back(slot.variable);
    }
  }
  return out;
}

Schema all_bound(const std::vector<VariableId>& variables) {
  Schema schema;
  for (const VariableId variable : variables) {
    schema.add(variable, false);
  }
  return schema;
}

bool never_unbound(const Expression& expression, const Schema& input) {
  if (const auto* constant = std::get_if<expr::Constant>(&expression.node)) {
    return constant->value.bound();
  }
  if (const auto* variable = std::get_if<expr::VariableRef>(&expression.node)) {
    return input.has(variable->variable) && !input.may_be_unbound(variable->variable);
  }
  return false;
}

Schema of_values(const Values& values) {
  Schema schema;
  for (std::size_t i = 0; i < values.variables.size(); ++i) {
    const bool bound = std::all_of(values.rows.begin(), values.rows.end(),
                                   [&](const auto& row) { return never_unbound(row[i], {}); });
    schema.add(values.variables[i], !bound);
  }
  return schema;
}

Schema of_seed(const Seed& seed, const SeedSchemas& seeds) {
  const auto found = seeds.find(seed.id);
  Schema schema;
  for (const VariableId variable : seed.variables) {
    schema.add(variable, found == seeds.end() || found->second.may_be_unbound(variable));
  }
  return schema;
}

// A variable of several inputs is unbound only where all of them leave it so.
Schema of_join(const Join& join, const SeedSchemas& seeds) {
  Schema schema;
  for (const Node& input : join.inputs) {
    const Schema part = schema_of(input, seeds);
    for (std::size_t i = 0; i < part.variables.size(); ++i) {
      const auto at =
          std::find(schema.variables.begin(), schema.variables.end(), part.variables[i]);
      if (at == schema.variables.end()) {
        schema.add(part.variables[i], part.nullable[i]);
      } else if (!part.nullable[i]) {
        schema.nullable[static_cast<std::size_t>(at - schema.variables.begin())] = false;
      }
    }
  }
  return schema;
}

Schema of_union(const Union& node, const SeedSchemas& seeds) {
  std::vector<Schema> parts;
  Schema schema;
  for (const Node& input : node.inputs) {
    parts.push_back(schema_of(input, seeds));
    for (const VariableId variable : parts.back().variables) {
      schema.add(variable, false);
    }
  }
  for (std::size_t i = 0; i < schema.variables.size(); ++i) {
    schema.nullable[i] = std::any_of(parts.begin(), parts.end(), [&](const Schema& part) {
      return part.may_be_unbound(schema.variables[i]);
    });
  }
  return schema;
}

Schema of_apply(const Apply& apply, const SeedSchemas& seeds) {
  Schema schema = schema_of(*apply.outer, seeds);
  if (apply.kind == ApplyKind::mark || apply.kind == ApplyKind::count) {
    schema.add(apply.result.value_or(VariableId{}), false);
  } else if (apply.kind == ApplyKind::inner || apply.kind == ApplyKind::left) {
    const bool left = apply.kind == ApplyKind::left;
    const Schema inner = schema_of(*apply.inner, with_seed_of(apply, seeds));
    for (std::size_t i = 0; i < inner.variables.size(); ++i) {
      schema.add(inner.variables[i], left || inner.nullable[i]);
    }
  }
  return schema;
}

Schema of_project(const Project& project, const SeedSchemas& seeds) {
  const Schema input = schema_of(*project.input, seeds);
  Schema schema;
  for (const VariableId variable : project.variables) {
    schema.add(variable, input.may_be_unbound(variable));
  }
  return schema;
}

bool always_bound(const Aggregation& aggregation) {
  using expr::AggregateKind;
  return aggregation.kind == AggregateKind::count || aggregation.kind == AggregateKind::list;
}

Schema of_aggregate(const Aggregate& aggregate, const SeedSchemas& seeds) {
  const Schema input = schema_of(*aggregate.input, seeds);
  Schema schema;
  for (const VariableId key : aggregate.keys) {
    schema.add(key, input.may_be_unbound(key));
  }
  for (const Aggregation& aggregation : aggregate.aggregations) {
    schema.add(aggregation.result, !always_bound(aggregation));
  }
  return schema;
}

Schema of_extend(const Extend& extend, const SeedSchemas& seeds) {
  Schema schema = schema_of(*extend.input, seeds);
  schema.add(extend.variable, !never_unbound(extend.value, schema));
  return schema;
}

Schema of_unnest(const Unnest& unnest, const SeedSchemas& seeds) {
  Schema schema = schema_of(*unnest.input, seeds);
  schema.add(unnest.variable, true);  // an element of a list may be nothing
  return schema;
}

}  // namespace

bool Schema::has(VariableId variable) const {
  return std::find(variables.begin(), variables.end(), variable) != variables.end();
}

bool Schema::may_be_unbound(VariableId variable) const {
  const auto at = std::find(variables.begin(), variables.end(), variable);
  return at == variables.end() || nullable[static_cast<std::size_t>(at - variables.begin())];
}

void Schema::add(VariableId variable, bool may_be_unbound) {
  if (!has(variable)) {
    variables.push_back(variable);
    nullable.push_back(may_be_unbound);
  }
}

Schema schema_of(const Node& node, const SeedSchemas& seeds) {
  return std::visit(Overloaded{
                        [](const Unit&) { return Schema{}; },
                        [](const Empty& empty) { return all_bound(empty.variables); },
                        [](const Values& values) { return of_values(values); },
                        [&](const Seed& seed) { return of_seed(seed, seeds); },
                        [](const TripleScan& scan) { return all_bound(variables_of(scan)); },
                        [](const ClaimScan& scan) { return all_bound(variables_of(scan)); },
                        [](const PathScan& scan) { return all_bound(variables_of(scan)); },
                        [](const WordSearch& search) { return all_bound(variables_of(search)); },
                        [&](const Join& join) { return of_join(join, seeds); },
                        [&](const Apply& apply) { return of_apply(apply, seeds); },
                        [&](const Filter& filter) { return schema_of(*filter.input, seeds); },
                        [&](const Extend& extend) { return of_extend(extend, seeds); },
                        [&](const Unnest& unnest) { return of_unnest(unnest, seeds); },
                        [&](const Union& node_union) { return of_union(node_union, seeds); },
                        [&](const Distinct& distinct) { return schema_of(*distinct.input, seeds); },
                        [&](const Project& project) { return of_project(project, seeds); },
                        [&](const Aggregate& aggregate) { return of_aggregate(aggregate, seeds); },
                        [&](const Sort& sort) { return schema_of(*sort.input, seeds); },
                        [&](const Top& top) { return schema_of(*top.input, seeds); },
                        [&](const Slice& slice) { return schema_of(*slice.input, seeds); },
                    },
                    node.op);
}

SeedSchemas with_seed_of(const Apply& apply, const SeedSchemas& seeds) {
  const Schema outer = schema_of(*apply.outer, seeds);
  Schema handed;
  for (const VariableId variable : apply.correlated) {
    handed.add(variable, outer.may_be_unbound(variable));
  }
  SeedSchemas out = seeds;
  out[apply.seed] = handed;
  return out;
}

std::vector<VariableId> variables_of(const TripleScan& scan) {
  return variables_in({scan.subject, scan.relation, scan.object});
}

std::vector<VariableId> variables_of(const ClaimScan& scan) {
  return variables_in({scan.claim, scan.subject, scan.relation, scan.object});
}

std::vector<VariableId> variables_of(const PathScan& scan) {
  return variables_in({scan.subject, scan.object});
}

std::vector<VariableId> variables_of(const WordSearch& search) {
  return search.score ? std::vector<VariableId>{search.entity, *search.score}
                      : std::vector<VariableId>{search.entity};
}

}  // namespace vouch::logical
