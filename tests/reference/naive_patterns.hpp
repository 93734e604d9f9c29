// tests/reference/naive_patterns.hpp — what a pattern or a path makes of one row.
//
// Shape     rows(pattern, row): the row with each combination of the pattern's named values, each once.
//           Every triple, claim or pair of ends is tried; the rulings are in naive_evaluator.hpp.
// Errors    std::runtime_error for path values and unknown names.
// Source    docs/language.md §3 (patterns, claim patterns, paths) and "Rulings": Rows, Views, Paths.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "parser/ast_query.hpp"
#include "tests/reference/expressions.hpp"
#include "tests/reference/world.hpp"

namespace vouch::reference {

using Rows = std::vector<Row>;
using Cells = std::vector<Term>;
using Pairs = std::map<std::string, std::pair<Term, Term>>;  // by their keys: a set

// The nested loops would take too long: more rows on the way than kRowsMost.
struct TooLarge : std::runtime_error {
  TooLarge() : std::runtime_error("too many rows for the reference") {}
};
inline constexpr std::size_t kRowsMost = 1500;

// The rows that each of the rows becomes.
template <typename Step>
Rows each(const Rows& rows, const Step& step) {
  Rows out;
  for (const Row& row : rows) {
    const Rows more = step(row);
    out.insert(out.end(), more.begin(), more.end());
    if (out.size() > kRowsMost) throw TooLarge();
  }
  return out;
}

class Patterns {
 public:
  Patterns(const World& world, Expressions& expressions) : world_(world), expr_(expressions) {}

  [[nodiscard]] Rows rows(const ast::Pattern& pattern, const Row& row);
  [[nodiscard]] std::string key(const Row& row) const;
  [[nodiscard]] std::string key(const Cells& cells) const;
  [[nodiscard]] Rows as_set(const Rows& rows) const;
  // A name already in the row must have the same value; an unbound or new one takes it.
  bool bind(Row& row, const std::string& name, const Term& value) const;

 private:
  bool bind(Row& row, const ast::Term& term, const Term& value, bool kind_position = false);
  bool is_constant(const Term& value, const Term& wanted);
  std::optional<Row> ends(const ast::Pattern& p, const Term& subject, const Term& object,
                          const Row& row, bool kinds);
  std::optional<Row> triple(const ast::Pattern& p, const Triple& triple, const Row& row);
  Rows claim(const ast::Pattern& p, std::size_t index, const Row& row);

  Rows qualified(const ast::Qualifier& q, const Claim& claim, const Row& row);
  bool compares(const ast::Qualifier& q, const Term& value, const Row& row);
  bool meets(Row& row, const ast::Term& term, const Term& value);

  std::vector<Term> nodes(const ast::Pattern& p, const Row& row) const;
  void add(Pairs& pairs, const Term& from, const Term& to) const;
  Pairs pairs(const ast::Path& path, const std::vector<Term>& nodes);
  Pairs composed(const Pairs& a, const Pairs& b) const;
  Pairs repeated(const ast::PathRepeat& repeat, const std::vector<Term>& nodes);
  Pairs excepted(const ast::PathNegation& negation) const;

  const World& world_;
  Expressions& expr_;
};

}  // namespace vouch::reference
