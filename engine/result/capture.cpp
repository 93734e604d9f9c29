#include "engine/result/capture.hpp"

#include <utility>

namespace vouch::result {

namespace {
constexpr std::size_t kFirstRows = 3;
}

Capture::Capture(Output& behind, Format format, Writer::Sink sink, bool show)
    : behind_(behind), writer_(format, std::move(sink)), show_(show) {}

void Capture::begin_answer(const std::vector<std::string>& columns) {
  columns_ = columns;
  writer_.begin(columns);
  if (show_) behind_.begin_answer(columns);
}

bool Capture::row(const Row& row) {
  writer_.row(row);
  ++rows_;
  if (first_rows_.size() < kFirstRows) {
    std::string line;
    for (std::size_t i = 0; i < row.size() && i < columns_.size(); ++i) {
      if (!row[i].term.bound()) continue;
      line += (line.empty() ? "" : ", ") + columns_[i] + " = " + row[i].text;
    }
    first_rows_.push_back(std::move(line));
  }
  // All rows belong to what is captured, however many the one behind wants to see.
  if (show_) show_ = behind_.row(row) || show_;
  return true;
}

void Capture::end_answer(const AnswerFooter& footer) {
  writer_.end();
  if (show_) behind_.end_answer(footer);
}

void Capture::message(const std::string& text) {
  behind_.message(text);
}
void Capture::text(const std::string& text) {
  behind_.text(text);
}
void Capture::problems(const Diagnostics& diagnostics, const SourceText& source) {
  behind_.problems(diagnostics, source);
}

}  // namespace vouch::result
