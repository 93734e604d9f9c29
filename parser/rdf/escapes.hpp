// parser/rdf/escapes.hpp — \t, \u00E9 and \U0001F600 → the characters they stand for.
//
// Errors    what is wrong and where, as a pointer into the text; nothing is thrown.
#pragma once

#include <optional>
#include <string_view>

#include "parser/rdf/text_stack.hpp"

namespace vouch::rdf {

struct EscapeError {
  const char* at = nullptr;
  std::size_t length = 1;
  const char* message = "";
};

enum class EscapesIn : unsigned char { string, iri };  // an IRI has \u and \U only

struct Unescaped {
  std::string_view text;
  std::optional<EscapeError> error;
};
// The text with its escapes replaced, on the stack. It is never longer than it was.
[[nodiscard]] Unescaped unescape(std::string_view text, EscapesIn where, TextStack& stack);

}  // namespace vouch::rdf
