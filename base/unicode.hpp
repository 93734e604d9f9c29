// base/unicode.hpp — what we need of Unicode; the only user of utf8proc.
//
// Shape     text in and out is UTF-8; widths are terminal columns.
// Errors    functions take invalid UTF-8 without crashing; is_valid_utf8 tells where it breaks.
// Source    character data: utf8proc 2.8 (Unicode 15).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::unicode {

// Offset of the first byte that is not part of well-formed UTF-8 (no overlong forms, no surrogates).
[[nodiscard]] std::optional<std::size_t> first_invalid_byte(std::string_view text);

// The code point that starts at `at` and its length in bytes; {0xFFFD, 1} where malformed.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;
};
[[nodiscard]] CodePoint decode(std::string_view text, std::size_t at);
void append(std::string& out, char32_t code_point);

[[nodiscard]] bool is_letter(char32_t c);          // category L*
[[nodiscard]] bool is_name_character(char32_t c);  // L*, M*, N*, or `_`

// NFKC, case folded, runs of white space as one blank, trimmed: how names are compared.
[[nodiscard]] std::string fold(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);
[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::size_t length(std::string_view text);  // code points

// Terminal columns, by grapheme cluster (CJK and emoji 2, combining marks 0).
[[nodiscard]] std::size_t width(std::string_view text);
// The grapheme clusters of a text, in order.
[[nodiscard]] std::vector<std::string_view> clusters(std::string_view text);

// Words of a text for full-text search: folded runs of letters and digits; each CJK character alone.
[[nodiscard]] std::vector<std::string> words(std::string_view text);

// Edit distance with transpositions (optimal string alignment) over code points, at most `limit`+1.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// Candidates near `wanted`, best first: folded equality, distance, shared words. Never `wanted` itself.
[[nodiscard]] std::vector<std::string> nearest(std::string_view wanted,
                                               const std::vector<std::string>& candidates,
                                               std::size_t count);

}  // namespace vouch::unicode
