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

bool stands_in_label(std::string_view cell) {
  return cell.find_first_of("[]\"") == cell.npos && cell.find(" : ") == cell.npos;
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

// Where the IRI that begins at `at` ends, whose cells may hold anything; npos: it is no IRI.
std::size_t iri_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '{') at = text.find('}', at);
    if (at == text.npos || text[at] == '>') return at;
    const bool stands = static_cast<unsigned char>(text[at]) > 0x20 &&
                        std::string_view("<\"|^`\\").find(text[at]) == text.npos;
    if (!stands) return text.npos;
  }
  return text.npos;
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
        piece_.text += ' ';
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
    switch (place_) {
      case Place::string:
      case Place::long_string: string(c); return;
      case Place::iri:
        if (c == '>') place_ = Place::bare;
        break;
      case Place::label:
        if (c == ']') place_ = Place::bare;
        if (c == '"') return open_string(Place::label);
        break;
      case Place::bare:
        if (c == '"') return open_string(Place::bare);
        bare(c);
        return;
    }
    put(c);
  }

  // A statement is one line.
  void put(char c) { piece_.text += c == '\n' || c == '\r' ? ' ' : c; }

  void open_string(Place outside) {
    const bool is_long = text_.substr(at_, 3) == kLongQuotes;
    outside_ = outside;
    place_ = is_long ? Place::long_string : Place::string;
    piece_.text += is_long ? kLongQuotes : kLongQuotes.substr(0, 1);
    if (is_long) at_ += 2;
  }

  void string(char c) {
    const bool is_long = place_ == Place::long_string;
    if (c == '\\') {
      piece_.text += c;
      if (at_ + 1 < text_.size()) put(text_[++at_]);
    } else if (c == '"' && (!is_long || text_.substr(at_, 3) == kLongQuotes)) {
      piece_.text += is_long ? kLongQuotes : kLongQuotes.substr(0, 1);
      if (is_long) at_ += 2;
      place_ = outside_;
    } else if (is_long && (c == '\n' || c == '\r')) {
      piece_.text += c == '\n' ? "\\n" : "\\r";
    } else {
      put(c);
    }
  }

  void bare(char c) {
    put(c);
    if (c == '[') place_ = Place::label;
    if (c == '<' && iri_end(text_, at_) != text_.npos) place_ = Place::iri;
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

  static constexpr std::string_view kLongQuotes = "\"\"\"";

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  Place place_ = Place::bare;
  Place outside_ = Place::bare;  // of the string that is open
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

bool CsvMapping::stands(std::string_view cell, Place place) {
  switch (place) {
    case Place::bare: return stands_bare(cell);
    case Place::iri: return stands_bare(cell) && cell.find(' ') == cell.npos;
    case Place::label: return stands_in_label(cell);
    case Place::string:
    case Place::long_string: return true;
  }
  return false;
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
      if (!stands(cell, piece.place)) {
        return CsvProblem{"E0823",
                          fmt::format("the cell of column `{}` cannot stand here; in "
                                      "quotes it is a text",
                                      piece.column),
                          0, piece.index + 1};
      }
      const bool as_it_is = piece.place == Place::bare || piece.place == Place::iri;
      out += as_it_is ? cell : escaped(cell, piece.place == Place::label);
    }
  }
  return std::nullopt;
}

}  // namespace vouch::load
