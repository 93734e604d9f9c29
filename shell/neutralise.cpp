#include "shell/neutralise.hpp"

#include <fmt/format.h>

#include "base/unicode.hpp"

namespace vouch::shell {
namespace {

void append_picture(std::string& out, char32_t c) {
  if (c < 0x20) {
    unicode::append(out, 0x2400 + c);
  } else if (c == 0x7F) {
    out += "␡";
  } else {
    out += fmt::format("⟨U+{:04X}⟩", static_cast<std::uint32_t>(c));
  }
}

void append_json_escape(std::string& out, char32_t c) {
  const auto value = static_cast<std::uint32_t>(c);
  if (value < 0x10000) {
    out += fmt::format("\\u{:04x}", value);
  } else {
    const std::uint32_t rest = value - 0x10000;
    out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10U), 0xDC00 + (rest & 0x3FFU));
  }
}

bool is_malformed(const unicode::CodePoint& c) {
  return c.value == 0xFFFD && c.length == 1;
}

bool is_plain(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) return false;
  }
  return true;
}

}  // namespace

bool is_harmful(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return true;  // C0, DEL, C1
  if (c < 0x61C) return c == 0xAD;                        // soft hyphen
  return c == 0x61C || (c >= 0x200B && c <= 0x200F && c != 0x200C && c != 0x200D) ||
         (c >= 0x2028 && c <= 0x202E) ||                 // line ends, direction
         (c >= 0x2060 && c <= 0x206F) ||                 // joiners, isolates, old controls
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||  // byte order mark, annotations
         (c >= 0xE0000 && c <= 0xE007F);                 // tags
}

std::string neutralise(std::string_view text, Layout layout) {
  if (is_plain(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const unicode::CodePoint c = unicode::decode(text, at);
    const bool kept = layout == Layout::keep && (c.value == U'\n' || c.value == U'\t');
    if (is_malformed(c)) {
      out += fmt::format("⟨{:02X}⟩", static_cast<unsigned char>(text[at]));
    } else if (is_harmful(c.value) && !kept) {
      append_picture(out, c.value);
    } else {
      out.append(text, at, c.length);
    }
    at += c.length;
  }
  return out;
}

std::string neutralise_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const unicode::CodePoint c = unicode::decode(json, at);
    if (is_malformed(c)) {
      append_json_escape(out, 0xFFFD);
    } else if (is_harmful(c.value) && c.value != U'\n') {
      append_json_escape(out, c.value);
    } else {
      out.append(json, at, c.length);
    }
    at += c.length;
  }
  return out;
}

}  // namespace vouch::shell
