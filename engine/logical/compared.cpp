#include "engine/logical/compared.hpp"

#include <utility>
#include <variant>
#include <vector>

#include "engine/logical/rewrite.hpp"
#include "engine/logical/schema.hpp"

namespace vouch::logical {

namespace {

const VariableId* variable_in(const Expression& expression) {
  const auto* reference = std::get_if<expr::VariableRef>(&expression.node);
  return reference == nullptr ? nullptr : &reference->variable;
}

class Compared {
 public:
  std::set<VariableId> found;

  void look(const Node& node, const SeedSchemas& seeds) {
    if (const auto* apply = std::get_if<Apply>(&node.op)) {
      found.insert(apply->correlated.begin(), apply->correlated.end());
      const SeedSchemas inner = with_seed_of(*apply, seeds);
      shared({schema_of(*apply->outer, seeds), schema_of(*apply->inner, inner)});
      look(*apply->outer, seeds);
      look(*apply->inner, inner);
      return;
    }
    if (const auto* join = std::get_if<Join>(&node.op)) {
      std::vector<Schema> schemas;
      for (const Node& input : join->inputs) schemas.push_back(schema_of(input, seeds));
      shared(schemas);
    }
    if (const auto* slice = std::get_if<Slice>(&node.op)) {
      found.insert(slice->per.begin(), slice->per.end());
    }
    if (const auto* top = std::get_if<Top>(&node.op)) {
      for (const Expression& per : top->per) {
        if (const VariableId* variable = variable_in(per)) found.insert(*variable);
      }
    }
    if (const auto* extend = std::get_if<Extend>(&node.op)) alias(extend->variable, extend->value);
    if (const auto* unnest = std::get_if<Unnest>(&node.op)) alias(unnest->variable, unnest->list);
    for (const Node* child : children(node)) look(*child, seeds);
  }

  // What a compared variable is only another name of is compared, too.
  void follow_names() {
    for (bool grown = true; grown;) {
      grown = false;
      for (const auto& [name, of] : names_) {
        if (found.contains(name)) grown = found.insert(of).second || grown;
      }
    }
  }

 private:
  void shared(const std::vector<Schema>& schemas) {
    std::set<VariableId> seen;
    for (const Schema& schema : schemas) {
      for (const VariableId variable : schema.variables) {
        if (!seen.insert(variable).second) found.insert(variable);
      }
    }
  }
  void alias(VariableId name, const Expression& value) {
    if (const VariableId* of = variable_in(value)) names_.emplace_back(name, *of);
  }

  std::vector<std::pair<VariableId, VariableId>> names_;
};

}  // namespace

std::set<VariableId> compared_variables(const Node& root) {
  Compared compared;
  compared.look(root, {});
  compared.follow_names();
  return std::move(compared.found);
}

}  // namespace vouch::logical
