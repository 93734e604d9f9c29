// parser/rdf/problem.hpp — what is wrong with a document, and where.
//
// Units     lines and columns from 1, columns in code points; `offset` is the byte in `line_text`.
// Lifetime  owns its texts.
#pragma once

#include <cstddef>
#include <string>

#include "base/diagnostic.hpp"

namespace vouch::rdf {

namespace code {
inline constexpr const char* kSyntax = "E0801";
inline constexpr const char* kUtf8 = "E0802";
inline constexpr const char* kIri = "E0803";
inline constexpr const char* kEscape = "E0804";
inline constexpr const char* kLiteral = "E0805";
inline constexpr const char* kPrefix = "E0806";
inline constexpr const char* kNesting = "E0807";
inline constexpr const char* kTooLong = "E0808";
inline constexpr const char* kUnclosed = "E0809";
}  // namespace code

struct Problem {
  std::string code;
  std::string message;
  std::string expected;  // "an IRI or a blank node"; may be empty
  std::size_t line = 1;
  std::size_t column = 1;
  std::string line_text;        // the line, or the part of it that is at hand
  std::size_t text_column = 1;  // of the first character of `line_text`
  std::size_t offset = 0;       // in `line_text`
  std::size_t length = 1;
};

[[nodiscard]] Diagnostic to_diagnostic(const Problem& problem, const std::string& file);

}  // namespace vouch::rdf
