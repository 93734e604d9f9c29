// base/source_text.hpp — one named piece of text that diagnostics point into.
//
// Shape     bytes (expected to be UTF-8, not checked here) and a name such as `chips.vq` or `<stdin>`.
// Units     offsets are bytes; lines and columns count from 1; a column counts code points.
// Lifetime  owns its text; views from it live as long as it does. Move keeps views valid only for
//           text longer than the small-string buffer, so hold it by reference once views exist.
// Errors    none; offsets beyond the end are taken as the end.
// Threads   immutable after construction.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"

namespace vouch {

struct Position {
  std::size_t line = 1;    // from 1
  std::size_t column = 1;  // from 1, in code points

  friend bool operator==(Position, Position) = default;
};

class SourceText {
 public:
  // `first_line` and `first_column` are where the text starts in the file it was cut from (streamed
  // statements, parts of very long lines).
  SourceText(std::string name, std::string text, std::size_t first_line = 1,
             std::size_t first_offset = 0, std::size_t first_column = 1);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  // Byte offset of the text's first byte in the file it was cut from.
  [[nodiscard]] std::size_t first_offset() const noexcept { return first_offset_; }

  [[nodiscard]] Position position(std::size_t offset) const;
  // The text of a line (counted as in position()), without its line end.
  [[nodiscard]] std::string_view line(std::size_t number) const;
  // Byte offset in text() at which a line begins.
  [[nodiscard]] std::size_t line_begin(std::size_t number) const;
  [[nodiscard]] std::size_t last_line() const noexcept;

 private:
  std::string name_;
  std::string text_;
  std::size_t first_line_;
  std::size_t first_offset_;
  std::size_t first_column_;
  std::vector<std::size_t> line_begins_;
};

}  // namespace vouch
