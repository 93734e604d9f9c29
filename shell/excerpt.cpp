#include "shell/excerpt.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "shell/neutralise.hpp"

namespace vouch::shell {
namespace {

constexpr std::size_t kColumnsMost = 140;  // longer lines are cut around the marks
constexpr std::size_t kColumnsBefore = 40;
constexpr std::size_t kTabColumns = 4;

// A mark on one line, in display columns.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
  bool primary = false;
};

// A line as drawn, and the display column of every byte of the original.
class DrawnLine {
 public:
  explicit DrawnLine(std::string_view line) {
    columns_.reserve(line.size() + 1);
    for (const std::string_view cluster : unicode::clusters(line)) {
      const std::string piece =
          cluster == "\t" ? std::string(kTabColumns, ' ') : neutralise(cluster);
      columns_.insert(columns_.end(), cluster.size(), width_);
      pieces_.push_back({width_, piece});
      width_ += unicode::width(piece);
    }
    columns_.push_back(width_);
  }

  [[nodiscard]] std::size_t column(std::size_t byte) const {
    return columns_[std::min(byte, columns_.size() - 1)];
  }
  [[nodiscard]] std::size_t width() const { return width_; }

  // The part between two columns; `…` stands for what is left out on either side.
  [[nodiscard]] std::string part(std::size_t begin, std::size_t end) const {
    std::string out = begin > 0 ? "…" : "";
    for (const Piece& piece : pieces_) {
      if (piece.column >= begin + (begin > 0 ? 1 : 0) && piece.column < end) out += piece.text;
    }
    return end < width_ ? out + "…" : out;
  }

 private:
  struct Piece {
    std::size_t column;
    std::string text;
  };
  std::vector<std::size_t> columns_;
  std::vector<Piece> pieces_;
  std::size_t width_ = 0;
};

std::size_t digits(std::size_t number) {
  return fmt::format("{}", number).size();
}

std::string spaces(std::size_t count) {
  return std::string(count, ' ');
}

class Drawer {
 public:
  Drawer(const SourceText& source, const Paint& paint) : source_(source), paint_(paint) {}

  Excerpt draw(const std::vector<Mark>& marks) {
    std::map<std::size_t, std::vector<Mark>> by_line;
    for (const Mark& mark : marks) by_line[source_.position(mark.span.begin).line].push_back(mark);
    if (by_line.empty()) return {};
    excerpt_.gutter_width = digits(by_line.rbegin()->first);
    std::size_t last = 0;
    for (const auto& [number, line_marks] : by_line) {
      if (last != 0 && number == last + 2) line(last + 1, {});
      if (last != 0 && number > last + 2) {
        excerpt_.text += paint_(Ink::frame, spaces(excerpt_.gutter_width) + " ┆") + "\n";
      }
      line(number, line_marks);
      last = number;
    }
    return std::move(excerpt_);
  }

 private:
  void emit(std::string_view gutter, std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    const std::string bar = fmt::format("{:>{}} │", gutter, excerpt_.gutter_width);
    excerpt_.text += paint_(Ink::frame, bar);
    if (!text.empty()) excerpt_.text += " " + text;
    excerpt_.text += '\n';
  }

  void line(std::size_t number, const std::vector<Mark>& marks) {
    const std::string_view text = source_.line(number);
    const DrawnLine drawn(text);
    std::vector<Stretch> stretches;
    for (const Mark& mark : marks) stretches.push_back(stretch(mark, number, text, drawn));
    std::stable_sort(stretches.begin(), stretches.end(),
                     [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
    const auto [first, end] = window(drawn, stretches);
    emit(fmt::format("{}", number), drawn.part(first, end));
    if (!stretches.empty()) draw_marks(std::move(stretches), first, end);
  }

  [[nodiscard]] Stretch stretch(const Mark& mark, std::size_t number, std::string_view text,
                                const DrawnLine& drawn) const {
    const std::size_t line_begin = source_.line_begin(number);
    const std::size_t begin =
        std::min(mark.span.begin - std::min(line_begin, mark.span.begin), text.size());
    const std::size_t end = std::min(std::max(mark.span.end, line_begin) - line_begin, text.size());
    Stretch out{drawn.column(begin), drawn.column(std::max(begin, end)), mark.text, mark.primary};
    if (out.end <= out.begin) out.end = out.begin + 1;
    return out;
  }

  static std::pair<std::size_t, std::size_t> window(const DrawnLine& drawn,
                                                    const std::vector<Stretch>& stretches) {
    if (drawn.width() <= kColumnsMost) return {0, drawn.width()};
    const auto primary = std::find_if(stretches.begin(), stretches.end(),
                                      [](const Stretch& s) { return s.primary; });
    const std::size_t at =
        stretches.empty() ? 0 : (primary == stretches.end() ? stretches.front() : *primary).begin;
    const std::size_t first = at > kColumnsBefore ? at - kColumnsBefore : 0;
    return {first, std::min(first + kColumnsMost, drawn.width())};
  }

  // The row of carets and dashes with the label of the last, then the other labels from right to
  // left.
  void draw_marks(std::vector<Stretch> stretches, std::size_t first, std::size_t end) {
    std::erase_if(stretches, [&](const Stretch& s) { return s.begin < first || s.begin > end; });
    if (stretches.empty()) return;
    for (Stretch& s : stretches) {
      s.begin -= first;
      s.end = std::max(std::min(s.end, end) - std::min(first, s.end), s.begin + 1);
    }
    emit("", underline(stretches));
    for (std::size_t i = stretches.size() - 1; i-- > 0;) {
      if (stretches[i].text.empty()) continue;
      emit("", spaces(stretches[i].begin) +
                   paint_(ink(stretches[i]), "╰ " + neutralise(stretches[i].text)));
    }
  }

  static Ink ink(const Stretch& s) { return s.primary ? Ink::error : Ink::note; }

  [[nodiscard]] std::string underline(const std::vector<Stretch>& stretches) const {
    std::string out;
    std::size_t column = 0;
    for (const Stretch& s : stretches) {
      const std::size_t begin = std::max(s.begin, column);
      if (s.end <= begin) continue;
      out += spaces(begin - column);
      out += paint_(ink(s), std::string(s.end - begin, s.primary ? '^' : '-'));
      column = s.end;
    }
    const Stretch& last = stretches.back();
    if (!last.text.empty()) out += " " + paint_(ink(last), neutralise(last.text));
    return out;
  }

  const SourceText& source_;
  const Paint& paint_;
  Excerpt excerpt_;
};

}  // namespace

Excerpt draw_excerpt(const SourceText& source, const std::vector<Mark>& marks, const Paint& paint) {
  return Drawer(source, paint).draw(marks);
}

}  // namespace vouch::shell
