// parser/ast_writer.hpp — the printer's pieces, shared by its two halves.
//
// Shape     functions that give the canonical text of a node; parentheses only where they are
// needed. Errors    none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parser/ast.hpp"

namespace vouch::ast::writer {

// How tightly an expression binds; an operand is printed in parentheses below what its place asks
// for.
enum class Level { any, conjunction, negation, comparison, sum, product, unary };

[[nodiscard]] std::string quoted(std::string_view text);
[[nodiscard]] std::string text_of(const PlainName& name);
[[nodiscard]] std::string text_of(const Name& name);
[[nodiscard]] std::string text_of(const Variable& variable);
[[nodiscard]] std::string text_of(const Parameter& parameter);
[[nodiscard]] std::string text_of(const StringLiteral& string);
[[nodiscard]] std::string text_of(const NumberLiteral& number);
[[nodiscard]] std::string text_of(const Term& term);
[[nodiscard]] std::string text_of(const Expr& expr, Level least = Level::any);
[[nodiscard]] std::string text_of(const Path& path);
[[nodiscard]] std::string text_of(const Count& count);
[[nodiscard]] std::string text_of(const Sort& sort);
[[nodiscard]] std::string text_of(const Column& column);
[[nodiscard]] std::string text_of(const Block& block);
[[nodiscard]] std::string text_of(
    const std::vector<Qualifier>& qualifiers);  // "" or " (a b, c > d)"
[[nodiscard]] std::string text_of(const Qualifier& qualifier);
[[nodiscard]] std::string text_of(const Pattern& pattern);
[[nodiscard]] std::string text_of(const Clause& clause);
[[nodiscard]] std::string text_of(const Return& result);
[[nodiscard]] std::string text_of(const Fact& fact);
[[nodiscard]] std::string text_of(const std::vector<Head>& heads);  // without a blank at its end
[[nodiscard]] std::string text_of(const Expectation& expectation);
[[nodiscard]] std::string text_of(const Query& query);

[[nodiscard]] std::string text_of(const Statement& statement);  // without its `;`

[[nodiscard]] std::string with_word(std::string_view word,
                                    const std::string& text);  // "", " word text"
[[nodiscard]] std::string heads_before(const std::vector<Head>& heads,
                                       std::string_view after = " ");
[[nodiscard]] std::string expect_text(const std::optional<Expectation>& expectation);
[[nodiscard]] std::string text_of_body(const Query& query);  // without its heads
// Before a block or a call the heads end with a comma, so that their last name is no part of it.
[[nodiscard]] bool wants_comma(const Query& query);

// Clauses as in a block: each with its keyword. As in a rule: patterns bare, conditions without
// `or`.
[[nodiscard]] std::string clauses_text(const std::vector<Clause>& clauses);
[[nodiscard]] std::string branch_text(const std::vector<Clause>& clauses);

// Does the text end in a number that would take a word behind it for its unit?
[[nodiscard]] bool ends_in_bare_number(const Expr& expr);
[[nodiscard]] bool ends_in_number(const Expr& expr);

template <typename Items, typename Print>
std::string joined(const Items& items, std::string_view between, Print print) {
  std::string out;
  for (const auto& item : items) {
    if (!out.empty()) out += between;
    out += print(item);
  }
  return out;
}
template <typename Items>
std::string joined(const Items& items, std::string_view between = ", ") {
  return joined(items, between, [](const auto& item) { return text_of(item); });
}

}  // namespace vouch::ast::writer
