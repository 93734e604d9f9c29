// parser/parse.hpp — text to syntax tree: the parser's public face.
//
// Shape     parse_script reads a whole script and goes on after an error at the next `;`, so that
//           `statements` holds what could be read and `problems` everything that could not.
//           statement_reader.hpp cuts a long text into statements without holding it whole.
// Units     spans are bytes of the SourceText given.
// Errors    the user's mistakes are Diagnostics, never exceptions; codes E01xx (docs/errors.md).
//           Never crashes on any bytes: nesting and length are limited (kDepthMost,
//           kStatementBytesMost).
// Threads   free functions, no state.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source_text.hpp"
#include "parser/ast.hpp"

namespace vouch::parser {

inline constexpr std::size_t kDepthMost = 256;  // brackets and prefix operators inside each other
inline constexpr std::size_t kOperatorsMost =
    1000;  // chained in one expression: `a or b or …`, `a + b + …`
inline constexpr std::size_t kStatementBytesMost = std::size_t{1}
                                                   << 20U;  // at the prompt and in scripts
inline constexpr std::size_t kStreamedBytesMost = std::size_t{1} << 30U;  // in a facts file
inline constexpr std::size_t kProblemsMost = 20;                          // reported per script

struct Parsed {
  ast::Script script;
  Diagnostics problems;
};

// Loaders of facts pass kStreamedBytesMost: there a statement may be long (`claims (…) { … }`).
[[nodiscard]] Parsed parse_script(const SourceText& source,
                                  std::size_t statement_bytes = kStatementBytesMost);

// For the prompt: does the text end inside a statement (an open string, bracket, or no `;` yet)?
[[nodiscard]] bool is_complete(std::string_view text);

// ----------------------------------------------------------------------------------------- tokens

enum class TokenKind {
  keyword,
  name,
  variable,
  parameter,
  label,
  iri,
  string,
  number,
  op,
  punctuation,
  comment,
  blank,
  error
};
struct Token {
  TokenKind kind;
  Span span;
};
// A total lexer: never fails, covers every byte. Serves completion, highlighting and statement
// ends.
[[nodiscard]] std::vector<Token> tokens(std::string_view text);

// The words that are never bare ids, and those that begin a clause or statement (lower case).
[[nodiscard]] const std::vector<std::string>& reserved_words();
[[nodiscard]] const std::vector<std::string>& statement_words();
[[nodiscard]] const std::vector<std::string>& clause_words();
[[nodiscard]] bool is_reserved(std::string_view word);

}  // namespace vouch::parser
