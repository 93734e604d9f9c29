#include "base/unicode.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace vouch::unicode {
namespace {

const utf8proc_uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

std::string map(std::string_view text, utf8proc_option_t options) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto size =
      utf8proc_map(bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  if (size < 0) return std::string(text);
  std::string out(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  std::free(mapped);  // NOLINT: utf8proc allocates with malloc
  return out;
}

template <typename Change>
std::string each(std::string_view text, Change change) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    append(out, change(c.value));
    at += c.length;
  }
  return out;
}

bool is_blank(char32_t c) {
  return c == U' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000 ||
         utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_ZS;
}

bool is_cjk(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::optional<std::size_t> first_invalid_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    utf8proc_int32_t c = 0;
    const auto used =
        utf8proc_iterate(bytes(text) + at, static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    if (used <= 0) return at;
    at += static_cast<std::size_t>(used);
  }
  return std::nullopt;
}

CodePoint decode(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {0, 0};
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  utf8proc_int32_t c = 0;
  const auto used =
      utf8proc_iterate(bytes(text) + at, static_cast<utf8proc_ssize_t>(text.size() - at), &c);
  if (used <= 0) return {0xFFFD, 1};
  return {static_cast<char32_t>(c), static_cast<std::size_t>(used)};
}

void append(std::string& out, char32_t code_point) {
  utf8proc_uint8_t buffer[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), buffer);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(size));
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_name_character(char32_t c) {
  if (c < 0x80) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') ||
           c == U'_';
  }
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

std::string fold(std::string_view text) {
  const std::string folded =
      is_ascii(text) ? lower(text)
                     : map(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                                UTF8PROC_COMPAT | UTF8PROC_CASEFOLD));
  std::string out;
  out.reserve(folded.size());
  bool pending = false;
  for (std::size_t at = 0; at < folded.size();) {
    const CodePoint c = decode(folded, at);
    if (is_blank(c.value)) {
      pending = !out.empty();
    } else {
      if (pending) out.push_back(' ');
      pending = false;
      out.append(folded, at, c.length);
    }
    at += c.length;
  }
  return out;
}

std::string upper(std::string_view text) {
  return each(text, [](char32_t c) {
    return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
  });
}

std::string lower(std::string_view text) {
  return each(text, [](char32_t c) {
    return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
  });
}

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::vector<std::string_view> clusters(std::string_view text) {
  std::vector<std::string_view> out;
  utf8proc_int32_t state = 0;
  std::size_t begin = 0;
  char32_t previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    if (at != begin && utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(previous),
                                                        static_cast<utf8proc_int32_t>(c.value),
                                                        &state)) {
      out.push_back(text.substr(begin, at - begin));
      begin = at;
    }
    previous = c.value;
    at += c.length;
  }
  if (begin < text.size()) out.push_back(text.substr(begin));
  return out;
}

namespace {

std::size_t cluster_width(std::string_view cluster) {
  std::size_t widest = 0;
  std::size_t indicators = 0;
  for (std::size_t at = 0; at < cluster.size();) {
    const CodePoint c = decode(cluster, at);
    if (c.value == 0xFE0F) widest = 2;                           // emoji presentation
    if (c.value >= 0x1F1E6 && c.value <= 0x1F1FF) ++indicators;  // flags come in pairs
    const int wide = utf8proc_charwidth(static_cast<utf8proc_int32_t>(c.value));
    widest = std::max(widest, static_cast<std::size_t>(std::max(wide, 0)));
    at += c.length;
  }
  return indicators >= 2 ? 2 : widest;
}

}  // namespace

std::size_t width(std::string_view text) {
  if (is_ascii(text)) return text.size();
  std::size_t total = 0;
  for (const std::string_view cluster : clusters(text)) total += cluster_width(cluster);
  return total;
}

std::vector<std::string> words(std::string_view text) {
  const std::string folded = fold(text);
  std::vector<std::string> out;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) out.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t at = 0; at < folded.size();) {
    const CodePoint c = decode(folded, at);
    if (is_cjk(c.value)) {
      flush();
      append(word, c.value);
      flush();
    } else if (c.value != U'_' && is_name_character(c.value)) {
      append(word, c.value);
    } else {
      flush();
    }
    at += c.length;
  }
  flush();
  return out;
}

namespace {

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    out.push_back(c.value);
    at += c.length;
  }
  return out;
}

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit) {
  const std::u32string a = code_points(left);
  const std::u32string b = code_points(right);
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t smallest = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({substitution, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      smallest = std::min(smallest, row[j]);
    }
    if (smallest > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], limit + 1);
}

std::vector<std::string> nearest(std::string_view wanted,
                                 const std::vector<std::string>& candidates, std::size_t count) {
  const std::string folded = fold(wanted);
  const std::size_t limit = std::max<std::size_t>(length(folded), 3) / 3;
  std::vector<std::tuple<std::size_t, std::size_t, std::string>> scored;
  for (const std::string& candidate : candidates) {
    if (candidate == wanted) continue;
    const std::string other = fold(candidate);
    std::size_t score = edit_distance(folded, other, limit);
    if (score > limit) {
      const bool contains = folded.size() >= 3 && (other.find(folded) != std::string::npos ||
                                                   (other.size() >= 3 && folded.find(other) != std::string::npos));
      if (!contains) continue;
      score = limit + 1;
    }
    scored.emplace_back(score, candidate.size(), candidate);
  }
  std::sort(scored.begin(), scored.end());
  scored.erase(std::unique(scored.begin(), scored.end()), scored.end());
  std::vector<std::string> out;
  for (const auto& [score, size, name] : scored) {
    if (out.size() == count) break;
    out.push_back(name);
  }
  return out;
}

}  // namespace vouch::unicode
