#include "engine/load/csv_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/unicode.hpp"

namespace vouch::load {

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18U;
constexpr int kEnd = -1;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_line_end(int c) {
  return c == '\n' || c == '\r';
}

}  // namespace

// More behind what is there; false at the end.
bool CsvReader::more() {
  block_.resize(kBlock);
  const std::size_t count = source_.read(block_.data() + end_, kBlock - end_);
  end_ += count;
  return count != 0;
}

// The mark may stand before a quote, so it is no part of the first cell.
void CsvReader::skip_mark() {
  while (end_ < kByteOrderMark.size() && more()) continue;
  if (std::string_view(block_).substr(0, end_).starts_with(kByteOrderMark))
    at_ = kByteOrderMark.size();
}

int CsvReader::peek() {
  if (at_ == end_) {
    at_ = end_ = 0;
    if (!more()) return kEnd;
  }
  return static_cast<unsigned char>(block_[at_]);
}

int CsvReader::get() {
  const int c = peek();
  if (c != kEnd) ++at_;
  return c;
}

bool CsvReader::fail(const char* code, std::string message, std::size_t column) {
  problem_ = CsvProblem{code, std::move(message), row_, column};
  return false;
}

bool CsvReader::quoted(std::string& out) {
  static_cast<void>(get());
  for (;;) {
    const int c = get();
    if (c == kEnd) return fail("E0822", "this quoted cell is never closed", column_);
    if (c != '"') {
      out += static_cast<char>(c);
    } else if (peek() == '"') {
      out += static_cast<char>(get());
    } else {
      return true;
    }
  }
}

bool CsvReader::cell(std::string& out) {
  out.clear();
  if (peek() == '"') {
    if (!quoted(out)) return false;
    const int after = peek();
    if (after != kEnd && after != separator_ && !is_line_end(after)) {
      return fail("E0822",
                  "after a closing quote comes a separator or the end of the row; a quote "
                  "inside is doubled",
                  column_);
    }
  } else {
    while (peek() != kEnd && peek() != separator_ && !is_line_end(peek())) {
      if (peek() == '"') {
        return fail("E0822", "a quote stands only in a quoted cell, doubled", column_);
      }
      out += static_cast<char>(get());
    }
  }
  if (unicode::first_invalid_byte(out)) return fail("E0802", "this cell is not UTF-8", column_);
  return true;
}

bool CsvReader::next(std::vector<std::string>& cells) {
  cells.clear();
  if (row_ == 0 && !problem_) skip_mark();
  if (problem_ || peek() == kEnd) return false;
  ++row_;
  for (column_ = 1;; ++column_) {
    std::string text;
    if (!cell(text)) return false;
    cells.push_back(std::move(text));
    if (peek() != separator_) break;
    static_cast<void>(get());
  }
  if (get() == '\r' && peek() == '\n') static_cast<void>(get());
  if (row_ == 1) width_ = cells.size();
  if (cells.size() == width_) return true;
  return fail("E0821",
              fmt::format("this row has {} cells, and there are {} columns", cells.size(), width_),
              std::min(cells.size(), width_ + 1));
}

}  // namespace vouch::load
