#include "parser/rdf/turtle_tokens.hpp"

#include <fmt/format.h>

#include <utility>

#include "parser/rdf/characters.hpp"
#include "parser/rdf/lexical.hpp"
#include "parser/rdf/limits.hpp"

namespace vouch::rdf {

namespace {

Token token(TokenKind kind, const char* begin, const char* stop) {
  Token out;
  out.kind = kind;
  out.begin = begin;
  out.stop = stop;
  out.text = {begin, static_cast<std::size_t>(stop - begin)};
  return out;
}

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

bool is_space(char c) {
  return is_blank(c) || is_line_end(c);
}

// Length of %20 or \, in a local name; 0 when there is none.
std::size_t local_escape(const char* at) {
  if (*at == '%') return is(at[1], kHex) && is(at[2], kHex) ? 3 : 0;
  constexpr std::string_view kEscaped = "_~.-!$&'()*+,;=/?#@%";
  return *at == '\\' && at[1] != '\0' && kEscaped.find(at[1]) != kEscaped.npos ? 2 : 0;
}

}  // namespace

Token TurtleTokens::next() {
  if (!skip_space()) {
    return fail(window_.at(), window_.at(), 1, code::kUtf8, "this byte is not UTF-8");
  }
  for (;;) {
    Token out = scan(window_.at());
    // A token near the end of the window may go on behind it; three bytes more tell all apart.
    const bool whole =
        window_.done() ? out.stop < window_.end() || !window_.bad() : out.stop + 3 < window_.end();
    if (whole) {
      if (out.kind != TokenKind::problem) window_.take_to(out.stop);
      return out;
    }
    if (window_.bad()) {
      return fail(window_.at(), window_.end(), 1, code::kUtf8, "this byte is not UTF-8");
    }
    if (!window_.grow()) {
      return fail(window_.at(), window_.at(), 1, code::kTooLong,
                  fmt::format("what begins here is longer than {} bytes", kTokenBytesMost));
    }
  }
}

// Dots belong to a name when more of it follows, which may be out of sight.
bool TurtleTokens::dots_to_end(const char* at) const {
  while (*at == '.') ++at;
  return at >= window_.end() && !window_.done();
}

// False: there is something that is not UTF-8.
bool TurtleTokens::skip_space() {
  bool comment = false;
  for (;;) {
    window_.fill();
    const char* at = window_.at();
    const char* end = window_.end();
    for (; at < end; ++at) {
      if (comment) {
        comment = !is_line_end(*at);
      } else if (*at == '#') {
        comment = true;
      } else if (!is_space(*at)) {
        break;
      }
    }
    window_.take_to(at);
    if (at < end || window_.done()) return at < end || !window_.bad();
  }
}

Token TurtleTokens::scan(const char* at) {
  if (at == window_.end()) return token(TokenKind::end, at, at);
  switch (*at) {
    case '<': return angle(at);
    case '_': return blank(at);
    case '"':
    case '\'': return at[1] == *at && at[2] == *at ? long_string(at) : string(at);
    case '@': return at_sign(at);
    case '.': return is(at[1], kDigit) ? number(at) : token(TokenKind::dot, at, at + 1);
    case '+':
    case '-': return number(at);
    default: break;
  }
  if (is(*at, kDigit)) return number(at);
  if (*at == ':' || name_first_length(at) != 0) return name(at);
  return punctuation(at);
}

Token TurtleTokens::punctuation(const char* at) {
  const auto one = [&](TokenKind kind) { return token(kind, at, at + 1); };
  switch (*at) {
    case ';': return one(TokenKind::semicolon);
    case ',': return one(TokenKind::comma);
    case '[': return one(TokenKind::open_bracket);
    case ']': return one(TokenKind::close_bracket);
    case '(': return one(TokenKind::open_list);
    case ')':
      if (at[1] == '>' && at[2] == '>') return token(TokenKind::close_triple, at, at + 3);
      return one(TokenKind::close_list);
    case '{':
      if (at[1] == '|') return token(TokenKind::open_annotation, at, at + 2);
      return one(TokenKind::open_brace);
    case '|':
      if (at[1] == '}') return token(TokenKind::close_annotation, at, at + 2);
      break;
    case '}': return one(TokenKind::close_brace);
    case '~': return one(TokenKind::tilde);
    case '^':
      if (at[1] == '^') return token(TokenKind::carets, at, at + 2);
      break;
    case '>':
      if (at[1] == '>') return token(TokenKind::close_reified, at, at + 2);
      break;
    default: break;
  }
  if (*at == '\0') return fail(at, at, 1, code::kSyntax, "a raw NUL byte");
  return fail(at, at, 1, code::kSyntax, fmt::format("`{}` cannot stand here", shown_character(at)));
}

Token TurtleTokens::angle(const char* at) {
  if (at[1] != '<') return iri(at);
  if (at[2] == '(') return token(TokenKind::open_triple, at, at + 3);
  return token(TokenKind::open_reified, at, at + 2);
}

Token TurtleTokens::iri(const char* at) {
  const char* stop = walk_iri(at + 1);
  bool escaped = false;
  for (; *stop == '\\'; stop = walk_iri(stop + 1)) escaped = true;
  if (*stop != '>') {
    return fail(at, stop, 1, code::kIri, iri_problem(*stop, stop >= window_.end()));
  }
  Token out = token(TokenKind::iri, at, stop + 1);
  out.text = between(at + 1, stop);
  out.escaped = escaped;
  return out;
}

Token TurtleTokens::blank(const char* at) {
  const char* stop = at[1] == ':' ? blank_label_end(at + 2) : at;
  if (at[1] != ':' || stop == at + 2) {
    return fail(at, at + 1, 1, code::kSyntax, "`_` begins a blank node",
                "`_:` and a label of letters, digits and `_`");
  }
  Token out = token(TokenKind::blank, at, stop);
  out.text = between(at + 2, stop);
  if (dots_to_end(stop)) out.stop = window_.end();
  return out;
}

Token TurtleTokens::string(const char* at) {
  const char* stop = walk_string(at + 1, *at);
  bool escaped = false;
  while (stop < window_.end() && *stop != *at && !is_line_end(*stop)) {
    // A backslash and what it escapes, or a NUL, which a string may hold.
    escaped = escaped || *stop == '\\';
    stop = walk_string(stop + (*stop == '\\' ? 2 : 1), *at);
  }
  if (stop >= window_.end() || *stop != *at) {
    Token out = fail(at, at, 1, code::kUnclosed, "this string is not closed on its line",
                     "a closing quote; three quotes begin a string of several lines");
    out.stop = stop;
    return out;
  }
  Token out = token(TokenKind::string, at, stop + 1);
  out.text = between(at + 1, stop);
  out.escaped = escaped;
  return out;
}

Token TurtleTokens::long_string(const char* at) {
  const char quote = *at;
  const char* stop = at + 3;
  bool escaped = false;
  for (;;) {
    stop = walk_long_string(stop, quote);
    if (stop >= window_.end()) break;
    if (*stop == '\\') {
      escaped = true;
      stop += 2;
    } else if (*stop == quote && stop[1] == quote && stop[2] == quote) {
      Token out = token(TokenKind::string, at, stop + 3);
      out.text = between(at + 3, stop);
      out.escaped = escaped;
      out.long_string = true;
      return out;
    } else {
      ++stop;
    }
    if (stop >= window_.end()) break;
  }
  Token out = fail(at, at, 3, code::kUnclosed, "this string is never closed");
  out.stop = window_.end();
  return out;
}

Token TurtleTokens::at_sign(const char* at) {
  for (const std::string_view word : {"prefix", "base", "version"}) {
    const char* stop = at + 1 + word.size();
    if (stop > window_.end() || between(at + 1, stop) != word) continue;
    if (is(*stop, kLetter | kDigit) || *stop == '-') continue;
    Token out = token(TokenKind::at_word, at, stop);
    out.text = word;
    return out;
  }
  const LanguageTag tag = language_tag(at + 1);
  if (tag.problem != nullptr) {
    Token out = fail(at, tag.end, 1, code::kLiteral, tag.problem);
    return out;
  }
  Token out = token(TokenKind::language, at, tag.end);
  out.text = tag.language;
  out.direction = tag.direction;
  return out;
}

Token TurtleTokens::number(const char* at) {
  const char* p = *at == '+' || *at == '-' ? at + 1 : at;
  const char* digits = p;
  while (is(*p, kDigit)) ++p;
  const bool whole = p != digits;
  TokenKind kind = TokenKind::integer;
  const char* fraction = *p == '.' ? p + 1 : p;
  const char* q = fraction;
  while (q != p && is(*q, kDigit)) ++q;
  const auto exponent_end = [](const char* e) -> const char* {
    if (*e != 'e' && *e != 'E') return nullptr;
    ++e;
    if (*e == '+' || *e == '-') ++e;
    const char* first = e;
    while (is(*e, kDigit)) ++e;
    return e == first ? nullptr : e;
  };
  if (q > fraction) {
    kind = TokenKind::decimal;
    p = q;
  }
  // `1.e5` is a number; `1.` is a number and the end of a statement.
  const char* before = whole && q == fraction && fraction > p ? fraction : p;
  if (const char* e = exponent_end(before); e != nullptr && (whole || q > fraction)) {
    kind = TokenKind::real;
    p = e;
  }
  if (!whole && kind == TokenKind::integer) {
    return fail(at, at, 1, code::kSyntax, fmt::format("`{}` without a number", *at));
  }
  return token(kind, at, p);
}

Token TurtleTokens::name(const char* at) {
  const char* p = at;
  const char* stop = at;
  while (p < window_.end()) {
    if (*p == '.') {
      ++p;
    } else if (const std::size_t length = name_length(p); length != 0) {
      stop = p += length;
    } else {
      break;
    }
  }
  if (p == stop && *p == ':') return prefixed(at, p);
  Token out = token(TokenKind::word, at, stop);
  if (dots_to_end(stop)) out.stop = window_.end();
  return out;
}

Token TurtleTokens::prefixed(const char* begin, const char* colon) {
  const char* p = colon + 1;
  const char* stop = p;
  bool escaped = false;
  while (p < window_.end()) {
    if (*p == '.') {
      if (p == colon + 1) break;
      ++p;
      continue;
    }
    std::size_t length = *p == ':' ? 1 : name_length(p);
    if (p == colon + 1 && length == 1 && *p == '-') length = 0;
    if (p == colon + 1 && length > 1 && !is_name_first(decode(p).value)) length = 0;
    if (length == 0) {
      length = local_escape(p);
      escaped = escaped || (length != 0 && *p == '\\');
    }
    if (length == 0) break;
    stop = p += length;
  }
  const bool escape = p < window_.end() && (*p == '%' || *p == '\\');
  if (escape && p + 3 < window_.end()) {
    return fail(begin, p, 1, code::kEscape,
                fmt::format("`{}` begins no escape of a local name", *p),
                "% and two hexadecimal digits, or \\ and one of _~.-!$&'()*+,;=/?#@%");
  }
  Token out = token(TokenKind::prefixed, begin, stop);
  out.prefix = between(begin, colon);
  out.text = between(colon + 1, stop);
  out.escaped = escaped;
  const bool cut = escape && !window_.done();  // which escape it is lies out of sight
  if (cut || dots_to_end(stop)) out.stop = window_.end();
  return out;
}

Token TurtleTokens::fail(const char* begin, const char* place, std::size_t length, const char* code,
                         std::string message, std::string expected) {
  blame(place, length, code, std::move(message), std::move(expected));
  Token out = token(TokenKind::problem, begin, place);
  return out;
}

Problem& TurtleTokens::blame(const char* place, std::size_t length, const char* code,
                             std::string message, std::string expected) {
  problem_ = Problem{};
  problem_.code = code;
  problem_.message = std::move(message);
  problem_.expected = std::move(expected);
  window_.locate(place, length, problem_);
  return problem_;
}

}  // namespace vouch::rdf
