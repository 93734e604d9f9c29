// parser/site.hpp — the place where a statement could not be read, and what stands around it.
//
// Shape     the statement's tokens without blanks; `here` is the one at the furthest failure.
// Units     bytes of the whole text.
// Lifetime  views into the text: as long as that.
// Errors    looking beyond either end gives an empty token of kind blank.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "parser/expected.hpp"
#include "parser/parse.hpp"

namespace vouch::parser {

class Site {
 public:
  // The statement is text[begin, end); `where` may be `end`.
  Site(std::string_view text, std::size_t begin, std::size_t end, std::size_t where,
       ExpectedSet expected);

  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] std::size_t begin() const noexcept { return begin_; }
  [[nodiscard]] std::size_t end() const noexcept { return end_; }
  [[nodiscard]] std::size_t where() const noexcept { return where_; }
  [[nodiscard]] const ExpectedSet& expected() const noexcept { return expected_; }
  [[nodiscard]] bool at_end() const noexcept { return where_ == end_; }

  // Tokens counted from the place: 0 is there, -1 before it.
  [[nodiscard]] Token token(int distance) const;
  [[nodiscard]] std::string_view spelled(int distance) const { return of(token(distance)); }
  [[nodiscard]] std::string lowered(int distance) const;
  [[nodiscard]] std::string first_word() const;  // lower case
  // How many tokens stand before the place.
  [[nodiscard]] int tokens_before() const noexcept { return here_; }
  [[nodiscard]] bool on_new_line() const;
  [[nodiscard]] bool is_term(int distance) const;
  [[nodiscard]] bool touches_before() const;  // no blank between the token before and the place

  // Characters from the place (or some before it), up to the statement's end.
  [[nodiscard]] std::string_view rest(std::size_t before = 0) const;
  [[nodiscard]] std::string_view of(const Token& token) const;
  [[nodiscard]] Span span() const;  // of the token there; of the `;` or nothing at the end
  [[nodiscard]] Span before() const { return {token(-1).span.end, token(-1).span.end}; }
  [[nodiscard]] const std::vector<Token>& tokens() const noexcept { return tokens_; }

 private:
  std::string_view text_;
  std::size_t begin_;
  std::size_t end_;
  std::size_t where_;
  ExpectedSet expected_;
  std::vector<Token> tokens_;
  int here_ = 0;
};

// What an explanation may say; nullopt where it does not apply.
using Explained = std::optional<Diagnostic>;

[[nodiscard]] Diagnostic problem(Span span, std::string code, std::string message);
[[nodiscard]] Diagnostic with_fix(Diagnostic diagnostic, Span span, std::string text, bool certain);
[[nodiscard]] Diagnostic with_note(Diagnostic diagnostic, std::string note);

// Why there: a lexeme spelled wrong (E0102, E0104, E0107, E0109).
[[nodiscard]] Explained explain_lexeme(const Site& site);
// Another language's way to say it (E0110).
[[nodiscard]] Explained explain_habit(const Site& site);
// Braces or an `as` left out (E0101).
[[nodiscard]] Explained explain_left_out(const Site& site);
// A bracket without its other half (E0104).
[[nodiscard]] Explained explain_bracket(const Site& site);
// Everything else, from the particular to the general (E0101, E0108); always says something.
[[nodiscard]] Diagnostic explain(const Site& site);

}  // namespace vouch::parser
