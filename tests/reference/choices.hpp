// tests/reference/choices.hpp — every answer that is right where a cut goes through rows that tie.
//
// Shape     `limit`, `offset` and `top` keep some of the lines that tie; each way to keep them gives one
//           answer. A run of the evaluator takes one way at each such cut, next() turns to another.
// Errors    TooManyWays when the ways to cut once are more than kWaysMost.
// Source    docs/language.md, "Order": `limit` without `order by` says "any 10 of 4,211".
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "parser/ast_query.hpp"
#include "tests/reference/naive_evaluator.hpp"
#include "tests/reference/table.hpp"

namespace vouch::reference {

inline constexpr std::size_t kWaysMost = 64;
struct TooManyWays : std::runtime_error {
  TooManyWays() : std::runtime_error("too many right answers") {}
};

class Choices {
 public:
  // Puts the lines that tie around a cut in this run's order.
  void settle(const World& world, Table& table, std::size_t cut);
  // Is there a way not yet taken? Then the next run takes it.
  bool next();
  [[nodiscard]] bool met() const { return !taken_.empty(); }

 private:
  struct Choice {
    std::size_t way = 0;
    std::size_t ways = 1;
  };
  std::vector<Choice> taken_;
  std::size_t at_ = 0;
};

// All answers that are right; none when they are more than kWaysMost.
[[nodiscard]] std::vector<Answer> right_answers(const World& world, const ast::Query& query,
                                                const std::map<std::string, Term>& parameters);
// The query without the cuts that stand last, where nothing else is done to the rows after them: its
// rows are those that the cuts choose from.
[[nodiscard]] std::optional<ast::Query> without_last_cuts(const ast::Query& query);

// How many rows those cuts leave of so many.
[[nodiscard]] std::size_t rows_left(const ast::Query& query, std::size_t rows,
                                    const std::map<std::string, Term>& parameters);

}  // namespace vouch::reference
