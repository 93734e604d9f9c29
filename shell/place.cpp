// Where the end of a text stands in the grammar; a walk over the tokens, good enough for
// completion.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/unicode.hpp"
#include "parser/parse.hpp"
#include "shell/completion.hpp"

namespace vouch::shell {
namespace {

using parser::Token;
using parser::TokenKind;

template <typename Words>
bool among(std::string_view word, const Words& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 6> kPatternWords{"match",  "maybe",  "not",
                                                        "either", "assume", "without"};
constexpr std::array<std::string_view, 13> kExpressionWords{
    "where",  "let",  "return", "order", "group", "top", "limit",
    "offset", "with", "by",     "per",   "echo",  "as"};

class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  Place run() {
    const std::vector<Token> tokens = parser::tokens(text_);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      const bool last = token.span.end == text_.size();
      // An open `[` takes all that follows: the lexer reads no label in it.
      if (of(token) == "[") return {Spot::label, token.span.begin};
      if (last) {
        if (const auto place = at_last(token)) return *place;
      }
      take(token);
    }
    return {spot_, text_.size()};
  }

 private:
  [[nodiscard]] std::string_view of(const Token& token) const {
    return text_.substr(token.span.begin, token.span.size());
  }

  // The token the text ends with is the word being typed, unless it can go no further.
  std::optional<Place> at_last(const Token& token) {
    const std::string_view text = of(token);
    switch (token.kind) {
      case TokenKind::comment: return Place{Spot::nothing, text_.size()};
      case TokenKind::variable: return variable_place(token);
      case TokenKind::parameter: return Place{Spot::parameter, token.span.begin};
      case TokenKind::keyword:
      case TokenKind::name: return Place{spot_, token.span.begin};
      case TokenKind::string: return Place{Spot::nothing, text_.size()};
      case TokenKind::label:
      case TokenKind::error: break;
      case TokenKind::iri:
      case TokenKind::number:
      case TokenKind::op:
      case TokenKind::punctuation:
      case TokenKind::blank: return std::nullopt;
    }
    if (text.starts_with('[') && !text.ends_with(']')) return Place{Spot::label, token.span.begin};
    if (text == "?") return Place{Spot::variable, token.span.begin};
    if (text == "$") return Place{Spot::parameter, token.span.begin};
    if (text.starts_with('"')) {
      const bool file = word_ == "load" || word_ == "include";
      return Place{file ? Spot::file : Spot::nothing, token.span.begin + (file ? 1U : 0U)};
    }
    return std::nullopt;
  }

  [[nodiscard]] Place variable_place(const Token& token) const {
    const std::string_view text = of(token);
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return {Spot::variable, token.span.begin};
    return {Spot::kind, token.span.begin + colon + 1};
  }

  void take(const Token& token) {
    if (token.kind == TokenKind::blank || token.kind == TokenKind::comment) {
      touching_ = false;
      return;
    }
    const std::string word = unicode::lower(of(token));
    if (token.kind == TokenKind::keyword || token.kind == TokenKind::name) {
      take_word(word);
    } else if (token.kind == TokenKind::op || token.kind == TokenKind::punctuation ||
               token.kind == TokenKind::error) {
      take_sign(word);
    } else {
      take_term();
    }
    word_ = word;
    touching_ = token.kind == TokenKind::variable;
  }

  void take_word(const std::string& word) {
    if (spot_ == Spot::statement && (word == "claim" || word == "deny" || word == "describe" ||
                                     word == "retract" || word == "merge")) {
      spot_ = Spot::subject;
    } else if (among(word, kPatternWords)) {
      spot_ = Spot::subject;
      depth_ = 0;
    } else if (among(word, kExpressionWords)) {
      spot_ = Spot::value;
      depth_ = 0;
    } else if (word == "is_a" || word == "kind" || word == "under") {
      spot_ = Spot::kind;
    } else if (word == "and") {
      if (spot_ == Spot::clause) spot_ = Spot::relation;
    } else if (word == "or") {
      if (spot_ != Spot::value) spot_ = Spot::clause;
    } else if (spot_ == Spot::statement) {
      spot_ = parser::is_reserved(word) ? Spot::statement : Spot::value;
    } else {
      take_term();
    }
  }

  void take_term() {
    filled_ = spot_;
    switch (spot_) {
      case Spot::subject: spot_ = Spot::relation; break;
      case Spot::relation: spot_ = Spot::object; break;
      case Spot::object: spot_ = Spot::clause; break;
      case Spot::qualifier: spot_ = Spot::value; break;
      case Spot::kind: spot_ = Spot::clause; break;
      case Spot::statement: spot_ = Spot::value; break;
      default: break;
    }
  }

  void take_sign(const std::string& sign) {
    if (sign == ";") {
      spot_ = Spot::statement;
      depth_ = 0;
    } else if (sign == "{") {
      spot_ = Spot::subject;
      depth_ = 0;
    } else if (sign == "}") {
      spot_ = Spot::clause;
    } else if (sign == "(") {
      open();
    } else if (sign == ")") {
      if (depth_ > 0) --depth_;
      if (in_qualifiers_ && depth_ == 0) {
        in_qualifiers_ = false;
        spot_ = Spot::clause;
      }
    } else if (sign == ",") {
      if (in_qualifiers_) {
        spot_ = depth_ == 1 ? Spot::qualifier : Spot::value;
      } else if (spot_ == Spot::clause) {
        spot_ = Spot::subject;
      }
    } else if (sign == "|") {
      if (spot_ != Spot::value) spot_ = filled_;
    } else if (sign == "/" || sign == "^" || sign == "!") {
      if (spot_ == Spot::object) spot_ = Spot::relation;
    } else if (sign == ":") {
      if (touching_ || spot_ == Spot::relation) spot_ = Spot::kind;
    }
  }

  void open() {
    ++depth_;
    if (spot_ == Spot::clause && depth_ == 1) {
      in_qualifiers_ = true;
      spot_ = Spot::qualifier;
    }
  }

  std::string_view text_;
  Spot spot_ = Spot::statement;
  std::string word_;
  bool touching_ = false;
  bool in_qualifiers_ = false;
  Spot filled_ =
      Spot::statement;  // where the last term stood: `|` goes on with another of that place
  std::size_t depth_ = 0;
};

bool is_dot_line(std::string_view text, std::size_t& begin) {
  const std::size_t line = text.rfind('\n');
  begin = line == std::string_view::npos ? 0 : line + 1;
  while (begin < text.size() && text[begin] == ' ') ++begin;
  return begin < text.size() && text[begin] == '.' &&
         text.find(';', begin) == std::string_view::npos &&
         parser::is_complete(text.substr(0, begin));
}

}  // namespace

Place place_at_end(std::string_view text) {
  std::size_t begin = 0;
  if (is_dot_line(text, begin)) {
    const std::size_t blank = text.find(' ', begin);
    if (blank == std::string_view::npos) return {Spot::dot, begin};
    return {Spot::file, text.rfind(' ') + 1};
  }
  return Walk(text).run();
}

}  // namespace vouch::shell
