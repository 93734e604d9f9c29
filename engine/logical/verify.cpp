#include "engine/logical/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "engine/logical/overloaded.hpp"
#include "engine/logical/schema.hpp"

namespace vouch::logical {

namespace {

struct Fault {
  std::string text;
};

// Walks the plan and throws a Fault at the first thing wrong; private to this file.
class Verifier {
 public:
  explicit Verifier(const VariableTable& names) : names_(names) {}

  void check(const Node& node) {
    std::visit([this](const auto& op) { check_op(op); }, node.op);
  }

  void bound(VariableId variable, const Schema& schema, std::string_view where) const {
    require(schema.has(variable),
            fmt::format("{} uses {}, which nothing below it binds", where, name(variable)));
  }

 private:
  const VariableTable& names_;
  std::map<std::uint32_t, std::vector<VariableId>> seeds_;

  static void require(bool holds, const std::string& text) {
    if (!holds) {
      throw Fault{text};
    }
  }

  [[nodiscard]] std::string name(VariableId variable) const {
    require(variable.value() < names_.size(),
            fmt::format("variable {} is not in the table", variable.value()));
    return fmt::format("?{}", names_[variable.value()].name);
  }

  void known(const std::vector<VariableId>& variables) const {
    for (const VariableId variable : variables) {
      static_cast<void>(name(variable));
    }
  }

  void uses(const Expression& expression, const Schema& schema, std::string_view where) const {
    for (const VariableId variable : expr::variables_of(expression)) {
      bound(variable, schema, where);
    }
  }

  void uses(const std::vector<SortKey>& keys, const Schema& schema, std::string_view where) const {
    for (const SortKey& key : keys) {
      uses(key.key, schema, where);
    }
  }

  void fresh(VariableId variable, const Schema& schema, std::string_view where) const {
    require(!schema.has(variable), fmt::format("{} binds {} again", where, name(variable)));
  }

  static void one_relation(const std::vector<Step>& steps, const Slot& relation,
                           std::string_view where) {
    require(steps.empty() || relation.kind == Slot::Kind::anything,
            fmt::format("{} has steps and a relation place", where));
    require(!relation.is_constant(),
            fmt::format("{} has a constant relation that is no step", where));
  }

  static void one_object(const Slot& object, const std::vector<TermId>& choices,
                         std::string_view where) {
    require(choices.empty() || object.kind == Slot::Kind::anything,
            fmt::format("{} has an object and alternatives for it", where));
  }

  void check_op(const Unit&) {}
  void check_op(const Empty& empty) { known(empty.variables); }
  void check_op(const Values& values) {
    known(values.variables);
    for (const auto& row : values.rows) {
      require(row.size() == values.variables.size(), "Values has a row of another width");
      for (const Expression& value : row) {
        uses(value, {}, "Values");
      }
    }
  }
  void check_op(const Seed& seed) {
    const auto found = seeds_.find(seed.id);
    require(found != seeds_.end(), fmt::format("Seed {} stands below no Apply of it", seed.id));
    require(found->second == seed.variables,
            fmt::format("Seed {} does not carry what its Apply hands in", seed.id));
  }
  void check_op(const TripleScan& scan) {
    known(variables_of(scan));
    one_relation(scan.steps, scan.relation, "TripleScan");
    one_object(scan.object, scan.object_choices, "TripleScan");
  }
  void check_op(const ClaimScan& scan) {
    known(variables_of(scan));
    require(scan.claim.kind != Slot::Kind::anything, "ClaimScan does not name its claim");
    one_relation(scan.steps, scan.relation, "ClaimScan");
    one_object(scan.object, scan.object_choices, "ClaimScan");
  }
  void check_op(const PathScan& scan) {
    known(variables_of(scan));
    one_object(scan.object, scan.object_choices, "PathScan");
  }
  void check_op(const WordSearch& search) {
    known(variables_of(search));
    uses(search.text, {}, "WordSearch");  // in a Join the Join checks it
  }

  void check_op(const Join& join) {
    Schema all;
    for (const Node& input : join.inputs) {
      for (const VariableId variable : schema_of(input).variables) {
        all.add(variable, false);
      }
    }
    for (const Node& input : join.inputs) {
      if (const auto* search = std::get_if<WordSearch>(&input.op)) {
        known(variables_of(*search));
        uses(search->text, all, "WordSearch");
      } else {
        check(input);
      }
    }
  }

  void check_op(const Apply& apply) {
    check(*apply.outer);
    const Schema outer = schema_of(*apply.outer);
    for (const VariableId variable : apply.correlated) {
      bound(variable, outer, "Apply");
    }
    const bool wants_result = apply.kind == ApplyKind::mark || apply.kind == ApplyKind::count;
    require(wants_result == apply.result.has_value(),
            "Apply has a result where it should not, or none");
    if (apply.result) {
      fresh(*apply.result, outer, "Apply");
    }
    const bool first = seeds_.emplace(apply.seed, apply.correlated).second;
    require(first, fmt::format("Apply {} stands inside another of its id", apply.seed));
    check(*apply.inner);
    seeds_.erase(apply.seed);
  }

  void check_op(const Filter& filter) {
    check(*filter.input);
    uses(filter.condition, schema_of(*filter.input), "Filter");
  }
  void check_op(const Extend& extend) {
    check(*extend.input);
    const Schema input = schema_of(*extend.input);
    uses(extend.value, input, "Extend");
    fresh(extend.variable, input, "Extend");
  }
  void check_op(const Unnest& unnest) {
    check(*unnest.input);
    const Schema input = schema_of(*unnest.input);
    uses(unnest.list, input, "Unnest");
    fresh(unnest.variable, input, "Unnest");
  }
  void check_op(const Union& node) {
    require(!node.inputs.empty(), "Union has no input");
    for (const Node& input : node.inputs) {
      check(input);
    }
  }
  void check_op(const Distinct& distinct) { check(*distinct.input); }
  void check_op(const Project& project) {
    check(*project.input);
    const Schema input = schema_of(*project.input);
    for (const VariableId variable : project.variables) {
      bound(variable, input, "Project");
    }
  }
  void check_op(const Aggregate& aggregate) {
    check(*aggregate.input);
    const Schema input = schema_of(*aggregate.input);
    for (const VariableId key : aggregate.keys) {
      bound(key, input, "Aggregate");
    }
    for (const VariableId weight : aggregate.weights) {
      bound(weight, input, "Aggregate");
    }
    for (const Aggregation& aggregation : aggregate.aggregations) {
      if (aggregation.argument) {
        uses(*aggregation.argument, input, "Aggregate");
      }
      uses(aggregation.order, input, "Aggregate");
    }
  }
  void check_op(const Sort& sort) {
    check(*sort.input);
    uses(sort.keys, schema_of(*sort.input), "Sort");
  }
  void check_op(const Top& top) {
    check(*top.input);
    const Schema input = schema_of(*top.input);
    uses(top.keys, input, "Top");
    for (const Expression& part : top.per) {
      uses(part, input, "Top");
    }
  }
  void check_op(const Slice& slice) {
    check(*slice.input);
    const Schema input = schema_of(*slice.input);
    for (const VariableId variable : slice.per) {
      bound(variable, input, "Slice");
    }
  }
};

[[noreturn]] void broken(std::string_view stage, std::string_view fault) {
  throw InternalError("E0999",
                      fmt::format("internal error: plan broken after {}: {}", stage, fault));
}

}  // namespace

std::optional<std::string> fault_of(const Plan& plan) {
  try {
    Verifier verifier(plan.variables);
    verifier.check(plan.root);
    const Schema root = schema_of(plan.root);
    for (const VariableId column : plan.columns) {
      verifier.bound(column, root, "the answer");
    }
  } catch (const Fault& fault) {
    return fault.text;
  }
  return std::nullopt;
}

void verify(const Plan& plan, std::string_view stage) {
  if (const auto fault = fault_of(plan)) {
    broken(stage, *fault);
  }
}

void verify_pass(const Plan& before, const Plan& after, std::string_view pass) {
  verify(after, pass);
  if (before.columns != after.columns) {
    broken(pass, "it returns other columns");
  }
  const auto same = [](const VariableInfo& a, const VariableInfo& b) { return a.name == b.name; };
  if (after.variables.size() < before.variables.size() ||
      !std::equal(before.variables.begin(), before.variables.end(), after.variables.begin(),
                  same)) {
    broken(pass, "it renamed or dropped variables");
  }
}

}  // namespace vouch::logical
