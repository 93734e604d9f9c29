// parser/rdf/turtle_tokens.hpp — Turtle and TriG cut into tokens.
//
// Shape     next() takes one token; white space and comments are between them. Texts are as
//           written: escapes are in them still, brackets and quotes are not.
// Lifetime  a token's texts are good until the next call.
// Errors    a token of kind `problem`; then problem() says what.
// Source    RDF 1.2 Turtle §6.5 (grammar, terminals).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parser/rdf/term.hpp"
#include "parser/rdf/text_window.hpp"

namespace vouch::rdf {

enum class TokenKind : std::uint8_t {
  end,
  problem,
  iri,
  prefixed,
  blank,
  string,
  language,
  integer,
  decimal,
  real,
  word,     // a, true, PREFIX …
  at_word,  // @prefix, @base, @version
  dot,
  semicolon,
  comma,
  open_bracket,
  close_bracket,
  open_list,
  close_list,
  open_brace,
  close_brace,
  carets,
  open_reified,
  close_reified,
  open_triple,
  close_triple,
  tilde,
  open_annotation,
  close_annotation,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;    // IRI, label, local name, string, number, word, language
  std::string_view prefix;  // of a prefixed name, without colon
  bool escaped = false;
  bool long_string = false;
  Direction direction = Direction::none;
  const char* begin = nullptr;
  const char* stop = nullptr;
};

class TurtleTokens {
 public:
  TurtleTokens(ByteSource& source, std::size_t lookahead) : window_(source, lookahead) {}

  [[nodiscard]] Token next();
  [[nodiscard]] Problem& problem() { return problem_; }
  // Describes a place in the current token.
  Problem& blame(const char* place, std::size_t length, const char* code, std::string message,
                 std::string expected = {});

 private:
  [[nodiscard]] bool skip_space();
  [[nodiscard]] bool dots_to_end(const char* at) const;
  [[nodiscard]] Token scan(const char* at);
  [[nodiscard]] Token punctuation(const char* at);
  [[nodiscard]] Token angle(const char* at);
  [[nodiscard]] Token iri(const char* at);
  [[nodiscard]] Token blank(const char* at);
  [[nodiscard]] Token string(const char* at);
  [[nodiscard]] Token long_string(const char* at);
  [[nodiscard]] Token at_sign(const char* at);
  [[nodiscard]] Token number(const char* at);
  [[nodiscard]] Token name(const char* at);
  [[nodiscard]] Token prefixed(const char* begin, const char* colon);
  [[nodiscard]] Token fail(const char* begin, const char* place, std::size_t length,
                           const char* code, std::string message, std::string expected = {});

  TextWindow window_;
  Problem problem_;
};

}  // namespace vouch::rdf
