// tests/reference/naive_evaluator.hpp — what a query means, by nested loops over vectors: the judge.
//
// Shape     evaluate() reads docs/language.md §3 and "Rulings" aloud. No index, no plan, no optimisation,
//           ever; uses nothing of engine/ but what single terms do (engine/expr/value_ops).
//           Rows and tables as values are in table.hpp, sets of pairs in pairs.hpp.
// Order     rows are in order when `ordered`; else a bag. Where a `limit` or `top` cuts through rows that the
//           query leaves in no order several answers are right: one of them, by the choices (choices.hpp).
// Errors    std::runtime_error for what is not covered: heads, call, search, path values, cite, `every`.
//
// Where the contract is silent, these rulings hold:
//  · A name first met in not/exists/count is local, in maybe it becomes visible, perhaps unbound; a later
//    pattern joins an unbound value with anything (SPARQL compatibility).
//  · Constants in patterns: entities, strings, booleans by identity; numbers, quantities and dates by `=`.
//    A pattern gives each combination of its named values once: constants, `_` and alternatives never
//    multiply. In qualifiers a bare date or range means within; `(q none)`: there is no such qualifier.
//  · `a*` and `a?` with both ends free relate every end of a claimed triple of the graph, and every entity
//    with a declared kind or label, to itself; a bound or constant end relates to itself in any case.
//  · Blocks are evaluated for each outer row; group, top and limit inside act per outer row. An aggregate
//    without keys gives one row per outer row. `count { }` counts rows.
//  · `either`: the rows of all branches as a set over the outer names and all names met in the branches.
//  · `for` over a list: one row per element, in order, duplicates kept; elements see the row.
//  · Surface order holds after `return`, too; only `limit 10 offset 2` takes the offset first.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "parser/ast_query.hpp"
#include "tests/reference/naive_patterns.hpp"
#include "tests/reference/world.hpp"

namespace vouch::reference {

struct Answer {
  std::vector<std::string> columns;
  std::vector<std::vector<Term>> rows;
  std::vector<std::size_t> places;  // of the rows when `ordered`: equal among those that tie
  bool ordered = false;
};

class Choices;
[[nodiscard]] Answer evaluate(const World& world, const ast::Query& query,
                              const std::map<std::string, Term>& parameters, Choices& choices);

}  // namespace vouch::reference
