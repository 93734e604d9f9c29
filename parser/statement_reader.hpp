// parser/statement_reader.hpp — a long text cut into statements without holding it whole.
//
// Shape     bytes come piece by piece from a function; next() hands out one statement at a time, not
//           yet parsed. `claims (…) { … }` comes in parts: its opening, each fact, its end. So the
//           reader holds one fact, however many stand in the block.
// Units     offsets and lines count from the first byte read.
// Lifetime  a RawStatement owns its text.
// Errors    none: broken text ends somewhere, too; parse_script and block.hpp say what is wrong.
// Source    docs/grammar.md, `script`.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "parser/scanner.hpp"

namespace vouch::parser {

// A statement cut out of a longer text, or a part of one, not yet parsed.
struct RawStatement {
  std::string text;        // without the closing `;`; with the braces of a block's ends
  std::size_t offset = 0;  // of its first byte in the whole text
  std::size_t line = 1;    // of its first byte
  std::string keyword;     // its first word, lower case; empty when it starts otherwise; of a
                           // block's parts `claims`
  StatementPart part = StatementPart::whole;
  bool closed = true;  // false: the text ended before `;`, a block's last fact before that; of
                       // closes_block: there was no brace, the text is empty
  bool lacks_semicolon = false;  // between it and the block before it
  bool too_long = false;   // longer than kStreamedBytesMost: cut off there, and nothing follows
};

// Cuts bytes handed over piece by piece at the `;` that end statements (strings, comments, labels
// and blocks respected; `.` lines between statements come out as statements of their own).
class StatementReader {
 public:
  // `read` fills the buffer and returns the number of bytes, 0 at the end.
  using Read = std::function<std::size_t(char* buffer, std::size_t capacity)>;
  explicit StatementReader(Read read);

  // False at the end. Statements of blanks and comments only are passed over.
  [[nodiscard]] bool next(RawStatement& out);
  // What it holds of the text.
  [[nodiscard]] std::size_t buffer_bytes() const noexcept { return buffer_.capacity(); }

 private:
  void fill();
  void take(RawStatement& out, std::size_t end, bool closed);
  bool take_rest(RawStatement& out);
  void advance_position(std::string_view consumed);

  Read read_;
  StatementScanner scanner_{true};
  std::string buffer_;
  std::size_t begin_ = 0;  // of what is not handed out yet, in buffer_
  std::size_t offset_ = 0;
  std::size_t line_ = 1;
  bool ended_ = false;
};

}  // namespace vouch::parser
