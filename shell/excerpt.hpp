// shell/excerpt.hpp — the lines of a source text with marks under the places in question.
//
// Shape     one line of text per source line, below it carets for the primary place and dashes for
// the
//           others, each followed by its label.
// Units     marks stand under display columns of the neutralised line.
#pragma once

#include <string>
#include <vector>

#include "base/source_text.hpp"
#include "base/span.hpp"
#include "shell/terminal.hpp"

namespace vouch::shell {

struct Mark {
  Span span;
  std::string text;
  bool primary = false;
};

struct Excerpt {
  std::string text;              // lines, each with its gutter
  std::size_t gutter_width = 1;  // digits of the largest line number
};

[[nodiscard]] Excerpt draw_excerpt(const SourceText& source, const std::vector<Mark>& marks,
                                   const Paint& paint);

}  // namespace vouch::shell
