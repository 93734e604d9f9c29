#include "engine/load/csv_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/unicode.hpp"

namespace vouch::load {

namespace {

bool stands_bare(std::string_view cell) {
  return std::all_of(cell.begin(), cell.end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("_-+.:~%/ ").find(c) != std::string_view::npos;
  });
}

std::string escaped(std::string_view cell, bool label) {
  std::string out;
  for (const char c : cell) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += label ? std::string(" ") : fmt::format("\\u{:04x}", byte);
    } else {
      if (!label && (c == '"' || c == '\\')) out += '\\';
      out += c;
    }
  }
  return out;
}

}  // namespace

// Cuts a mapping into statements, and these at their cells.
class CsvMapping::Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  void run() {
    for (at_ = 0; at_ < text_.size(); ++at_) {
      if (place_ == Place::bare && text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (!cell()) {
        character();
      }
    }
  }
  // Nothing is left over behind the last `;`.
  [[nodiscard]] bool whole() const {
    return statement_.empty() && piece_.text.find_first_not_of(" \t") == std::string::npos;
  }
  [[nodiscard]] std::vector<Template> take() { return std::move(done_); }

 private:
  // `{name}`; `{ title "…" }` of a source is none: no column's name has a blank at its ends.
  bool cell() {
    if (text_[at_] != '{') return false;
    const std::size_t close = text_.find('}', at_);
    if (close == text_.npos || close == at_ + 1) return false;
    const std::string_view name = text_.substr(at_ + 1, close - at_ - 1);
    if (name.front() == ' ' || name.back() == ' ') return false;
    if (name.find_first_of("\n{\"") != name.npos) return false;
    piece_.column = name;
    piece_.place = place_;
    end_piece();
    at_ = close;
    return true;
  }

  void character() {
    const char c = text_[at_];
    piece_.text += c == '\n' || c == '\r' ? ' ' : c;
    switch (place_) {
      case Place::string:
        if (c == '\\' && at_ + 1 < text_.size()) piece_.text += text_[++at_];
        if (c == '"') place_ = Place::bare;
        break;
      case Place::label:
        if (c == ']') place_ = Place::bare;
        break;
      case Place::bare: bare(c); break;
    }
  }

  void bare(char c) {
    if (c == '"') place_ = Place::string;
    if (c == '[') place_ = Place::label;
    if (c == '{' || c == '(') ++depth_;
    if ((c == '}' || c == ')') && depth_ > 0) --depth_;
    if (c != ';' || depth_ > 0) return;
    end_piece();
    done_.push_back(std::move(statement_));
    statement_.clear();
  }

  void end_piece() {
    statement_.push_back(std::move(piece_));
    piece_ = {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  Place place_ = Place::bare;
  Piece piece_;
  Template statement_;
  std::vector<Template> done_;
};

std::optional<CsvMapping> CsvMapping::parse(std::string_view text, std::string& why) {
  Cutter cutter(text);
  cutter.run();
  if (!cutter.whole()) {
    why = "the last statement has no `;`";
    return std::nullopt;
  }
  CsvMapping out;
  out.templates_ = cutter.take();
  return out;
}

std::optional<std::string> CsvMapping::bind(const std::vector<std::string>& columns) {
  for (Template& statement : templates_) {
    for (Piece& piece : statement) {
      if (piece.column.empty()) continue;
      const auto found = std::find(columns.begin(), columns.end(), piece.column);
      if (found == columns.end()) {
        const auto near = unicode::nearest(piece.column, columns, 1);
        return fmt::format("there is no column `{}`{}", piece.column,
                           near.empty() ? "" : fmt::format("; did you mean `{}`?", near.front()));
      }
      piece.index = static_cast<std::size_t>(found - columns.begin());
    }
  }
  return std::nullopt;
}

std::string CsvMapping::once() const {
  std::string out;
  for (const Template& statement : templates_) {
    if (statement.size() == 1) out += statement.front().text;
  }
  return out;
}

std::optional<CsvProblem> CsvMapping::row(const std::vector<std::string>& cells,
                                          std::string& out) const {
  for (const Template& statement : templates_) {
    if (statement.size() == 1) continue;
    const bool missing = std::any_of(statement.begin(), statement.end(), [&](const Piece& piece) {
      return !piece.column.empty() && cells[piece.index].empty();
    });
    if (missing) continue;
    for (const Piece& piece : statement) {
      out += piece.text;
      if (piece.column.empty()) continue;
      const std::string& cell = cells[piece.index];
      const bool fits = piece.place == Place::bare    ? stands_bare(cell)
                        : piece.place == Place::label ? cell.find(']') == std::string::npos
                                                      : true;
      if (!fits) {
        return CsvProblem{"E0823",
                          fmt::format("the cell of column `{}` cannot stand here; in "
                                      "quotes it is a text",
                                      piece.column),
                          0, piece.index + 1};
      }
      out += piece.place == Place::bare ? cell : escaped(cell, piece.place == Place::label);
    }
  }
  return std::nullopt;
}

}  // namespace vouch::load
