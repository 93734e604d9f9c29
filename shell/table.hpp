// shell/table.hpp — draws rows of text as a table that fits a width.
//
// Shape     titles and cells are single lines, already neutralised (shell/neutralise.hpp).
//           Columns shrink widest first, then wrap; what still does not fit becomes cards, one a
//           row.
// Units     widths are terminal columns; width 0: no limit.
// Errors    none: there is always a drawing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shell/terminal.hpp"

namespace vouch::shell {

struct TableData {
  std::vector<std::string> titles;
  std::vector<std::vector<std::string>> rows;
  std::vector<bool> right;  // columns of numbers stand at the right
};

enum class Frame : std::uint8_t { box, plain };

struct TableStyle {
  Frame frame = Frame::box;
  std::size_t width = 0;
  Paint paint;
};

[[nodiscard]] std::string draw_table(const TableData& data, const TableStyle& style);

// One `title  value` a line, rows apart from each other by a numbered rule.
[[nodiscard]] std::string draw_cards(const TableData& data, const TableStyle& style);

// One `title = value` a line, rows apart by a blank line.
[[nodiscard]] std::string draw_lines(const TableData& data);

// Breaks at blanks where it can, inside words where it must; never inside a character.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace vouch::shell
