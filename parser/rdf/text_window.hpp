// parser/rdf/text_window.hpp — the part of a document that is being looked at.
//
// Shape     bytes from at() to end(), valid UTF-8, a NUL and kPadding readable bytes behind them.
//           What was taken is dropped when more is read, but for the beginning of the current line.
// Units     places count lines and code points from 1 in the whole document.
// Lifetime  pointers are good until the next fill() or grow().
// Errors    InputError from the source; bad() when the document stops being UTF-8 at end().
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.hpp"
#include "parser/rdf/problem.hpp"

namespace vouch::rdf {

class TextWindow {
 public:
  // `lookahead` is what a common token fits into.
  TextWindow(ByteSource& source, std::size_t lookahead) : source_(source), lookahead_(lookahead) {}

  [[nodiscard]] const char* at() const { return at_; }
  [[nodiscard]] const char* end() const { return end_; }
  void take_to(const char* at) { at_ = at; }

  // More than a common token is there afterwards, or all there is.
  void fill() {
    if (static_cast<std::size_t>(end_ - at_) < lookahead_ && !done_) read_more(lookahead_);
  }
  // At least twice as much as there is, for a token that did not fit. False: it would be too long.
  [[nodiscard]] bool grow();
  // Nothing comes after end().
  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] bool bad() const { return bad_; }

  // Line, column and shown text of a place in the window.
  void locate(const char* place, std::size_t length, Problem& problem) const;

 private:
  void read_more(std::size_t wanted);
  void drop_taken();
  void reserve(std::size_t size);
  void check(std::size_t fresh);

  ByteSource& source_;
  std::size_t lookahead_;
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  const char* begin_ = nullptr;  // of the window
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  std::string tail_;  // the beginning of a character that is not whole yet, or what is not UTF-8
  std::size_t line_ = 1;  // of begin_
  std::size_t column_ = 1;
  bool started_ = false;
  bool done_ = false;
  bool bad_ = false;
};

}  // namespace vouch::rdf
