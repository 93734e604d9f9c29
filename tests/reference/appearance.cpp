#include "tests/reference/appearance.hpp"

#include <algorithm>

namespace vouch::reference {
namespace {

std::string name_of(const ast::Column& column) {
  if (column.name) return column.name->name;
  const auto* term = std::get_if<ast::Term>(&column.value.node);
  const auto* variable = term == nullptr ? nullptr : std::get_if<ast::Variable>(term);
  return variable == nullptr ? "" : variable->name;
}

class Names {
 public:
  std::vector<std::string> found;

  void add(const std::string& name) {
    if (std::find(found.begin(), found.end(), name) == found.end()) found.push_back(name);
  }
  void add(const ast::Block& block) {
    for (const auto& name : names_in_order(block)) add(name);
  }
  void add(const ast::Term& term) {
    if (const auto* variable = std::get_if<ast::Variable>(&term)) add(variable->name);
  }
  void add(const std::vector<ast::Column>& columns) {
    for (const auto& column : columns) {
      if (const std::string name = name_of(column); !name.empty()) add(name);
    }
  }

  void operator()(const ast::Match& match) {
    for (const auto& pattern : match.patterns) {
      if (pattern.claim) add(pattern.claim->name);
      add(pattern.subject);
      if (!pattern.link) continue;
      if (const auto* relation = std::get_if<ast::Variable>(&pattern.link->relation)) add(relation->name);
      for (const auto& object : pattern.link->objects) add(object);
      for (const auto& qualifier : pattern.link->qualifiers) {
        const auto* values = std::get_if<ast::QualifierValues>(&qualifier.test);
        if (values == nullptr) continue;
        for (const auto& chain : values->alternatives) {
          for (const auto& link : chain) add(link);
        }
      }
    }
  }
  void operator()(const ast::Maybe& maybe) { add(*maybe.block); }
  void operator()(const ast::Either& either) {
    for (const auto& branch : either.branches) add(branch);
  }
  void operator()(const ast::Let& let) {
    for (const auto& one : let.assignments) add(one.variable.name);
  }
  void operator()(const ast::For& loop) {
    for (const auto& variable : loop.variables) add(variable.name);
  }
  void operator()(const ast::Group& group) {
    found.clear();
    add(group.keys);
    add(group.aggregates);
  }
  void operator()(const ast::With& with) {
    found.clear();
    add(with.columns);
  }
  void operator()(const ast::Nested& nested) { add(*nested.block); }
  template <typename Other>
  void operator()(const Other&) {}
};

}  // namespace

std::vector<std::string> names_in_order(const ast::Block& block) {
  Names names;
  if (block.result) {
    names.add(block.result->columns);
  } else {
    for (const auto& clause : block.clauses) std::visit(names, clause.node);
  }
  return names.found;
}

ast::Return result_of(const ast::Block& block) {
  if (block.result) return *block.result;
  ast::Return all;
  for (const auto& name : names_in_order(block)) {
    all.columns.push_back({{ast::Term(ast::Variable{name, {}, {}}), {}}, {}});
  }
  return all;
}

std::vector<std::string> names_of(const std::vector<ast::Column>& columns) {
  std::vector<std::string> out;
  for (const auto& column : columns) out.push_back(name_of(column));
  return out;
}
std::vector<std::string> names_of(const std::vector<ast::Variable>& variables) {
  std::vector<std::string> out;
  for (const auto& variable : variables) out.push_back(variable.name);
  return out;
}

}  // namespace vouch::reference
