// parser/expected.hpp — the set of things wanted at a place, in the reader's words.
//
// Shape     groups (all clauses, all operators) stand for their members; six items at most.
// Errors    none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parser/grammar/state.hpp"

namespace vouch::parser {

using grammar::Expected;

class ExpectedSet {
 public:
  explicit ExpectedSet(std::vector<Expected> items) : items_(std::move(items)) {}

  [[nodiscard]] bool has(std::string_view text) const;
  // Only what belongs to an expression goes: for statements that begin like one.
  void drop_expression_parts();
  // "a relation, `where`, `return` or `;`"
  [[nodiscard]] std::string wording() const;
  // The one word or mark that is wanted, when there is no other; empty otherwise.
  [[nodiscard]] std::string only() const;
  // The keywords among them.
  [[nodiscard]] std::vector<std::string> keywords() const;

 private:
  std::vector<Expected> items_;
};

}  // namespace vouch::parser
