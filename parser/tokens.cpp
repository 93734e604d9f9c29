// The total lexer: every byte of any text belongs to some token.
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/unicode.hpp"
#include "parser/lexemes.hpp"
#include "parser/parse.hpp"

namespace vouch::parser {
namespace {

class Lexer {
 public:
  explicit Lexer(std::string_view text) : begin_(text.data()), end_(text.data() + text.size()) {}

  std::vector<Token> run() {
    const char* at = begin_;
    while (at != end_) {
      const char* token = at;
      const TokenKind kind = next(at);
      if (at == token) ++at;  // cannot be, and must not loop
      tokens_.push_back({kind, {offset(token), offset(at)}});
      note(kind, token, at);
    }
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] std::size_t offset(const char* at) const {
    return static_cast<std::size_t>(at - begin_);
  }

  TokenKind next(const char*& at) {
    const char c = *at;
    if (is_blank(c)) return blank(at);
    if (c == '#') return to_line_end(at, TokenKind::comment);
    if (starts_statement_ && reads_dot_line(at, end_)) return to_line_end(at, TokenKind::keyword);
    if (c == '"') return string(at);
    if (c == '[') return label(at);
    if (c == '<') return take(at, after_iri(at, end_), TokenKind::iri, TokenKind::op);
    if (c == '?') return take(at, after_word(at + 1, end_), TokenKind::variable, TokenKind::op);
    if (c == '$') return take(at, after_word(at + 1, end_), TokenKind::parameter, TokenKind::error);
    if (is_digit(c) || (c == '~' && number_follows(at + 1)) || (c == '.' && number_follows(at))) {
      return number(at);
    }
    if (after_letter(at, end_) != nullptr) return word(at);
    if (c == '_' && after_name_character(at + 1, end_) == nullptr) return one(at, TokenKind::name);
    if (c == '/' && !after_operand_ && at >= no_regex_before_) {
      if (const char* after = after_regex(at))
        return take(at, after, TokenKind::string, TokenKind::op);
    }
    return mark(at);
  }

  TokenKind one(const char*& at, TokenKind kind) {
    ++at;
    return kind;
  }
  TokenKind take(const char*& at, const char* after, TokenKind kind, TokenKind otherwise) {
    if (after == nullptr) return one(at, otherwise);
    at = after;
    return kind;
  }
  TokenKind blank(const char*& at) {
    while (at != end_ && is_blank(*at)) ++at;
    return TokenKind::blank;
  }
  TokenKind to_line_end(const char*& at, TokenKind kind) {
    at = std::find(at, end_, '\n');
    return kind;
  }
  // An open string is an error to its line end; an open long one to the end of the text.
  TokenKind string(const char*& at) {
    if (const char* after = after_quoted(at, end_)) {
      at = after;
      if (at != end_ && *at == '@') {
        while (++at != end_ && (is_ascii_letter(*at) || is_digit(*at) || *at == '-')) continue;
      }
      return TokenKind::string;
    }
    const bool is_long = end_ - at >= 3 && at[1] == '"' && at[2] == '"';
    at = is_long ? end_ : std::find(at, end_, '\n');
    return TokenKind::error;
  }
  TokenKind label(const char*& at) {
    if (const char* after = after_label(at, end_)) {
      at = after;
      return TokenKind::label;
    }
    return one(at, TokenKind::error);
  }
  [[nodiscard]] bool number_follows(const char* at) const {
    while (at != end_ && *at == '.') ++at;
    return at != end_ && is_digit(*at);
  }
  // Digits, dates, ranges: whatever touches. `3..4`, `2025-09`, `1_000`, `7nm` up to its unit.
  TokenKind number(const char*& at) {
    if (*at == '~') ++at;
    while (at != end_) {
      const bool goes_on = is_digit(*at) || *at == '.' || *at == '_' || *at == ':' ||
                           ((*at == '-' || *at == '+') && at + 1 != end_ && at[1] != ' ');
      const bool dated =
          std::string_view("TZQHeqh").find(*at) != std::string_view::npos &&
          (at + 1 == end_ || is_digit(at[1]) || after_name_character(at + 1, end_) == nullptr);
      if (!goes_on && !dated) break;
      ++at;
    }
    return TokenKind::number;
  }
  // Where a line has no end for one, it has none for those behind it.
  [[nodiscard]] const char* after_regex(const char* at) {
    const char* body = ++at;
    while (at != end_ && *at != '/' && *at != '\n') at += *at == '\\' && end_ - at > 1 ? 2 : 1;
    if (at == end_ || *at != '/' || at == body) {
      no_regex_before_ = at;
      return nullptr;
    }
    for (++at; at != end_ && *at >= 'a' && *at <= 'z';) ++at;
    return at;
  }
  TokenKind word(const char*& at) {
    if (const char* after = after_prefixed(at, end_)) {
      at = after;
      return TokenKind::name;
    }
    const char* begin = at;
    at = after_word(at, end_);
    const bool field = begin != begin_ && begin[-1] == '.';
    return !field && is_keyword(begin, at) ? TokenKind::keyword : TokenKind::name;
  }
  [[nodiscard]] bool is_keyword(const char* begin, const char* after) const {
    if (reads_reserved(begin, end_)) return true;
    std::string small(begin, after);
    std::transform(small.begin(), small.end(), small.begin(), lower);
    const auto in = [&](const auto& words) {
      return std::find(words.begin(), words.end(), small) != words.end();
    };
    constexpr std::array<std::string_view, 6> kTests = {"contains", "starts", "ends",
                                                        "matches",  "is_a",   "by"};
    return (starts_statement_ && in(statement_words())) || (after_operand_ && in(kTests));
  }
  TokenKind mark(const char*& at) {
    constexpr std::array<std::string_view, 7> kPairs = {"->", "!=", "<=", ">=", "~=", "..", "^^"};
    const std::string_view rest(at, static_cast<std::size_t>(end_ - at));
    for (const auto pair : kPairs) {
      if (!rest.starts_with(pair)) continue;
      at += pair.size();
      return TokenKind::op;
    }
    if (std::string_view(",;(){}").find(*at) != std::string_view::npos)
      return one(at, TokenKind::punctuation);
    if (std::string_view("=<>+-*/%|^!?:.~").find(*at) != std::string_view::npos)
      return one(at, TokenKind::op);
    at += std::max<std::size_t>(unicode::decode(rest.substr(0, 4), 0).length, 1);
    return TokenKind::error;
  }

  void note(TokenKind kind, const char* begin, const char* end) {
    if (kind == TokenKind::blank || kind == TokenKind::comment) return;
    starts_statement_ =
        *begin == ';' || (*begin == '.' && end - begin > 1 && kind == TokenKind::keyword);
    const bool closes = kind == TokenKind::punctuation && (*begin == ')' || *begin == '}');
    after_operand_ = closes || (kind != TokenKind::keyword && kind != TokenKind::op &&
                                kind != TokenKind::punctuation && kind != TokenKind::error);
  }

  const char* begin_;
  const char* end_;
  bool starts_statement_ = true;
  bool after_operand_ = false;
  const char* no_regex_before_ = nullptr;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace vouch::parser
