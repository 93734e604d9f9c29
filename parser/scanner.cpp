#include "parser/scanner.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "parser/lexemes.hpp"
#include "parser/parse.hpp"

namespace vouch::parser {
namespace {

constexpr std::size_t npos = StatementScanner::npos;

// The bytes that mean something to the scanner; all others are passed over.
constexpr std::array<bool, 256> special_bytes() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("\"#[<{};/")) table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr auto kSpecial = special_bytes();

bool is_word_byte(char c) {
  return is_ascii_letter(c) || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// Words behind which an operand is wanted, so that a `/` begins a regular expression.
bool wants_operand(std::string_view word) {
  constexpr std::array<std::string_view, 4> kWords = {"matches", "contains", "echo", "by"};
  std::string small(word);
  std::transform(small.begin(), small.end(), small.begin(), lower);
  return is_reserved(word) || std::find(kWords.begin(), kWords.end(), small) != kWords.end();
}

// Does an operand, not an operator, stand at `at`?
bool operand_position(std::string_view text, std::size_t begin, std::size_t at) {
  while (at > begin && is_blank(text[at - 1])) --at;
  if (at == begin) return true;
  const char before = text[at - 1];
  if (!is_word_byte(before)) return std::strchr(")]}\">+?*", before) == nullptr;
  std::size_t word = at;
  while (word > begin && is_word_byte(text[word - 1])) --word;
  if (word > begin && std::strchr("?$.:", text[word - 1]) != nullptr) return false;
  return wants_operand(text.substr(word, at - word));
}

}  // namespace

std::size_t StatementScanner::find_end(std::string_view text, bool last) {
  if (begin_ == npos && find_begin(text, last) == npos) return npos;
  while (end_ == npos && at_ < text.size()) {
    if (!step(text, last)) return npos;
  }
  if (mode_ == Mode::dot_line && last && end_ == npos) end_ = text.size();
  return end_;
}

// Passes over blanks, comments and empty statements.
std::size_t StatementScanner::find_begin(std::string_view text, bool last) {
  while (at_ < text.size()) {
    const char c = text[at_];
    if (mode_ == Mode::before_comment) {
      const std::size_t line_end = text.find('\n', at_);
      at_ = line_end == npos ? text.size() : line_end + 1;
      if (line_end != npos) mode_ = Mode::before;
    } else if (c == '#') {
      mode_ = Mode::before_comment;
    } else if (is_blank(c)) {
      ++at_;
    } else if (c == ';') {
      if (where_ == Where::behind) where_ = Where::outside;
      ++at_;
    } else if (c == '\xEF' && text.size() - at_ < 3 && !last) {
      return npos;
    } else if (text.substr(at_, 3) == "\xEF\xBB\xBF") {
      at_ += 3;
    } else {
      return start(text, last) ? begin_ : npos;
    }
  }
  return npos;
}

void StatementScanner::reset() {
  const bool inside = part_ == StatementPart::opens_block || part_ == StatementPart::in_block;
  const bool behind = part_ == StatementPart::closes_block;
  *this = StatementScanner(cuts_blocks_);
  where_ = inside ? Where::inside : behind ? Where::behind : Where::outside;
}

std::size_t StatementScanner::release_blanks() {
  if (begin_ != npos) return 0;
  const std::size_t released = at_;
  ahead_ = ahead_ > released ? ahead_ - released : 0;
  at_ = 0;
  return released;
}

// At the first byte of a statement: its keyword must be whole before it says anything.
bool StatementScanner::start(std::string_view text, bool last) {
  const bool inside = where_ == Where::inside;
  if (inside && text[at_] == '}') {
    part_ = StatementPart::closes_block;
    keyword_ = "claims";
    begin_ = end_ = at_;
    return true;
  }
  if (text[at_] == '.' && text.size() - at_ < 2 && !last) return false;
  if (!inside && reads_dot_line(text.data() + at_, text.data() + text.size())) {
    mode_ = Mode::dot_line;
    begin_ = at_;
    return true;
  }
  std::size_t word_end = std::max(at_, ahead_);
  while (word_end < text.size() && is_word_byte(text[word_end])) ++word_end;
  if (word_end == text.size() && !last) {
    ahead_ = word_end;
    return false;
  }
  keyword_ = text.substr(at_, std::min<std::size_t>(word_end - at_, 32));
  std::transform(keyword_.begin(), keyword_.end(), keyword_.begin(), lower);
  is_claims_ = keyword_ == "claims";
  begin_ = at_;
  at_ = word_end;
  mode_ = Mode::plain;
  if (inside) {
    part_ = StatementPart::in_block;
    keyword_ = "claims";
  }
  return true;
}

// One lexeme or run of plain bytes; false when more text is wanted to tell what it is.
bool StatementScanner::step(std::string_view text, bool last) {
  switch (mode_) {
    case Mode::before:
    case Mode::before_comment: return false;
    case Mode::string:
    case Mode::long_string: return inside_string(text, last);
    case Mode::label: inside_label(text); return true;
    case Mode::comment:
    case Mode::dot_line: {
      const std::size_t line_end = text.find('\n', at_);
      at_ = line_end == npos ? text.size() : line_end + 1;
      if (mode_ == Mode::dot_line) {
        end_ = line_end;
      } else if (line_end != npos) {
        mode_ = Mode::plain;
      }
      return true;
    }
    case Mode::plain: break;
  }
  while (at_ < text.size() && !kSpecial[static_cast<unsigned char>(text[at_])]) ++at_;
  if (at_ == text.size()) return true;
  switch (text[at_]) {
    case '"':
      if (text.size() - at_ < 3 && !last) return false;
      open_string(text);
      return true;
    case '<': return open_angle(text, last);
    case '/': return open_slash(text, last);
    case '[': mode_ = Mode::label; break;
    case '#': mode_ = Mode::comment; break;
    case '{': open_brace(); break;
    case '}': close_brace(); break;
    default:
      if (!is_claims_ || braces_ == 0) end_ = at_;
  }
  ++at_;
  return true;
}

void StatementScanner::open_brace() {
  if (cuts_blocks_ && is_claims_) {
    part_ = StatementPart::opens_block;
    end_ = at_;
  }
  ++braces_;
}

void StatementScanner::close_brace() {
  if (braces_ > 0) {
    --braces_;
  } else if (part_ == StatementPart::in_block) {
    end_ = at_;
  }
}

void StatementScanner::open_string(std::string_view text) {
  const bool is_long = text.substr(at_, 3) == "\"\"\"";
  mode_ = is_long ? Mode::long_string : Mode::string;
  at_ += is_long ? 3 : 1;
}

bool StatementScanner::inside_string(std::string_view text, bool last) {
  const bool is_long = mode_ == Mode::long_string;
  at_ = text.find_first_of(is_long ? "\"\\" : "\"\\\n", at_);
  if (at_ == npos) {
    at_ = text.size();
    return true;
  }
  if (text[at_] == '\\') {
    if (at_ + 1 == text.size() && !last) return false;
    // A line end is no part of an escape: the string ends there, too.
    const bool breaks = !is_long && text.substr(at_ + 1).starts_with('\n');
    at_ = std::min(at_ + (breaks ? std::size_t{1} : std::size_t{2}), text.size());
    return true;
  }
  if (is_long && text.size() - at_ < 3 && !last) return false;
  const bool ends = !is_long || text.substr(at_, 3) == "\"\"\"";
  at_ += is_long && ends ? 3 : 1;
  if (ends) mode_ = Mode::plain;
  return true;
}

// A label ends at `]`, or where no label can go on; a quoted one goes on as a string.
void StatementScanner::inside_label(std::string_view text) {
  at_ = text.find_first_of("]\n[\"", at_);
  if (at_ == npos) {
    at_ = text.size();
    return;
  }
  mode_ = Mode::plain;
  if (text[at_] == ']') ++at_;
}

// `<` begins an IRI only where all of it is there; else it compares.
bool StatementScanner::open_angle(std::string_view text, bool last) {
  std::size_t close = std::max(at_ + 1, ahead_);
  while (close < text.size() && static_cast<unsigned char>(text[close]) > 0x20 &&
         std::strchr("<>\"{}|^`\\", text[close]) == nullptr) {
    ++close;
  }
  if (close == text.size() && !last) {
    ahead_ = close;
    return false;
  }
  ahead_ = 0;
  const char* end = text.data() + (close < text.size() ? close + 1 : close);
  const char* after = after_iri(text.data() + at_, end);
  at_ = after != nullptr ? static_cast<std::size_t>(after - text.data()) : at_ + 1;
  return true;
}

// `/` begins a regular expression where an operand stands and its line closes it.
bool StatementScanner::open_slash(std::string_view text, bool last) {
  if (at_ < no_regex_before_ || !operand_position(text, begin_, at_)) {
    ++at_;
    return true;
  }
  std::size_t close = std::max(at_ + 1, ahead_);
  while (close < text.size() && text[close] != '/' && text[close] != '\n') {
    if (text[close] == '\\' && close + 1 == text.size()) break;
    const bool escapes = text[close] == '\\' && text[close + 1] != '\n';
    close += escapes ? std::size_t{2} : std::size_t{1};
  }
  if ((close >= text.size() || text[close] == '\\') && !last) {
    ahead_ = close;
    return false;
  }
  ahead_ = 0;
  const bool closed = close < text.size() && text[close] == '/' && close > at_ + 1;
  if (!closed) no_regex_before_ = close;
  at_ = closed ? close + 1 : at_ + 1;
  return true;
}

// ---------------------------------------------------------------------------------------- reading

bool is_complete(std::string_view text) {
  StatementScanner scanner;
  for (;;) {
    const std::size_t end = scanner.find_end(text, true);
    if (end == npos) return scanner.begin() == npos;
    text.remove_prefix(std::min(end + 1, text.size()));
    scanner.reset();
  }
}

}  // namespace vouch::parser
