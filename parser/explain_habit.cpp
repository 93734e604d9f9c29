// Habits brought from SPARQL, Cypher, SQL and programming, and how VQL says the same.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "parser/lexemes.hpp"
#include "parser/site.hpp"

namespace vouch::parser {
namespace {

// -------------------------------------------------------------------------------------- operators

struct Operator {
  std::string_view theirs;
  std::string_view ours;
};
// Longest first where one begins another.
constexpr std::array kOperators = {
    Operator{"==", "="},       Operator{"<>", "!="}, Operator{"&&", "and"}, Operator{"||", "or"},
    Operator{"=~", "matches"}, Operator{":=", "="},  Operator{"=<", "<="},  Operator{"=>", ">="},
    Operator{"≠", "!="},       Operator{"≤", "<="},  Operator{"≥", ">="},   Operator{"×", "*"},
    Operator{"÷", "/"},        Operator{"−", "-"},   Operator{"→", "->"}};

Explained foreign_operator(const Site& site) {
  for (const Operator& op : kOperators) {
    for (const std::size_t back : {std::size_t{0}, std::size_t{1}}) {
      if (site.where() < site.begin() + back || !site.rest(back).starts_with(op.theirs)) continue;
      const std::size_t at = site.where() - back;
      const Span place{at, at + op.theirs.size()};
      const bool path = op.theirs == "||" && site.expected().has("a relation");
      const std::string_view ours = path ? "|" : op.ours;
      const bool glued =
          is_ascii_letter(ours[0]) && at > site.begin() && !is_blank(site.text()[at - 1]);
      Diagnostic d = problem(place, "E0110", fmt::format("`{}` is written `{}`", op.theirs, ours));
      return with_fix(std::move(d), place, fmt::format("{}{}", glued ? " " : "", ours), true);
    }
  }
  const bool negates = site.rest().starts_with('!') && !site.rest().starts_with("!=") &&
                       site.expected().has("a value");
  if (!negates) return std::nullopt;
  const Span place{site.where(), site.where() + 1};
  return with_fix(problem(place, "E0110", "`!` is written `not`"), place, "not ", true);
}

Explained foreign_comment(const Site& site) {
  const std::size_t start = site.tokens().empty() ? site.begin() : site.tokens().front().span.begin;
  for (const std::size_t at : {site.where(), start}) {
    const std::string_view rest = site.text().substr(at, site.end() - at);
    for (const std::string_view mark : {"--", "//", "/*"}) {
      if (!rest.starts_with(mark) || (mark == "--" && rest.substr(2, 1) == ">")) continue;
      const Span place{at, at + 2};
      Diagnostic d = problem(place, "E0110", "a comment begins with `#`");
      return mark == "/*" ? d : with_fix(std::move(d), place, "#", true);
    }
  }
  return std::nullopt;
}

Explained single_quotes(const Site& site) {
  const std::string_view rest = site.rest();
  const bool curly = rest.starts_with("‘") || rest.starts_with("“") || rest.starts_with("„");
  if (!rest.starts_with('\'') && !curly) return std::nullopt;
  std::size_t close = rest.find('\'', 1);
  std::size_t width = 1;
  if (curly) {
    width = 3;
    close = std::min(rest.find("’", 3), rest.find("”", 3));
  }
  const bool closed = close != std::string_view::npos && close < rest.find('\n');
  const std::size_t size = closed ? close + width : width;
  const Span place{site.where(), site.where() + size};
  Diagnostic d = problem(place, "E0110", "strings stand between double quotes: `\"text\"`");
  if (!closed) return d;
  return with_fix(std::move(d), place, fmt::format("\"{}\"", rest.substr(width, close - width)),
                  true);
}

// ------------------------------------------------------------------------------------------ words

struct Word {
  std::string_view theirs;
  std::string_view message;
  std::string_view ours;  // what the word is replaced with; empty when more must change
  std::string_view note;
};

// Where a clause, pattern or operator could stand.
constexpr std::array kWords = {
    Word{"filter", "`filter` is written `where`", "where", ""},
    Word{"optional", "`optional` is written `maybe`", "maybe", "maybe { ?x made_at ?node }"},
    Word{"union", "`union` is written `either { … } or { … }`", "",
         "either { ?x made_by a } or { ?x made_by b }"},
    Word{"minus", "`minus` is written `not { … }`", "not", ""},
    Word{"except", "`except` is written `not { … }`", "not", ""},
    Word{"bind", "`bind` is written `let`", "let", "`bind(?a + 1 as ?b)` is `let ?b = ?a + 1`"},
    Word{"having", "`having` is written `where`, behind `group by`", "where", ""},
    Word{"values", "`values` is written `for`", "", "`values ?x { a b }` is `for ?x in (a, b)`"},
    Word{"unwind", "`unwind` is written `for`", "", "`unwind list as x` is `for ?x in list`"},
    Word{"like", "`like` is written `contains`, `starts with` or `matches`", "",
         "`name like 'A%'` is `label(?x) starts with \"A\"`"},
    Word{"ilike", "`ilike` is written `contains`, `starts with` or `matches`", "",
         "regular expressions: `matches /a.*b/i`"},
    Word{"regex", "`regex` is written `matches`", "",
         "`regex(?s, \"a.*b\")` is `?s matches /a.*b/`"},
    Word{"between", "`between` is written `in`", "", "`between 3 and 5` is `in 3..5`"},
    Word{"is", "values are compared with `=`", "=",
         "`x is null` is `not exists { … }` or, of a claim, `(name none)`"},
    Word{"join", "`join` is not needed: patterns that share a variable join", "",
         "match ?a makes ?b, ?b used_in ?c"},
    Word{"from", "`from` is not needed: `match` asks the whole store", "",
         "sources are chosen with `using source a | b`"},
    Word{"graph", "`graph` is written `using source`", "", "using source a match …"},
    Word{"service", "a query asks one store", "", ""},
    Word{"skip", "`skip` is written `offset`", "offset", ""},
    Word{"fetch", "`fetch first 3 rows only` is written `limit 3`", "", ""},
    Word{"xor", "`xor` is written `!=`", "!=", ""},
    Word{"descending", "`descending` is written `desc`", "desc", ""},
    Word{"ascending", "`ascending` is written `asc`", "asc", ""}};

// Where a statement begins.
constexpr std::array kFirstWords = {
    Word{"select", "a query begins with `match`, not `select`", "",
         "`select ?x where { ?x designs ?y }` is `match ?x designs ?y return ?x`"},
    Word{"construct", "a query begins with `match`, not `construct`", "",
         "rules make new facts: `rule ?a r ?b if …`"},
    Word{"ask", "`ask { … }` is written `exists { … }`", "exists",
         "exists { nvidia designs h20 };"},
    Word{"find", "a query begins with `match`", "match", ""},
    Word{"get", "a query begins with `match`", "match", ""},
    Word{"insert", "facts are added with `claim`", "", "claim nvidia designs h20 (source …);"},
    Word{"create", "facts are added with `claim`, entities with `entity`", "",
         "entity nvidia : company \"Nvidia\";"},
    Word{"delete", "facts are taken back with `retract claim`", "",
         "retract claim c_1f3a; it stays in the history"},
    Word{"update", "facts are not changed: `retract claim` the old one, `claim` the new", "", ""},
    Word{"drop", "facts are taken back with `retract claim`", "", ""},
    Word{"optional", "`optional` is written `maybe`, behind `match`", "",
         "match ?x a ?y maybe { ?y b ?z }"},
    Word{"unwind", "`unwind` is written `for`", "", "for ?x in (a, b) match ?x designs ?y"},
    Word{"print", "`print` is written `echo`", "echo", ""},
    Word{"import", "`import` is written `load` or `include`", "",
         "load \"facts.ttl\"; include \"rules.vq\";"},
    Word{"desc", "`desc` is written `describe`", "describe", ""},
    Word{"base", "an IRI is abbreviated with `prefix`", "", "prefix ex: <https://example.org/>;"}};

bool may_be_word(const Site& site) {
  return site.token(0).kind == TokenKind::name || site.token(0).kind == TokenKind::keyword;
}

Explained say(const Word& word, Span place) {
  Diagnostic d = problem(place, "E0110", std::string(word.message));
  if (!word.ours.empty()) d = with_fix(std::move(d), place, std::string(word.ours), false);
  if (!word.note.empty()) d = with_note(std::move(d), std::string(word.note));
  return d;
}

Explained foreign_word(const Site& site) {
  if (!may_be_word(site)) return std::nullopt;
  const std::string word = site.lowered(0);
  for (const Word& known : kWords) {
    if (known.theirs == word) return say(known, site.span());
  }
  return std::nullopt;
}

// `like (…)` and the rest read like calls or names; then the failure comes right behind the word.
Explained foreign_word_before(const Site& site) {
  if (site.tokens_before() < 2 || site.token(-1).kind != TokenKind::name) return std::nullopt;
  const std::string word = site.lowered(-1);
  for (const Word& known : kWords) {
    if (known.theirs == word && site.token(-2).kind != TokenKind::keyword)
      return say(known, site.token(-1).span);
  }
  return std::nullopt;
}

Explained foreign_start(const Site& site) {
  if (site.tokens().empty() || site.tokens_before() > 2) return std::nullopt;
  const std::string first = site.first_word();
  if (first == "@prefix" || site.of(site.tokens().front()) == "@") {
    return with_note(problem(site.tokens().front().span, "E0110",
                             "`@prefix` is written `prefix`, with `;` at its end"),
                     "prefix ex: <https://example.org/>;");
  }
  for (const Word& known : kFirstWords) {
    if (known.theirs == first) return say(known, site.tokens().front().span);
  }
  return std::nullopt;
}

// ----------------------------------------------------------------------------------------- shapes

Explained cypher(const Site& site) {
  const std::string_view statement = site.text().substr(site.begin(), site.end() - site.begin());
  for (const std::string_view shape : {")-[", "]->", ")-->", ")<-[", ")<--"}) {
    if (statement.find(shape) == std::string_view::npos) continue;
    const std::size_t open = statement.find('(');
    const std::size_t close = std::max(statement.rfind(')'), open);
    const Span place{site.begin() + open, site.begin() + close + 1};
    return with_note(
        problem(place, "E0110", "patterns are written without arrows: `?a supplies ?b`"),
        "Cypher's `(a:Company)-[:SUPPLIES]->(b)` is `?a:company supplies ?b`");
  }
  return std::nullopt;
}

// SPARQL ends triples with `.`, and goes on with `;`.
Explained full_stop(const Site& site) {
  const std::string_view rest = site.rest();
  const bool stop = rest.starts_with('.') && !rest.starts_with("..") &&
                    (rest.size() == 1 || is_blank(rest[1]) || rest[1] == '}');
  const bool decimal = site.touches_before() && site.token(-1).kind == TokenKind::number;
  if (!stop || decimal || !site.expected().has(",")) return std::nullopt;
  const Span place{site.where(), site.where() + 1};
  const bool last = site.token(1).kind == TokenKind::blank || site.spelled(1) == "}";
  Diagnostic d = problem(place, "E0110", "patterns are separated by `,`, not `.`");
  return with_fix(std::move(d), place, last ? "" : ",", true);
}

// `where { ?x a ?y }`
Explained where_block(const Site& site) {
  if (site.spelled(0) != "{" || site.lowered(-1) != "where") return std::nullopt;
  return with_note(problem(site.token(-1).span, "E0110",
                           "patterns stand behind `match`, conditions behind `where`"),
                   "match ?x designs ?y where ?y != h20");
}

// `?x is null`, `?x is not null`
Explained is_null(const Site& site) {
  if (site.lowered(0) != "is") return std::nullopt;
  const bool negated = site.lowered(1) == "not";
  const int last = negated ? 2 : 1;
  if (site.lowered(last) != "null") return std::nullopt;
  const Span place{site.span().begin, site.token(last).span.end};
  Diagnostic d = problem(place, "E0110", negated ? "a name that a `match` binds is never null"
                                                 : "`is null` is written `not { … }`");
  return with_note(std::move(d), negated ? "match ?chip made_at ?node"
                                         : "match ?chip is_a chip not { ?chip made_at ?node }");
}

// `return *`
Explained return_everything(const Site& site) {
  if (site.spelled(0) != "*" || site.lowered(-1) != "return") return std::nullopt;
  const Span place{site.token(-1).span.begin, site.span().end};
  return with_fix(problem(place, "E0110", "without `return` all named variables are returned"),
                  place, "", true);
}

// `limit 10, 5`: the rows to pass over, then how many. The second number reads like a pattern's subject.
Explained limit_of_two(const Site& site) {
  for (const int first : {-1, -2, -3}) {
    const Token skipped = site.token(first);
    const Token taken = site.token(first + 2);
    const bool two = site.lowered(first - 1) == "limit" && skipped.kind == TokenKind::number &&
                     site.spelled(first + 1) == "," && taken.kind == TokenKind::number;
    if (!two) continue;
    const std::string ours = fmt::format("limit {} offset {}", site.of(taken), site.of(skipped));
    const Span place{site.token(first - 1).span.begin, taken.span.end};
    return with_fix(problem(place, "E0110", fmt::format("it is written `{}`", ours)), place, ours,
                    true);
  }
  return std::nullopt;
}

// `limit 5 rows`
Explained counted_rows(const Site& site) {
  const std::string word = site.lowered(0);
  const std::string before = site.lowered(-2);
  if ((word != "rows" && word != "row") || (before != "limit" && before != "offset") ||
      site.token(-1).kind != TokenKind::number) {
    return std::nullopt;
  }
  return with_fix(problem(site.span(), "E0110", fmt::format("`{}` counts rows; the word is left out", before)),
                  {site.token(-1).span.end, site.span().end}, "", true);
}

// `call f(of: x)`
Explained colon_setting(const Site& site) {
  if (site.spelled(0) != ":" || !site.expected().has("=")) return std::nullopt;
  return with_fix(problem(site.span(), "E0110", "a setting is written with `=`"), site.span(), " =",
                  true);
}

// `count(?x) as n`: a name where `as` wants a variable
Explained plain_variable(const Site& site) {
  for (const std::string_view other :
       {"a value", "a kind", "a date", "a relation", "a name or variable"}) {
    if (site.expected().has(other)) return std::nullopt;
  }
  const Span place = site.span();
  if (!site.expected().has("a variable") || !may_be_word(site) || is_reserved(site.spelled(0)))
    return std::nullopt;
  return with_fix(
      problem(place, "E0110", fmt::format("a variable is written `?{}`", site.spelled(0))),
      {place.begin, place.begin}, "?", true);
}

}  // namespace

Explained explain_habit(const Site& site) {
  for (const auto check : {foreign_comment, cypher, foreign_start, limit_of_two}) {
    if (Explained d = check(site)) return d;
  }
  if (site.at_end()) return foreign_word_before(site);
  for (const auto check : {single_quotes, foreign_operator, full_stop, where_block, is_null,
                           return_everything, counted_rows, foreign_word, foreign_word_before,
                           colon_setting, plain_variable}) {
    if (Explained d = check(site)) return d;
  }
  return std::nullopt;
}

}  // namespace vouch::parser
