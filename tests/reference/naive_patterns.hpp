// tests/reference/naive_patterns.hpp — what a pattern or a path makes of one row.
//
// Shape     rows(pattern, row): the row with each combination of the pattern's named values, each once.
//           Every triple, claim or pair of ends is tried; the rulings are in naive_evaluator.hpp.
// Errors    std::runtime_error for path values, claims of long paths and unknown names.
// Source    docs/language.md §3 (patterns, claim patterns, paths) and "Rulings": Rows, Claims in patterns,
//           Variable relations, Dates, Paths.
#pragma once

#include <string>

#include "parser/ast_query.hpp"
#include "tests/reference/expressions.hpp"
#include "tests/reference/pairs.hpp"
#include "tests/reference/table.hpp"
#include "tests/reference/world.hpp"

namespace vouch::reference {

class Patterns {
 public:
  Patterns(const World& world, Expressions& expressions) : world_(world), expr_(expressions) {}

  [[nodiscard]] Rows rows(const ast::Pattern& pattern, const Row& row);
  // A name already in the row must have the same value; an unbound or new one takes it.
  bool bind(Row& row, const std::string& name, const Term& value) const;

 private:
  enum class Slot { plain, kind, qualifier };  // where a term is written
  bool bind(Row& row, const ast::Term& term, const Term& value, Slot slot);
  Rows triple(const ast::Pattern& p, const Triple& triple, const Row& row);
  Rows claim(const ast::Pattern& p, std::size_t index, const Row& row);
  Rows qualified(const ast::Qualifier& q, const Claim& claim, const Row& row);

  Cells nodes(const ast::Pattern& p, const Row& row);
  Pairs pairs(const ast::Path& path, const Cells& nodes) const;
  Pairs repeated(const ast::PathRepeat& repeat, const Pairs& once, const Cells& nodes) const;
  Pairs excepted(const ast::PathNegation& negation) const;

  const World& world_;
  Expressions& expr_;
};

}  // namespace vouch::reference
