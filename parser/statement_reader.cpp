#include "parser/statement_reader.hpp"

#include <algorithm>
#include <utility>

#include "parser/parse.hpp"

namespace vouch::parser {

StatementReader::StatementReader(Read read) : read_(std::move(read)) {}

bool StatementReader::next(RawStatement& out) {
  out.too_long = false;
  for (;;) {
    const std::string_view text = std::string_view(buffer_).substr(begin_);
    const std::size_t end = scanner_.find_end(text, ended_);
    if (end != StatementScanner::npos) {
      take(out, end, true);
      return true;
    }
    if (ended_) return take_rest(out);
    const std::size_t blanks = scanner_.release_blanks();
    advance_position(text.substr(0, blanks));
    begin_ += blanks;
    if (buffer_.size() - begin_ > kStreamedBytesMost) {
      ended_ = true;
      out.too_long = true;
      take(out, buffer_.size() - begin_, false);
      scanner_ = StatementScanner(true);
      return true;
    }
    fill();
  }
}

// At the end of the text: what no `;` ends, then the end that an open block lacks.
bool StatementReader::take_rest(RawStatement& out) {
  const std::size_t rest = buffer_.size() - begin_;
  if (scanner_.begin() != StatementScanner::npos) {
    take(out, rest, false);
    return true;
  }
  if (!scanner_.inside_block()) return false;
  advance_position(std::string_view(buffer_).substr(begin_));
  begin_ += rest;
  out = {"", offset_, line_, "claims", StatementPart::closes_block, false, false, false};
  scanner_ = StatementScanner(true);
  return true;
}

// Hands out the statement that ends at `end` and moves behind it.
void StatementReader::take(RawStatement& out, std::size_t end, bool closed) {
  const std::string_view text = std::string_view(buffer_).substr(begin_);
  const std::size_t first = scanner_.begin();
  advance_position(text.substr(0, first));
  const StatementPart part = scanner_.part();
  const bool braced = part == StatementPart::opens_block || part == StatementPart::closes_block;
  // The brace behind a block's last fact is handed out next.
  const bool last_fact = part == StatementPart::in_block && closed && text[end] == '}';
  out.text.assign(text.substr(first, end - first + (braced && closed ? 1 : 0)));
  out.offset = offset_;
  out.line = line_;
  out.keyword = scanner_.keyword();
  out.part = part;
  out.closed = (closed && !last_fact) || scanner_.is_dot_line();
  // A second closing brace is a mistake of its own.
  out.lacks_semicolon = scanner_.lacks_semicolon() && text[first] != '}';
  const std::size_t used = std::min(last_fact ? end : end + 1, text.size());
  advance_position(text.substr(first, used - first));
  begin_ += used;
  scanner_.reset();
}

void StatementReader::fill() {
  constexpr std::size_t kChunk = std::size_t{1} << 18U;
  buffer_.erase(0, begin_);
  begin_ = 0;
  const std::size_t held = buffer_.size();
  buffer_.resize(held + kChunk);
  const std::size_t got = read_(buffer_.data() + held, kChunk);
  buffer_.resize(held + std::min(got, kChunk));
  ended_ = got == 0;
}

void StatementReader::advance_position(std::string_view consumed) {
  offset_ += consumed.size();
  line_ += static_cast<std::size_t>(std::count(consumed.begin(), consumed.end(), '\n'));
}

}  // namespace vouch::parser
