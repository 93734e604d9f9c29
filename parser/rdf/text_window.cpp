#include "parser/rdf/text_window.hpp"

#include <algorithm>
#include <cstring>

#include "parser/rdf/characters.hpp"
#include "parser/rdf/lexical.hpp"
#include "parser/rdf/limits.hpp"

namespace vouch::rdf {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// The last line end before `place` and after it the line that `place` stands on.
const char* line_begin(const char* begin, const char* place) {
  while (place > begin && !is_line_end(place[-1])) --place;
  return place;
}

// A line feed after a carriage return ends no line of its own.
bool inside_line_end(const char* begin, const char* end) {
  return begin < end && end[-1] == '\r' && *end == '\n';
}

}  // namespace

void TextWindow::drop_taken() {
  const char* line = line_begin(begin_, at_);
  const bool shown = static_cast<std::size_t>(at_ - line) <= kShownBytesMost;
  const char* keep = shown ? line : at_;
  // A line feed that is not read yet would end the same line.
  if (keep == end_ && keep > begin_ && keep[-1] == '\r') --keep;
  if (keep == begin_) return;
  const std::size_t lines = count_lines(between(begin_, keep));
  const char* last = line_begin(begin_, keep);
  line_ += lines - (inside_line_end(begin_, keep) ? 1U : 0U);
  if (last != begin_) column_ = 1;
  column_ += characters(between(last, keep));
  const auto left = static_cast<std::size_t>(end_ - keep);
  const auto taken = static_cast<std::size_t>(at_ - keep);
  std::memmove(bytes_.get(), keep, left);
  begin_ = bytes_.get();
  at_ = begin_ + taken;
  end_ = begin_ + left;
}

void TextWindow::reserve(std::size_t size) {
  if (capacity_ >= size) return;
  auto larger = std::make_unique_for_overwrite<char[]>(size + kPadding);
  const auto used = static_cast<std::size_t>(end_ - begin_);
  const auto taken = static_cast<std::size_t>(at_ - begin_);
  if (used != 0) std::memcpy(larger.get(), begin_, used);
  bytes_ = std::move(larger);
  capacity_ = size;
  begin_ = bytes_.get();
  at_ = begin_ + taken;
  end_ = begin_ + used;
}

void TextWindow::read_more(std::size_t wanted) {
  if (begin_ != nullptr) drop_taken();
  // Twice of what is wanted, so that little is moved for what is read.
  reserve(static_cast<std::size_t>(end_ - begin_) + 4 * wanted);
  char* to = bytes_.get() + (end_ - begin_);
  std::memcpy(to, tail_.data(), tail_.size());
  const auto room = static_cast<std::size_t>(bytes_.get() + capacity_ - to);
  std::size_t fresh = tail_.size();
  // Beyond the tail: what is wrong from its first byte on would be looked at again for ever.
  const std::size_t enough = std::min(room, fresh + 2 * wanted);
  while (fresh < enough) {
    const std::size_t got = source_.read(to + fresh, room - fresh);
    if (got == 0) {
      done_ = true;
      break;
    }
    fresh += got;
  }
  check(fresh);
}

// Takes what is valid of the fresh bytes behind the end; the others wait or are wrong.
void TextWindow::check(std::size_t fresh) {
  char* to = bytes_.get() + (end_ - begin_);
  if (!started_ && std::string_view(to, fresh).starts_with(kByteOrderMark)) {
    fresh -= kByteOrderMark.size();
    std::memmove(to, to + kByteOrderMark.size(), fresh);
  }
  started_ = true;
  const std::size_t valid = valid_utf8({to, fresh});
  tail_.assign(to + valid, fresh - valid);
  if (tail_.size() >= 4 || (done_ && !tail_.empty())) {
    done_ = true;
    bad_ = true;
  }
  end_ = to + valid;
  std::memset(to + valid, 0, kPadding);
}

bool TextWindow::grow() {
  const auto held = static_cast<std::size_t>(end_ - at_);
  if (held >= kTokenBytesMost) return false;
  read_more(std::max(lookahead_, held));
  return true;
}

void TextWindow::locate(const char* place, std::size_t length, Problem& problem) const {
  const char* line = line_begin(begin_, place);
  problem.line =
      line_ + count_lines(between(begin_, line)) - (inside_line_end(begin_, line) ? 1U : 0U);
  problem.text_column = line == begin_ ? column_ : 1;
  problem.offset = static_cast<std::size_t>(place - line);
  problem.length = length;
  const char* stop = place;
  while (stop < end_ && !is_line_end(*stop) && stop - place < 4096) ++stop;
  place_in_line(problem, between(line, stop));
}

}  // namespace vouch::rdf
