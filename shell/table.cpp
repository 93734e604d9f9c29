#include "shell/table.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/unicode.hpp"

namespace vouch::shell {
namespace {

constexpr std::size_t kColumnLeast = 8;     // narrower columns are not shrunk
constexpr std::size_t kCellLinesMost = 12;  // the rest of a long text is cut

std::string blanks(std::size_t count) {
  return std::string(count, ' ');
}

std::string repeat(std::string_view piece, std::size_t count) {
  std::string out;
  out.reserve(piece.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

std::string padded(std::string_view text, std::size_t width, bool right) {
  const std::size_t used = unicode::width(text);
  const std::string fill = blanks(width > used ? width - used : 0);
  return right ? fill + std::string(text) : std::string(text) + fill;
}

std::vector<std::size_t> natural_widths(const TableData& data) {
  std::vector<std::size_t> widths;
  for (const std::string& title : data.titles) {
    widths.push_back(std::max<std::size_t>(unicode::width(title), 1));
  }
  for (const auto& row : data.rows) {
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], unicode::width(row[i]));
    }
  }
  return widths;
}

// What the frame takes of the width.
std::size_t frame_width(Frame frame, std::size_t columns) {
  return frame == Frame::box ? 3 * columns + 1 : 2 * (columns - 1);
}

// The longest piece between blanks of each column: what need not be broken while others can shrink.
std::vector<std::size_t> word_widths(const TableData& data) {
  std::vector<std::size_t> widths(data.titles.size(), kColumnLeast);
  const auto look = [&widths](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
      const std::string_view text = cells[i];
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        widths[i] = std::max(widths[i], unicode::width(text.substr(at, end - at)));
        at = end + 1;
      }
    }
  };
  look(data.titles);
  for (const auto& row : data.rows) look(row);
  return widths;
}

// Takes from the widest of the columns that are above their least width, until the sum fits; false
// when it never will.
bool shrink(std::vector<std::size_t>& widths, const std::vector<std::size_t>& least,
            std::size_t available) {
  std::size_t total = std::accumulate(widths.begin(), widths.end(), std::size_t{0});
  while (total > available) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const bool wider = widest == widths.size() || widths[i] > widths[widest];
      if (widths[i] > least[i] && wider) widest = i;
    }
    if (widest == widths.size()) return false;
    std::size_t next = least[widest];
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const bool above = i != widest && widths[i] > least[i];
      if (above) next = std::max(next, std::min(widths[i], widths[widest] - 1));
    }
    const std::size_t taken = std::min(widths[widest] - next, total - available);
    widths[widest] -= taken;
    total -= taken;
  }
  return true;
}

// Words are broken only where the columns do not fit otherwise.
bool fit(const TableData& data, std::vector<std::size_t>& widths, std::size_t available) {
  if (shrink(widths, word_widths(data), available)) return true;
  return shrink(widths, std::vector<std::size_t>(widths.size(), kColumnLeast), available);
}

std::string rule(const std::vector<std::size_t>& widths, std::string_view left,
                 std::string_view middle, std::string_view right) {
  std::string out(left);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) out += middle;
    out += repeat("─", widths[i] + 2);
  }
  return out + std::string(right);
}

std::vector<std::string> cell_lines(const std::string& text, std::size_t width) {
  std::vector<std::string> lines = wrap(text, width);
  if (lines.size() > kCellLinesMost) {
    lines.resize(kCellLinesMost);
    lines.back() = "…";
  }
  return lines;
}

class Drawing {
 public:
  Drawing(const TableData& data, const TableStyle& style, std::vector<std::size_t> widths)
      : data_(data), style_(style), widths_(std::move(widths)) {}

  std::string draw() {
    if (boxed()) line(style_.paint(Ink::frame, rule(widths_, "┌", "┬", "┐")));
    row(data_.titles, true);
    if (boxed()) {
      line(style_.paint(Ink::frame, rule(widths_, "├", "┼", "┤")));
    } else {
      plain_rule();
    }
    for (const auto& cells : data_.rows) row(cells, false);
    if (boxed()) line(style_.paint(Ink::frame, rule(widths_, "└", "┴", "┘")));
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool boxed() const { return style_.frame == Frame::box; }

  void line(std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    out_ += text;
    out_ += '\n';
  }

  void plain_rule() {
    std::string text;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      if (i > 0) text += "  ";
      text += std::string(widths_[i], '-');
    }
    line(text);
  }

  void row(const std::vector<std::string>& cells, bool heading) {
    std::vector<std::vector<std::string>> wrapped;
    std::size_t height = 1;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      wrapped.push_back(cell_lines(i < cells.size() ? cells[i] : std::string(), widths_[i]));
      height = std::max(height, wrapped.back().size());
    }
    for (std::size_t at = 0; at < height; ++at) physical_line(wrapped, at, heading);
  }

  void physical_line(const std::vector<std::vector<std::string>>& wrapped, std::size_t at,
                     bool heading) {
    const std::string bar = style_.paint(Ink::frame, "│");
    std::string text = boxed() ? bar + " " : std::string();
    for (std::size_t i = 0; i < wrapped.size(); ++i) {
      if (i > 0) text += boxed() ? " " + bar + " " : std::string("  ");
      const bool right = i < data_.right.size() && data_.right[i];
      const std::string cell =
          padded(at < wrapped[i].size() ? wrapped[i][at] : std::string(), widths_[i], right);
      text += heading ? style_.paint(Ink::heading, cell) : cell;
    }
    if (boxed()) text += " " + bar;
    line(text);
  }

  const TableData& data_;
  const TableStyle& style_;
  std::vector<std::size_t> widths_;
  std::string out_;
};

// Splits one word that is wider than the line.
void break_word(std::string_view word, std::size_t width, std::string& line,
                std::vector<std::string>& out) {
  std::size_t used = unicode::width(line);
  for (const std::string_view cluster : unicode::clusters(word)) {
    const std::size_t wide = unicode::width(cluster);
    if (used + wide > width && used > 0) {
      out.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    line += cluster;
    used += wide;
  }
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  if (width == 0 || unicode::width(text) <= width) return {std::string(text)};
  std::vector<std::string> out;
  std::string line;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = text.find(' ', at);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view word = text.substr(at, end - at);
    const std::size_t wanted = unicode::width(word) + (line.empty() ? 0 : 1);
    if (unicode::width(line) + wanted <= width) {
      if (!line.empty()) line += ' ';
      line += word;
    } else if (unicode::width(word) <= width) {
      out.push_back(std::move(line));
      line = word;
    } else {
      if (!line.empty() && unicode::width(line) + 2 <= width) line += ' ';
      break_word(word, width, line, out);
    }
    at = end + 1;
  }
  if (!line.empty() || out.empty()) out.push_back(std::move(line));
  return out;
}

std::string draw_table(const TableData& data, const TableStyle& style) {
  if (data.titles.empty()) return {};
  std::vector<std::size_t> widths = natural_widths(data);
  if (style.width > 0) {
    const std::size_t frame = frame_width(style.frame, widths.size());
    if (frame >= style.width || !fit(data, widths, style.width - frame)) {
      return draw_cards(data, style);
    }
  }
  return Drawing(data, style, std::move(widths)).draw();
}

std::string draw_cards(const TableData& data, const TableStyle& style) {
  std::size_t name_width = 1;
  for (const std::string& title : data.titles) {
    name_width = std::max(name_width, unicode::width(title));
  }
  const std::size_t width = style.width > 0 ? style.width : 80;
  name_width = std::min(name_width, width / 2);
  const std::size_t value_width = width > name_width + 3 ? width - name_width - 2 : 8;
  std::string out;
  for (std::size_t number = 0; number < data.rows.size(); ++number) {
    const std::string mark = fmt::format("── {} ", number + 1);
    const std::size_t used = unicode::width(mark);
    out += style.paint(
        Ink::frame, mark + repeat("─", std::min<std::size_t>(width > used ? width - used : 0, 40)));
    out += '\n';
    const auto& row = data.rows[number];
    for (std::size_t i = 0; i < data.titles.size() && i < row.size(); ++i) {
      const std::vector<std::string> names = wrap(data.titles[i], name_width);
      const std::vector<std::string> values = cell_lines(row[i], value_width);
      for (std::size_t at = 0; at < std::max(names.size(), values.size()); ++at) {
        const std::string name = padded(at < names.size() ? names[at] : "", name_width, false);
        std::string text = style.paint(Ink::heading, name) + "  ";
        text += at < values.size() ? values[at] : "";
        while (!text.empty() && text.back() == ' ') text.pop_back();
        out += text + "\n";
      }
    }
  }
  return out;
}

std::string draw_lines(const TableData& data) {
  std::size_t name_width = 1;
  for (const std::string& title : data.titles) {
    name_width = std::max(name_width, unicode::width(title));
  }
  std::string out;
  for (std::size_t number = 0; number < data.rows.size(); ++number) {
    if (number > 0) out += '\n';
    const auto& row = data.rows[number];
    for (std::size_t i = 0; i < data.titles.size() && i < row.size(); ++i) {
      out += padded(data.titles[i], name_width, true) + " = " + row[i] + "\n";
    }
  }
  return out;
}

}  // namespace vouch::shell
