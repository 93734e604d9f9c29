// parser/rdf/lexical.hpp — what line formats and Turtle have in common below the grammar.
//
// Errors    as texts for a Problem; null pointers mean that all is well.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "parser/rdf/problem.hpp"
#include "parser/rdf/term.hpp"

namespace vouch::rdf {

// What follows `_:`; `begin` itself when there is no label.
[[nodiscard]] const char* blank_label_end(const char* begin);

struct LanguageTag {
  std::string_view language;  // as written
  Direction direction = Direction::none;
  const char* end = nullptr;  // of the tag, or where it goes wrong
  const char* problem = nullptr;
};
// What follows `@`: `en`, `zh-Hant`, `ar--rtl`.
[[nodiscard]] LanguageTag language_tag(const char* begin);

[[nodiscard]] const char* datatype_problem(std::string_view datatype);
// Why an IRI stops at this byte.
[[nodiscard]] std::string iri_problem(char byte, bool at_end);

// The character at `at`, for a message.
[[nodiscard]] std::string shown_character(const char* at);
// Fills in column and shown text: the whole line, or what is around the place when it is very long.
// `problem.offset` counts from the beginning of `line`, which stands at `problem.text_column`.
void place_in_line(Problem& problem, std::string_view line);

}  // namespace vouch::rdf
