#include "parser/rdf/characters.hpp"

#include <algorithm>

#include "base/unicode.hpp"

namespace vouch::rdf {

namespace {

struct Range {
  char32_t low, high;
};
constexpr std::array kBase = {
    Range{0xC0, 0xD6},     Range{0xD8, 0xF6},     Range{0xF8, 0x2FF},    Range{0x370, 0x37D},
    Range{0x37F, 0x1FFF},  Range{0x200C, 0x200D}, Range{0x2070, 0x218F}, Range{0x2C00, 0x2FEF},
    Range{0x3001, 0xD7FF}, Range{0xF900, 0xFDCF}, Range{0xFDF0, 0xFFFD}, Range{0x10000, 0xEFFFF}};

}  // namespace

bool is_name_first(char32_t c) {
  return std::any_of(kBase.begin(), kBase.end(),
                     [&](const Range& r) { return c >= r.low && c <= r.high; });
}

bool is_name(char32_t c) {
  return c == 0xB7 || (c >= 0x300 && c <= 0x36F) || (c >= 0x203F && c <= 0x2040) ||
         is_name_first(c);
}

std::size_t name_length(const char* p) {
  if (is_ascii(*p)) return is(*p, kName) ? 1 : 0;
  const Decoded c = decode(p);
  return is_name(c.value) ? c.length : 0;
}

std::size_t name_first_length(const char* p) {
  if (is_ascii(*p)) return is(*p, kNameFirst) ? 1 : 0;
  const Decoded c = decode(p);
  return is_name_first(c.value) ? c.length : 0;
}

std::size_t valid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    while (at + 16 <= text.size()) {
      std::uint64_t words[2];
      __builtin_memcpy(words, text.data() + at, sizeof words);
      if (((words[0] | words[1]) & 0x8080808080808080ULL) != 0) break;
      at += 16;
    }
    // What follows is short, or holds something beyond ASCII.
    const std::size_t end = std::min(text.size(), at + 16);
    while (at < end) {
      if (is_ascii(text[at])) {
        ++at;
        continue;
      }
      // One character at a time; four bytes are enough to judge it.
      const std::string_view rest = text.substr(at, 4);
      const std::size_t length = unicode::decode(rest, 0).length;
      if (length <= 1) return at;
      at += length;
    }
  }
  return at;
}

std::size_t count_lines(std::string_view text) {
  // A carriage return ends a line unless a line feed follows.
  std::size_t lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  for (std::size_t at = text.find('\r'); at != text.npos; at = text.find('\r', at + 1)) {
    if (at + 1 == text.size() || text[at + 1] != '\n') ++lines;
  }
  return lines;
}

}  // namespace vouch::rdf
