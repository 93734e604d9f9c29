#include "parser/rdf/lexical.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "parser/rdf/characters.hpp"
#include "parser/rdf/limits.hpp"

namespace vouch::rdf {

const char* blank_label_end(const char* begin) {
  const char* at = begin;
  const std::size_t first = is(*at, kDigit) ? 1 : name_first_length(at);
  if (first == 0) return begin;
  at += first;
  const char* end = at;  // dots belong to the label only when something follows them
  for (;;) {
    if (*at == '.') {
      ++at;
    } else if (const std::size_t length = name_length(at); length != 0) {
      at += length;
      end = at;
    } else {
      return end;
    }
  }
}

LanguageTag language_tag(const char* begin) {
  constexpr std::ptrdiff_t kSubtagMost = 8;
  LanguageTag out;
  const char* at = begin;
  unsigned allowed = kLetter;
  for (;;) {
    const char* part = at;
    while (is(*at, allowed)) ++at;
    out.end = at;
    if (at == part) {
      out.problem =
          "a language tag is letters, `-` and more letters or digits, such as en or zh-TW";
      return out;
    }
    if (at - part > kSubtagMost) {
      out.end = part;
      out.problem = "the parts of a language tag have at most eight characters";
      return out;
    }
    if (*at != '-' || at[1] == '-') break;
    ++at;
    allowed = kLetter | kDigit;
  }
  out.language = {begin, static_cast<std::size_t>(at - begin)};
  if (*at != '-') return out;
  const char* name = at + 2;
  for (at = name; is(*at, kLetter);) ++at;
  const std::string_view direction(name, static_cast<std::size_t>(at - name));
  out.end = at;
  if (direction == "ltr") out.direction = Direction::ltr;
  if (direction == "rtl") out.direction = Direction::rtl;
  if (out.direction == Direction::none) {
    out.end = name;
    out.problem = "the direction after `--` is ltr or rtl";
  }
  return out;
}

const char* datatype_problem(std::string_view datatype) {
  if (datatype == kRdfLangString) return "rdf:langString is written with a language tag, \"x\"@en";
  if (datatype == kRdfDirLangString) {
    return "rdf:dirLangString is written with a language and a direction, \"x\"@ar--rtl";
  }
  return nullptr;
}

std::string iri_problem(char byte, bool at_end) {
  if (at_end || is_line_end(byte)) return "this IRI is not closed with `>`";
  if (byte == ' ') return "an IRI holds no blanks; write %20";
  const auto value = static_cast<unsigned>(static_cast<unsigned char>(byte));
  if (value < 0x20) return fmt::format("an IRI holds no control characters (U+{:04X})", value);
  return fmt::format("an IRI holds no `{}`", byte);
}

std::string shown_character(const char* at) {
  const auto byte = static_cast<unsigned char>(*at);
  if (byte < 0x20 || byte == 0x7F) return fmt::format("U+{:04X}", byte);
  return std::string(at, byte < 0x80 ? 1 : decode(at).length);
}

void place_in_line(Problem& problem, std::string_view line) {
  const auto continues = [&](std::size_t i) {
    return (static_cast<unsigned char>(line[i]) & 0xC0U) == 0x80U;
  };
  const auto characters = [&](std::size_t begin, std::size_t end) {
    std::size_t count = 0;
    for (std::size_t i = begin; i < end; ++i) count += continues(i) ? 0U : 1U;
    return count;
  };
  problem.offset = std::min(problem.offset, line.size());
  std::size_t begin = 0;
  if (problem.offset > kShownBytesMost / 2) begin = problem.offset - kShownBytesMost / 2;
  while (begin > 0 && continues(begin)) --begin;
  std::size_t end = std::min(line.size(), begin + kShownBytesMost);
  while (end < line.size() && continues(end)) ++end;
  problem.column = problem.text_column + characters(0, problem.offset);
  problem.text_column += characters(0, begin);
  problem.line_text = line.substr(begin, end - begin);
  problem.offset -= begin;
}

}  // namespace vouch::rdf
