// parser/scanner.hpp — where a statement ends, found without parsing it.
//
// Shape     a small state machine that can stop at any byte and go on when more text has come.
// Knows
//           strings, comments, labels, IRIs and regular expressions; braces count only after
//           `claims`, the one statement with `;` inside.
// Units     byte offsets into the text given to find_end, which begins where a statement may begin.
// Errors    none: broken text ends somewhere, too (a string at its line end, a label likewise).
// Source    docs/grammar.md, `script` and the lexical rules.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vouch::parser {

class StatementScanner {
 public:
  static constexpr std::size_t npos = std::string_view::npos;

  // Offset of the `;` (or, after a `.` line, the line end) that ends the statement at the front of
  // `text`; npos while it has not come. Called again, `text` must have the same beginning. With
  // `last` no more text will come; then npos means that the statement is not closed.
  [[nodiscard]] std::size_t find_end(std::string_view text, bool last);

  // First byte that is neither blank nor comment; npos when there is none (so far).
  [[nodiscard]] std::size_t begin() const noexcept { return begin_; }
  [[nodiscard]] bool is_dot_line() const noexcept { return mode_ == Mode::dot_line; }
  // The first word, lower case; empty when the statement begins otherwise.
  [[nodiscard]] const std::string& keyword() const noexcept { return keyword_; }

  // For the next statement.
  void reset() { *this = StatementScanner(); }
  // Bytes at the front that hold only blanks and comments: find_end may go on without them.
  std::size_t release_blanks();

 private:
  enum class Mode { before, before_comment, plain, comment, string, long_string, label, dot_line };

  std::size_t find_begin(std::string_view text, bool last);
  bool start(std::string_view text, bool last);
  bool step(std::string_view text, bool last);
  void open_string(std::string_view text);
  bool open_angle(std::string_view text, bool last);
  bool open_slash(std::string_view text, bool last);
  bool inside_string(std::string_view text, bool last);
  void inside_label(std::string_view text);

  Mode mode_ = Mode::before;
  std::size_t at_ = 0;     // next byte to look at
  std::size_t ahead_ = 0;  // how far a look-ahead from at_ has come
  std::size_t begin_ = npos;
  std::size_t end_ = npos;
  std::size_t no_regex_before_ = 0;
  std::size_t braces_ = 0;
  bool is_claims_ = false;
  std::string keyword_;
};

}  // namespace vouch::parser
