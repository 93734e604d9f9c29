// Why a statement could not be read, from the particular to the general.
#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.hpp"
#include "parser/lexemes.hpp"
#include "parser/site.hpp"

namespace vouch::parser {
namespace {

bool is_one_of(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}
bool is_word(const Token& token) {
  return token.kind == TokenKind::name || token.kind == TokenKind::keyword;
}

std::string shortened(std::string_view word) {
  constexpr std::size_t kMost = 40;
  if (word.size() <= kMost) return std::string(word);
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) --end;
  return std::string(word.substr(0, end)) + "…";
}

// The nearest keyword, if the word is one with a letter or two wrong.
std::optional<std::string> nearest_keyword(const std::string& word,
                                           const std::vector<std::string>& keywords) {
  if (word.size() < 2 || is_one_of(keywords, word) || is_reserved(word)) return std::nullopt;
  const std::size_t limit = word.size() < 4 ? 1 : 2;
  std::optional<std::string> best;
  std::size_t least = limit + 1;
  for (const std::string& keyword : keywords) {
    const std::size_t distance = unicode::edit_distance(word, keyword, limit);
    if (distance < least && distance < keyword.size() - 1) {
      least = distance;
      best = keyword;
    }
  }
  return best;
}

Diagnostic misspelled(const Site& site, const Token& token, const std::string& keyword) {
  const std::string_view word = site.of(token);
  Diagnostic d = problem(token.span, "E0101",
                         fmt::format("`{}` is not expected here; `{}` is", word, keyword));
  d.token = word;
  return with_fix(std::move(d), token.span, keyword, true);
}

Explained misspelled_keyword(const Site& site) {
  if (is_word(site.token(0))) {
    if (const auto keyword = nearest_keyword(site.lowered(0), site.expected().keywords())) {
      return misspelled(site, site.token(0), *keyword);
    }
  }
  const bool early = site.tokens_before() == 1 || site.tokens_before() == 2;
  if (!early || !is_word(site.tokens().front())) return std::nullopt;
  const auto keyword = nearest_keyword(site.first_word(), statement_words());
  if (!keyword || is_one_of(statement_words(), site.first_word())) return std::nullopt;
  return misspelled(site, site.tokens().front(), *keyword);
}

// `match ?x is_a chip, were ?x > 3`: the wrong word was taken for a name, and what follows it
// fails.
Explained keyword_taken_for_name(const Site& site) {
  for (int back = -1; back >= -3 && site.tokens_before() + back > 0; --back) {
    if (site.token(back).kind != TokenKind::name || site.spelled(back).size() < 4) continue;
    const auto keyword = nearest_keyword(site.lowered(back), clause_words());
    if (!keyword || unicode::edit_distance(site.lowered(back), *keyword, 1) > 1) continue;
    Diagnostic d = misspelled(site, site.token(back), *keyword);
    d.fixes.front().certain = false;
    return d;
  }
  return std::nullopt;
}

// ----------------------------------------------------------------------------- missing separators

Explained missing_semicolon(const Site& site) {
  if (site.at_end() || !site.expected().has(";") || !site.on_new_line() ||
      !is_word(site.token(0))) {
    return std::nullopt;
  }
  const bool begins = is_one_of(statement_words(), site.lowered(0));
  if (!begins && !site.is_term(0)) return std::nullopt;
  if (!begins && site.expected().has(",")) return std::nullopt;
  Diagnostic d =
      problem(site.span(), "E0101", fmt::format("`;` is missing before `{}`", site.spelled(0)));
  return with_fix(std::move(d), site.before(), ";", begins);
}

Explained missing_comma(const Site& site) {
  if (!site.expected().has(",") || !site.is_term(0)) return std::nullopt;
  if (site.expected().has("a value") || site.expected().has("a count such as 2"))
    return std::nullopt;
  const bool pattern = site.expected().has("along") && (site.is_term(1) || site.spelled(1) == ":" ||
                                                        site.token(1).kind == TokenKind::keyword);
  const bool operand = site.expected().has("a comparison") || site.expected().has("+");
  const bool variables = site.token(0).kind == TokenKind::variable &&
                         (site.token(-1).kind == TokenKind::variable || site.spelled(-1) == ")");
  const bool list = !site.expected().has("along") && (!operand || variables);
  if (!pattern && !list) return std::nullopt;
  Diagnostic d =
      problem(site.span(), "E0101", fmt::format("`,` is missing before `{}`", site.spelled(0)));
  return with_fix(std::move(d), site.before(), ",", pattern);
}

// Facts: one object, qualifiers in parentheses.
Explained crowded_fact(const Site& site) {
  const std::string first = site.first_word();
  const bool fact = first == "claim" || first == "deny" || first == "claims";
  if (fact && site.spelled(0) == "/") {
    return with_note(
        problem(site.span(), "E0101", "a claim has one relation; paths belong to questions"),
        "match nvidia designs/uses ?x");
  }
  if (!fact || !site.expected().has("(") || site.at_end() || site.expected().has("a value"))
    return std::nullopt;
  if (site.spelled(0) == "|") {
    return with_note(
        problem(site.span(), "E0101", "a claim has one object; `|` belongs to questions"),
        "what one of several did is claimed with `alternative` and one claim each");
  }
  const bool another = site.is_term(0) && site.is_term(1) && site.is_term(2);
  if (another && first == "claims") {
    return with_fix(
        problem(site.span(), "E0101", fmt::format("`;` is missing before `{}`", site.spelled(0))),
        site.before(), ";", true);
  }
  const bool qualifies = is_word(site.token(0)) && site.is_term(1);
  if (!qualifies) {
    if (!site.is_term(0)) return std::nullopt;
    return with_note(problem(site.span(), "E0101", "a claim has one object"),
                     "each further object is a claim of its own");
  }
  std::size_t end = std::min(site.end(), site.text().find_first_of(";{}\n", site.where()));
  while (end > site.where() && is_blank(site.text()[end - 1])) --end;
  const Span place{site.where(), end};
  const std::string inside(site.text().substr(place.begin, place.size()));
  return with_fix(problem(place, "E0101", "qualifiers stand in parentheses"), place,
                  "(" + inside + ")", false);
}

// ---------------------------------------------------------------------------------------- spacing

Explained spacing(const Site& site) {
  const std::string_view at = site.spelled(0);
  const bool variable = site.token(-1).kind == TokenKind::variable;
  if (at == ":" && variable && !site.expected().has(":")) {
    Diagnostic d = problem(site.span(), "E0101",
                           fmt::format("a variable touches its kind: `{}:kind`", site.spelled(-1)));
    if (!is_word(site.token(1))) return d;
    return with_fix(std::move(d), {site.token(-1).span.end, site.token(1).span.begin}, ":", true);
  }
  const bool dotted =
      at.starts_with('.') && !at.starts_with("..") && site.expected().has("a comparison");
  if (dotted) {
    return with_fix(problem(site.span(), "E0101", "a field touches what it is of: `?c.known`"),
                    {site.token(-1).span.end, site.where() + 1}, ".", true);
  }
  if (at.starts_with('.') && !at.starts_with("..") && variable && site.touches_before()) {
    return with_note(problem(site.span(), "E0101", "fields belong to expressions"),
                     fmt::format("in a pattern: `let ?v = {}.field`, then `?v`", site.spelled(-1)));
  }
  const bool after_dot =
      site.expected().has("a field") && site.is_term(0) && !site.touches_before();
  if (after_dot) {
    return with_fix(problem(site.span(), "E0101", "a field touches what it is of: `?c.known`"),
                    {site.token(-1).span.end, site.where()}, "", true);
  }
  const bool repeats = at != "?" || site.is_term(1);
  const bool postfix = repeats && (at == "+" || at == "*" || at == "?" || at == "{") &&
                       site.expected().has("a value") &&
                       (site.expected().has("/") || site.expected().has("|")) &&
                       !site.touches_before();
  if (postfix) {
    return with_fix(
        problem(site.span(), "E0101", fmt::format("`{}` touches the relation it repeats", at)),
        {site.token(-1).span.end, site.where()}, "", true);
  }
  return std::nullopt;
}

// ----------------------------------------------------------------------------- words out of place

Explained reserved_name(const Site& site) {
  const std::string word = site.lowered(0);
  const bool wants_name = site.expected().has("a relation") ||
                          site.expected().has("a name or variable") ||
                          site.expected().has("a name") || site.expected().has("a value");
  if (!wants_name || !is_word(site.token(0)) || !is_reserved(word) || word == "true" ||
      word == "false") {
    return std::nullopt;
  }
  // A clause that follows is no name: then something is missing before it.
  const std::string first = site.first_word();
  const bool in_fact = first == "claim" || first == "deny" || first == "claims";
  const bool as_relation = site.expected().has("a relation") && site.is_term(1);
  const Token next = site.token(1);
  const bool closes = next.kind == TokenKind::blank || site.of(next) == "," ||
                      site.of(next) == ")" || site.of(next) == "|";
  const bool clause =
      is_one_of(clause_words(), word) || word == "as" || word == "or" || word == "and";
  const bool preposition =
      word == "for" || word == "with" || word == "in" || word == "at" || word == "as";
  if (!in_fact && !(as_relation && (preposition || !clause)) &&
      !(closes && (preposition || !clause))) {
    return std::nullopt;
  }
  Diagnostic d =
      problem(site.span(), "E0108",
              fmt::format("`{}` is a reserved word; as a name it is written `[{}]`", word, word));
  d.token = word;
  return with_fix(std::move(d), site.span(), fmt::format("[{}]", site.spelled(0)), !in_fact);
}

Explained late_head(const Site& site) {
  const std::string word = site.lowered(0);
  const bool head = word == "using" || word == "at" || word == "assume" || word == "without" ||
                    word == "possibly" || (word == "as" && site.lowered(1) == "of");
  if (!head || !site.expected().has("where")) return std::nullopt;
  return with_note(problem(site.span(), "E0101", fmt::format("`{}` stands before `match`", word)),
                   fmt::format("heads come first: `{} … match …`", word == "as" ? "as of" : word));
}

Explained early_clause(const Site& site) {
  if (site.tokens_before() > 1 || site.tokens().empty()) return std::nullopt;
  const std::string first = site.first_word();
  const bool clause = is_one_of(clause_words(), first) && !is_one_of(statement_words(), first);
  if (!clause || first == "not") {
    if (first != "not" || site.spelled(0) != "{") return std::nullopt;
  }
  if (first == "return") {
    return with_note(problem(site.tokens().front().span, "E0101", "`return` stands behind `match`"),
                     "a lone expression prints its value: `1 + 2;`");
  }
  return with_note(problem(site.tokens().front().span, "E0101",
                           fmt::format("`{}` stands behind `match`", first)),
                   fmt::format("match ?x designs ?y {} …", first));
}

Explained late_clause(const Site& site) {
  const std::string word = site.lowered(0);
  if (!is_one_of(clause_words(), word) || site.expected().has("where") ||
      !site.expected().has("limit")) {
    return std::nullopt;
  }
  const bool returned = site.expected().has("offset") && site.expected().has("cite");
  if (!returned) return std::nullopt;
  return with_note(
      problem(site.span(), "E0101", fmt::format("`{}` stands before `return`", word)),
      "after `return` come `order by`, `top`, `limit`, `offset`, `cite`, `expect`; `with` goes on");
}

// One thing only could have come.
Explained missing_word(const Site& site) {
  const std::string only = site.expected().only();
  if (only.empty() || only == ";" || site.at_end()) return std::nullopt;
  if (!is_ascii_letter(only[0]) && site.token(0).kind == TokenKind::keyword) return std::nullopt;
  Diagnostic d =
      problem(site.span(), "E0101",
              fmt::format("`{}` is missing before `{}`", only, shortened(site.spelled(0))));
  return with_fix(std::move(d), site.before(), is_ascii_letter(only[0]) ? " " + only : only,
                  is_ascii_letter(only[0]));
}

Explained numbered_name(const Site& site) {
  const bool wants_name =
      site.expected().has("a name") || site.expected().has("a name or variable");
  if (!wants_name || site.token(0).kind != TokenKind::number) return std::nullopt;
  return with_note(problem(site.span(), "E0101", "a name begins with a letter"),
                   "what else it is called is its label: entity node_3nm \"3nm node\"");
}

Explained no_statement(const Site& site) {
  const bool lone = site.tokens_before() == 1 && site.tokens().front().kind == TokenKind::name;
  if (!lone || !site.is_term(0) || !site.expected().has("a comparison")) return std::nullopt;
  if (is_one_of(statement_words(), site.first_word())) return std::nullopt;
  return with_note(
      problem(site.tokens().front().span, "E0101",
              fmt::format("no statement begins with `{}`", shortened(site.spelled(-1)))),
      "questions begin with `match`, facts with `claim`, names with `entity`, `kind`, `relation`");
}

Explained bare_name(const Site& site) {
  if (site.tokens().size() != 1 || site.tokens().front().kind != TokenKind::name)
    return std::nullopt;
  const Token& name = site.tokens().front();
  if (is_one_of(statement_words(), site.first_word())) return std::nullopt;
  Diagnostic d =
      problem(name.span, "E0101",
              fmt::format("a bare name asks nothing; `describe {}` does", site.of(name)));
  return with_fix(std::move(d), {name.span.begin, name.span.begin}, "describe ", true);
}

// ------------------------------------------------------------------------------------ expressions

Explained in_conditions(const Site& site) {
  const std::string_view at = site.spelled(0);
  if (at == "{" && site.lowered(-1) == "not" && site.expected().has("a value")) {
    return with_fix(problem(site.span(), "E0101", "in an expression it is `not exists { … }`"),
                    {site.where(), site.where()}, "exists ", true);
  }
  const bool compares =
      at == "<" || at == ">" || at == "=" || at == "!=" || at == "<=" || at == ">=";
  if (compares && site.expected().has("or") && !site.expected().has("a comparison")) {
    return with_note(problem(site.span(), "E0101", "comparisons do not chain"),
                     "`1 < ?y < 3` is `1 < ?y and ?y < 3`");
  }
  if (compares && site.expected().has("a relation") && site.spelled(-2) == ",") {
    return with_fix(problem(site.token(-2).span, "E0101", "conditions are joined with `and`"),
                    site.token(-2).span, " and", true);
  }
  if (compares && site.expected().has("a relation") && site.lowered(-2) == "or") {
    return with_note(
        problem(site.span(), "E0101", "an `or` in a rule's condition stands in parentheses"),
        "where (?y = a or ?y = b)");
  }
  const bool pattern = site.is_term(0) && site.expected().has("a comparison") && site.is_term(-1) &&
                       site.lowered(-2) == "and" && site.is_term(1);
  if (!pattern) return std::nullopt;
  return with_fix(problem(site.token(-2).span, "E0101",
                          "after `where`, `and` joins conditions; a pattern follows `,`"),
                  site.token(-2).span, ",", false);
}

// ---------------------------------------------------------------------------------------- default

Diagnostic unexpected(const Site& site) {
  const Span place = site.span();
  const std::string_view word = site.text().substr(place.begin, place.size());
  std::string message = "the text ends too early";
  if (site.at_end() && !word.empty()) message = "`;` comes too early";
  if (!site.at_end())
    message = fmt::format("`{}` is not expected here", shortened(word.substr(0, word.find('\n'))));
  Diagnostic d = problem(place, "E0101", message);
  d.token = site.at_end() ? "" : std::string(word);
  return d;
}

}  // namespace

Explained explain_bracket(const Site& site) {
  std::vector<Token> open;
  for (const Token& token : site.tokens()) {
    if (token.span.begin >= site.where()) break;
    const std::string_view mark = site.of(token);
    if (token.kind == TokenKind::punctuation && (mark == "(" || mark == "{")) open.push_back(token);
    if (token.kind == TokenKind::punctuation && (mark == ")" || mark == "}") && !open.empty())
      open.pop_back();
  }
  const std::string_view here = site.spelled(0);
  const bool closes = here == ")" || here == "}" || here == "]";
  if (open.empty()) {
    if (!closes) return std::nullopt;
    Diagnostic d = problem(site.span(), "E0104", fmt::format("`{}` closes nothing", here));
    return with_fix(std::move(d), site.span(), "", false);
  }
  const std::string_view opener = site.of(open.back());
  const std::string closer = opener == "(" ? ")" : "}";
  if (!site.expected().has(closer) || here == closer) return std::nullopt;
  // Is it closed later? Then something before the bracket is wrong, not the bracket.
  int depth = 0;
  for (const Token& token : site.tokens()) {
    if (token.span.begin < site.where()) continue;
    const std::string_view mark = site.of(token);
    depth += mark == opener ? 1 : mark == closer ? -1 : 0;
    if (depth < 0) return std::nullopt;
  }
  Diagnostic d = problem(site.span(), "E0104", fmt::format("`{}` is never closed", opener));
  d.labels.push_back({open.back().span, "opened here"});
  d.labels.push_back({site.span(), fmt::format("`{}` is wanted before this", closer)});
  return with_fix(std::move(d), site.before(), opener == "{" ? " }" : ")", false);
}

Diagnostic explain(const Site& site) {
  for (const auto check :
       {explain_habit, explain_lexeme, bare_name, early_clause, misspelled_keyword, in_conditions,
        explain_left_out, spacing, explain_bracket, missing_semicolon, crowded_fact, reserved_name, late_head,
        late_clause, missing_comma, keyword_taken_for_name, numbered_name, no_statement,
        missing_word}) {
    Explained d = check(site);
    if (!d) continue;
    const bool told = d->code != "E0101" || d->span != site.span();
    if (!told && d->labels.empty())
      d->labels.push_back({site.span(), "expected " + site.expected().wording()});
    return *std::move(d);
  }
  Diagnostic d = unexpected(site);
  d.labels.push_back({d.span, "expected " + site.expected().wording()});
  return d;
}

}  // namespace vouch::parser
