// parser/scanner.hpp — where a statement ends, found without parsing it.
//
// Shape     a small state machine that can stop at any byte and go on when more text has come.
// Knows
//           strings, comments, labels, IRIs and regular expressions; braces count only after
//           `claims`, the one statement with `;` inside. Asked to, it cuts such a block into its
//           parts: there a `;` ends a fact whatever braces stand open, so that one too many does
//           not swallow the rest, and an opening inside a block begins the next one.
// Units     byte offsets into the text given to find_end, which begins where a statement may begin.
// Errors    none: broken text ends somewhere, too (a string at its line end, a label likewise).
// Source    docs/grammar.md, `script` and the lexical rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vouch::parser {

// A whole statement, or a part of `claims (…) { … }`: all up to `{`; what stands up to `;` or the
// closing brace; that brace.
enum class StatementPart : std::uint8_t { whole, opens_block, in_block, closes_block };

class StatementScanner {
 public:
  static constexpr std::size_t npos = std::string_view::npos;

  explicit StatementScanner(bool cuts_blocks = false) : cuts_blocks_(cuts_blocks) {}

  // Offset of the `;` (or, after a `.` line, the line end; of a block's parts: the brace) that ends
  // the statement at the front of `text`; npos while it has not come. Called again, `text` must have the same beginning. With
  // `last` no more text will come; then npos means that the statement is not closed.
  [[nodiscard]] std::size_t find_end(std::string_view text, bool last);

  // First byte that is neither blank nor comment; npos when there is none (so far).
  [[nodiscard]] std::size_t begin() const noexcept { return begin_; }
  [[nodiscard]] bool is_dot_line() const noexcept { return mode_ == Mode::dot_line; }
  // The first word, lower case; empty when the statement begins otherwise. `claims` in a block.
  [[nodiscard]] const std::string& keyword() const noexcept { return keyword_; }
  [[nodiscard]] StatementPart part() const noexcept { return part_; }
  // Before the statement's begin, too: is a block open there?
  [[nodiscard]] bool inside_block() const noexcept { return where_ == Where::inside; }
  // Does the statement follow a block without `;` between them?
  [[nodiscard]] bool lacks_semicolon() const noexcept { return where_ == Where::behind; }

  // For the next statement, or the next part of the block that is open.
  void reset();
  // Bytes at the front that hold only blanks and comments: find_end may go on without them.
  std::size_t release_blanks();

 private:
  enum class Where : std::uint8_t { outside, inside, behind };  // a block
  enum class Mode { before, before_comment, plain, comment, string, long_string, label, dot_line };

  std::size_t find_begin(std::string_view text, bool last);
  bool start(std::string_view text, bool last);
  bool step(std::string_view text, bool last);
  void open_brace();
  void close_brace();
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
  bool cuts_blocks_;
  bool is_claims_ = false;
  Where where_ = Where::outside;
  StatementPart part_ = StatementPart::whole;
  std::string keyword_;
};

}  // namespace vouch::parser
