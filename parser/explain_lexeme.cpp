// Lexemes spelled wrong: strings, labels, IRIs, numbers, dates, variables.
#include <fmt/format.h>

#include "parser/lexemes.hpp"
#include "parser/site.hpp"

namespace vouch::parser {
namespace {

Span span_of(std::size_t begin, std::size_t size) {
  return {begin, begin + size};
}

std::size_t line_end(const Site& site) {
  const std::size_t end = site.text().find('\n', site.where());
  return std::min(end == std::string_view::npos ? site.text().size() : end, site.end());
}

// ---------------------------------------------------------------------------------------- strings

// What may follow a backslash.
bool is_escape(std::string_view text) {
  if (text.empty()) return false;
  if (text[0] != 'u') return std::string_view("\"\\/bfnrt").find(text[0]) != std::string_view::npos;
  return text.size() >= 5 &&
         text.substr(1, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Explained broken_string(const Site& site) {
  const std::string_view text = site.text().substr(0, site.end());
  const bool is_long = site.rest().starts_with("\"\"\"");
  std::size_t at = site.where() + (is_long ? 3 : 1);
  for (; at < text.size(); ++at) {
    if (text[at] == '\n' && !is_long) break;
    if (is_long ? text.substr(at, 3) == "\"\"\"" : text[at] == '"') return std::nullopt;
    if (text[at] != '\\') continue;
    if (!is_escape(text.substr(at + 1))) {
      const std::string escape(text.substr(at, 2));
      Diagnostic d = problem(span_of(at, 2), "E0109", "`" + escape + "` is no escape in a string");
      d = with_fix(std::move(d), span_of(at, 1), "\\\\", false);
      return with_note(std::move(d), R"(escapes are \" \\ \/ \b \f \n \r \t \u00e9, as in JSON)");
    }
    ++at;
  }
  const Span place{site.where(), is_long ? site.where() + 3 : std::min(at, line_end(site))};
  Diagnostic d = problem(place, "E0102", "this string is never closed");
  const std::string mark = is_long ? "\"\"\"" : "\"";
  d.notes.push_back(is_long ? "`\"\"\"` closes it"
                            : "a string that spans lines stands between `\"\"\"`");
  return with_fix(std::move(d), {place.end, place.end}, mark, false);
}

// ---------------------------------------------------------------------------------------- numbers

std::string padded_date(std::string_view text) {
  std::string out(text.substr(0, 4));
  for (std::size_t at = 4; at < text.size();) {
    std::size_t end = text.find('-', at + 1);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view part = text.substr(at + 1, end - at - 1);
    out += part.size() == 1 ? fmt::format("-0{}", part) : fmt::format("-{}", part);
    at = end;
  }
  return out;
}

// A year, a `-`, and something that is no month: a date spelled wrong, or a difference.
Diagnostic broken_date(std::string_view text, Span place) {
  const std::string_view tail = text.substr(5);
  const bool digits = tail.find_first_not_of("0123456789-") == std::string_view::npos;
  const std::string padded = digits ? padded_date(text) : std::string();
  if (digits && tail.size() > 1 && tail[1] != '-' && padded == text) {
    const bool day = text.size() > 7 && text.substr(5, 2) >= "01" && text.substr(5, 2) <= "12";
    Diagnostic d = problem(place, "E0107",
                           fmt::format("`{}` is no date ({} {})", text, day ? "day" : "month",
                                       day ? text.substr(8) : text.substr(5, 2)));
    return with_note(std::move(d), "dates read 2025-09-15, 2025-09, 2025-Q3 or 2025-H1");
  }
  Diagnostic d =
      problem(place, "E0107", fmt::format("`{}` is neither a date nor a difference", text));
  if (digits && padded != text && date_exists(padded))
    d = with_fix(std::move(d), place, padded, false);
  if (digits) {
    const std::string apart = fmt::format("{} - {}", text.substr(0, 4), tail);
    if (tail.find('-') == std::string_view::npos) d = with_fix(std::move(d), place, apart, false);
  }
  return with_note(std::move(d),
                   "dates read 2025-09-15, 2025-09 or 2025-Q3; a minus has blanks: `2025 - 9`");
}

Explained broken_number(const Site& site) {
  const std::string_view rest = site.rest();
  std::size_t size = rest.starts_with('~') ? 1 : 0;
  while (size < rest.size() &&
         (is_digit(rest[size]) || is_ascii_letter(rest[size]) ||
          std::string_view("-_.:+").find(rest[size]) != std::string_view::npos)) {
    ++size;
  }
  const std::string_view text = rest.substr(0, size);
  const Span place = span_of(site.where(), size);
  if (text == "~") {
    Diagnostic d = problem(place, "E0107", "`~` touches its number: `~5 units`");
    const std::size_t next = site.token(1).span.begin;
    return next > place.end ? with_fix(std::move(d), {place.end, next}, "", true) : d;
  }
  if (text.starts_with('.') && size > 1 && is_digit(text[1])) {
    return with_fix(
        problem(place, "E0107", fmt::format("`{}` wants a digit before its point", text)),
        {place.begin, place.begin}, "0", true);
  }
  const bool counts =
      site.expected().has("a whole number") || site.expected().has("a count such as 2");
  const std::size_t minus = text.find('-', 1);
  if (counts && text.find_first_not_of("0123456789_") != std::string_view::npos) {
    return problem(place, "E0107", fmt::format("`{}` is no whole number", text));
  }
  if (!is_digit(text[text.starts_with('~') ? 1 : 0]) || minus == std::string_view::npos) {
    if (!counts) return std::nullopt;
    return problem(place, "E0107", "this number is too large to count with");
  }
  const bool year = minus == 4 && text.find_first_not_of("0123456789") == 4 && size > 5;
  if (year) return broken_date(text, place);
  Diagnostic d = problem(place, "E0107", fmt::format("`{}` wants blanks around its minus", text));
  return with_fix(std::move(d), place,
                  fmt::format("{} - {}", text.substr(0, minus), text.substr(minus + 1)), true);
}

Explained broken_range(const Site& site) {
  const std::string_view rest = site.rest();
  if (rest.starts_with(". ") || rest == "." || rest.starts_with(".;")) {
    if (!site.touches_before() || site.token(-1).kind != TokenKind::number) return std::nullopt;
    return with_fix(
        problem(span_of(site.where(), 1), "E0107", "a decimal point wants a digit behind it"),
        {site.where() + 1, site.where() + 1}, "0", false);
  }
  const bool inside = rest.starts_with("..") || site.rest(1).starts_with("..");
  if (!inside) return std::nullopt;
  const std::size_t mark = rest.starts_with("..") ? site.where() : site.where() - 1;
  Diagnostic d = problem(span_of(mark, 2), "E0107", "a range has no blanks inside: `3..5`");
  const bool numbers = site.token(-1).kind == TokenKind::number;
  const Token& after = site.token(0).span.begin >= mark + 2 ? site.token(0) : site.token(1);
  if (numbers && after.kind == TokenKind::number) {
    const Span whole{site.token(-1).span.begin, after.span.end};
    return with_fix(std::move(d), whole, fmt::format("{}..{}", site.spelled(-1), site.of(after)),
                    true);
  }
  if (numbers) {
    return with_fix(std::move(d), {site.token(-1).span.end, mark}, "", true);
  }
  d.message = "the bounds of a range are numbers or dates";
  return with_note(std::move(d), "between two variables: `?x >= ?a and ?x <= ?b`");
}

// -------------------------------------------------------------------------------- labels and IRIs

Explained broken_label(const Site& site) {
  const std::string_view rest = site.rest();
  const std::size_t stop = rest.find_first_of("]\n", 1);
  const Span opener = span_of(site.where(), 1);
  if (stop != std::string_view::npos && rest[stop] == ']') {
    const std::string_view inside = rest.substr(1, stop - 1);
    if (inside.find_first_not_of(" \t") == std::string_view::npos) {
      return problem(span_of(site.where(), stop + 1), "E0109",
                     "a label wants a name between its brackets");
    }
    return with_note(problem(span_of(site.where(), stop + 1), "E0109",
                             "a label with a bracket or quote in it is quoted"),
                     "write `[\"a [b]\"]`; a quote inside is `\\\"`");
  }
  Diagnostic d = problem(opener, "E0104", "`[` is never closed");
  const std::size_t end = site.where() + std::min({rest.find('\n'), rest.find(';'), rest.size()});
  return with_fix(std::move(d), {end, end}, "]", false);
}

Explained broken_iri(const Site& site) {
  const std::string_view rest = site.rest();
  const std::size_t close = rest.find_first_of(">\n");
  const bool wanted = site.expected().has("a value") || site.expected().has("a relation") ||
                      site.expected().has("a name or variable") || site.expected().has("a name");
  if (close == std::string_view::npos || rest[close] != '>' || !wanted || close == 1)
    return std::nullopt;
  const std::string_view inside = rest.substr(1, close - 1);
  if (inside.starts_with('=')) return std::nullopt;
  const Span place = span_of(site.where(), close + 1);
  const std::size_t blank = inside.find_first_of(" \t\"{}|^`\\");
  if (inside.find(':') != std::string_view::npos && blank != std::string_view::npos) {
    return problem(span_of(site.where() + 1 + blank, 1), "E0109",
                   fmt::format("`{}` cannot stand in an IRI", inside.substr(blank, 1)));
  }
  if (blank != std::string_view::npos) return std::nullopt;
  return with_note(problem(place, "E0109", "an IRI begins with a scheme: <https://…>"),
                   fmt::format("an entity of this store is written `{}`, without `<` `>`", inside));
}

Explained broken_regex(const Site& site) {
  if (!site.expected().has("exists") || site.rest().starts_with("//")) return std::nullopt;
  return with_fix(
      problem({site.where(), line_end(site)}, "E0102", "this regular expression is never closed"),
      {line_end(site), line_end(site)}, "/", false);
}

}  // namespace

Explained explain_lexeme(const Site& site) {
  if (site.at_end()) return std::nullopt;
  const char c = site.rest()[0];
  if (c == '"') return broken_string(site);
  if (c == '[') {
    const bool whole = after_label(site.rest().data(), site.text().data() + site.end()) != nullptr;
    return whole ? std::nullopt : broken_label(site);
  }
  if (c == '<') return broken_iri(site);
  if (c == '/') return broken_regex(site);
  if (c == '.' || site.rest(1).starts_with("..")) {
    if (Explained range = broken_range(site)) return range;
  }
  const bool value = site.expected().has("a value") || site.expected().has("a date") ||
                     site.expected().has("a whole number") ||
                     site.expected().has("a count such as 2");
  if (value && (is_digit(c) || c == '~' || c == '.')) return broken_number(site);
  const bool bare =
      (c == '?' || c == '$') &&
      after_letter(site.rest().data() + 1, site.text().data() + site.end()) == nullptr;
  const bool postfix = c == '?' && site.expected().has("/") && site.is_term(1);
  if (bare && !postfix && !site.touches_before()) {
    return problem(span_of(site.where(), 1), "E0101",
                   fmt::format("`{}` wants a name right behind it: `{}x`", c, c));
  }
  return std::nullopt;
}

}  // namespace vouch::parser
