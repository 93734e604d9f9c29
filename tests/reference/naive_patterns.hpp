// tests/reference/naive_patterns.hpp — what a pattern or a path makes of one row.
//
// Shape     rows(pattern, row): the row with each combination of the pattern's named values, each once.
//           Every triple, claim or pair of ends is tried; the rulings are in naive_evaluator.hpp.
// Errors    std::runtime_error for path values and unknown names.
// Source    docs/language.md §3 (patterns, claim patterns, paths) and "Rulings": Rows, Views, Paths.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "parser/ast.hpp"
#include "tests/reference/expressions.hpp"
#include "tests/reference/world.hpp"

namespace vouch::reference {

using Rows = std::vector<Row>;
using Pair = std::pair<Term, Term>;

class Patterns {
 public:
  Patterns(const World& world, Expressions& expressions) : world_(world), expr_(expressions) {}

  [[nodiscard]] Rows rows(const ast::Pattern& pattern, const Row& row);
  [[nodiscard]] std::string key(const Row& row) const;
  [[nodiscard]] std::string key(const std::vector<Term>& cells) const;
  [[nodiscard]] Rows as_set(const Rows& rows) const;
  // A name already in the row must have the same value; an unbound or new one takes it.
  bool bind(Row& row, const std::string& name, const Term& value) const;

 private:
  bool bind(Row& row, const ast::Term& term, const Term& value, bool kind_position = false);
  bool is_constant(const Term& value, const Term& wanted);
  bool bind_object(Row& row, const ast::Link& link, const Term& value, bool kinds);
  Rows lone(const ast::Pattern& p, const Row& row);
  void try_triple(const ast::Pattern& p, const Triple& triple, const Row& row, Rows& out);

  Rows claim_pattern(const ast::Pattern& p, const Row& row);
  void test_qualifier(const ast::Qualifier& q, const Claim& claim, const Row& row, Rows& out);
  void test_values(const ast::QualifierValues& tests, const std::vector<Term>& values,
                   const Claim& claim, const Row& row, Rows& out);
  bool test_comparison(const ast::Qualifier& q, const Term& value, const Row& row);
  void test_value(const ast::Term& term, const Term& value, const Row& row, Rows& out);
  void test_chain(const std::vector<ast::Term>& chain, const Claim& claim, const Row& row, Rows& out);

  Rows path_pattern(const ast::Pattern& p, const ast::Path& path, const Row& row);
  void add_end(const ast::Term& term, const Row& row, std::vector<Term>& nodes) const;
  std::vector<Pair> pairs(const ast::Path& path, const std::vector<Term>& nodes);
  std::vector<Pair> composed(const std::vector<Pair>& a, const std::vector<Pair>& b) const;
  std::vector<Pair> repeated(const ast::PathRepeat& repeat, const std::vector<Term>& nodes);
  std::vector<Pair> excepted(const ast::PathNegation& negation) const;
  std::vector<Pair> as_set(const std::vector<Pair>& pairs) const;

  const World& world_;
  Expressions& expr_;
};

}  // namespace vouch::reference
