// What was left out around something that is right in itself: the braces of a block, the `as` of a column.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "parser/lexemes.hpp"
#include "parser/site.hpp"

namespace vouch::parser {
namespace {

bool is_clause(const Site& site, int distance) {
  const std::string word = site.lowered(distance);
  return std::find(clause_words().begin(), clause_words().end(), word) != clause_words().end();
}
bool ends_clause(const Site& site, int distance) {
  const std::string word = site.lowered(distance);
  return site.token(distance).kind == TokenKind::blank || word == "," || word == ")" ||
         word == "}" || word == "and" || word == "or" || is_clause(site, distance);
}

// Three terms that are one pattern: from its first character to its last.
std::optional<Span> lone_pattern(const Site& site, int first) {
  for (int i = first; i < first + 3; ++i) {
    if (!site.is_term(i)) return std::nullopt;
  }
  if (!ends_clause(site, first + 3)) return std::nullopt;
  return Span{site.token(first).span.begin, site.token(first + 2).span.end};
}

std::string text_of(const Site& site, Span span) {
  return std::string(site.text().substr(span.begin, span.size()));
}

// What the text should have been, where it can be told.
Diagnostic with_braces(Diagnostic d, const Site& site, std::optional<Span> pattern, Span replaced,
                       std::string_view word) {
  if (!pattern) return with_note(std::move(d), fmt::format("{} {{ ?x designs ?y }}", word));
  return with_fix(std::move(d), replaced, fmt::format("{{ {} }}", text_of(site, *pattern)), true);
}

// `exists ?x designs ?y`, `not ?x designs ?y`, `maybe ?x designs ?y`
Explained block_without_braces(const Site& site) {
  const std::string word = site.lowered(-1);
  const bool test = word == "exists" && site.expected().has("(");
  const bool clause = (word == "not" || word == "maybe") && site.expected().has("{");
  if (!(test || clause) || !site.is_term(0) || site.lowered(-2) == "why") return std::nullopt;
  const auto pattern = lone_pattern(site, 0);
  Diagnostic d = problem(site.span(), "E0101",
                         fmt::format("what `{}` asks for stands in braces", word));
  return with_braces(std::move(d), site, pattern, pattern.value_or(site.span()), word);
}

// `where not ?x designs ?y`
Explained negated_pattern(const Site& site) {
  const bool pattern = site.lowered(-2) == "not" && site.is_term(-1) && site.is_term(0) &&
                       site.is_term(1) && site.expected().has("a comparison");
  if (!pattern) return std::nullopt;
  const Span place = site.token(-1).span;
  const auto whole = lone_pattern(site, -1);
  Diagnostic d = problem(place, "E0101", "in an expression it is `not exists { … }`");
  if (!whole) return with_note(std::move(d), "where not exists { ?x designs ?y }");
  return with_fix(std::move(d), *whole, fmt::format("exists {{ {} }}", text_of(site, *whole)),
                  true);
}

// `exists (?x designs ?y)`, `count(?x designs ?y)`
Explained block_in_parentheses(const Site& site) {
  const std::string word = site.lowered(-3);
  const bool block = (word == "exists" || word == "count") && site.spelled(-2) == "(" &&
                     site.is_term(-1) && site.is_term(0) && site.is_term(1);
  if (!block) return std::nullopt;
  const bool closed = site.spelled(2) == ")";
  const Span open = site.token(-2).span;
  Diagnostic d = problem(open, "E0101", fmt::format("what `{}` asks for stands in braces", word));
  const auto pattern = closed ? lone_pattern(site, -1) : std::nullopt;
  const Span replaced{open.begin, closed ? site.token(2).span.end : open.end};
  const bool touches = site.token(-3).span.end == open.begin;
  if (!pattern) return with_braces(std::move(d), site, pattern, replaced, word);
  return with_fix(std::move(d), replaced,
                  fmt::format("{}{{ {} }}", touches ? " " : "", text_of(site, *pattern)), true);
}

bool stands_before(const Site& site, std::string_view word) {
  const auto same = [&](const Token& token) {
    return token.span.begin < site.where() && site.of(token) == word;
  };
  return std::any_of(site.tokens().begin(), site.tokens().end(), same);
}

// `return count(?x) n`, `group by ?x: count(?y) ?n`
Explained column_without_as(const Site& site) {
  if (!site.expected().has("as") || site.expected().has("a value")) return std::nullopt;
  const Token here = site.token(0);
  const bool ends = site.token(1).kind == TokenKind::blank || site.spelled(1) == "," ||
                    site.spelled(1) == "}" || is_clause(site, 1);
  if (!ends || is_clause(site, 0) || is_reserved(site.spelled(0))) return std::nullopt;
  if (here.kind == TokenKind::string) {
    return with_note(problem(here.span, "E0101", "a column is named by a variable, after `as`"),
                     "return count(?x) as ?chips");
  }
  // A variable met before is another column: then a comma is missing.
  const bool variable = here.kind == TokenKind::variable;
  if (!(variable && !stands_before(site, site.spelled(0))) && here.kind != TokenKind::name)
    return std::nullopt;
  Diagnostic d = problem(here.span, "E0101",
                         fmt::format("`as` is missing before `{}`", site.spelled(0)));
  if (here.span.size() > 40) d.message = "`as` is missing before the column's name";
  return with_fix(std::move(d), {here.span.begin, here.span.begin}, variable ? "as " : "as ?", true);
}

}  // namespace

Explained explain_left_out(const Site& site) {
  if (site.at_end()) return std::nullopt;
  for (const auto check :
       {block_without_braces, negated_pattern, block_in_parentheses, column_without_as}) {
    if (Explained d = check(site)) return d;
  }
  return std::nullopt;
}

}  // namespace vouch::parser
