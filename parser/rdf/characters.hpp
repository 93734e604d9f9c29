// parser/rdf/characters.hpp — the character classes of the RDF grammars, and fast walks over them.
//
// Shape     a walk returns the first byte that is not in its class. Texts end with a byte that is
//           in no class (NUL or a line end) and kPadding readable bytes after it.
// Source    RDF 1.2 N-Triples, Turtle: IRIREF, PN_CHARS and kin, STRING_LITERAL_*.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace vouch::rdf {

enum : std::uint8_t {
  kLetter = 1,  // a-z A-Z
  kDigit = 2,
  kHex = 4,
  kIriStop = 8,     // cannot stand raw in an IRI: <>"{}|^`\ and 0x00-0x20
  kNameFirst = 16,  // ASCII part of PN_CHARS_U
  kName = 32,       // ASCII part of PN_CHARS
};

[[nodiscard]] constexpr std::array<std::uint8_t, 256> character_classes() {
  std::array<std::uint8_t, 256> out{};
  for (unsigned c = 0; c <= 0x20; ++c) out[c] = kIriStop;
  for (const char c : {'<', '>', '"', '{', '}', '|', '^', '`', '\\'}) {
    out[static_cast<unsigned char>(c)] = kIriStop;
  }
  for (unsigned c = 'a'; c <= 'z'; ++c) {
    out[c] = out[c - 32] = kLetter | kNameFirst | kName;
  }
  for (unsigned c = 0; c < 6; ++c) {
    out['a' + c] |= kHex;
    out['A' + c] |= kHex;
  }
  for (unsigned c = '0'; c <= '9'; ++c) out[c] = kDigit | kHex | kName;
  out['_'] = kNameFirst | kName;
  out['-'] = kName;
  return out;
}
inline constexpr std::array<std::uint8_t, 256> kClasses = character_classes();

[[nodiscard]] inline bool is(char c, unsigned classes) {
  return (kClasses[static_cast<unsigned char>(c)] & classes) != 0;
}
[[nodiscard]] inline bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}
[[nodiscard]] inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
[[nodiscard]] inline bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

// Beyond ASCII.
[[nodiscard]] bool is_name_first(char32_t c);  // PN_CHARS_BASE
[[nodiscard]] bool is_name(char32_t c);        // PN_CHARS

// Length of a character of PN_CHARS (or PN_CHARS_U) at `p`; 0 when there is none.
[[nodiscard]] std::size_t name_length(const char* p);
[[nodiscard]] std::size_t name_first_length(const char* p);

// The code point of valid UTF-8 at `p`, and its length.
struct Decoded {
  char32_t value = 0;
  std::size_t length = 1;
};
[[nodiscard]] inline Decoded decode(const char* p) {
  const auto byte = [&](int i) { return static_cast<char32_t>(static_cast<unsigned char>(p[i])); };
  const char32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xE0) return {((first & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
  if (first < 0xF0) {
    return {((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU), 3};
  }
  return {((first & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
              (byte(3) & 0x3FU),
          4};
}

#if defined(__SSE2__)
namespace simd {
inline __m128i load(const char* p) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
}
inline __m128i equal(__m128i x, char c) {
  return _mm_cmpeq_epi8(x, _mm_set1_epi8(c));
}
inline __m128i in_range(__m128i x, char low, unsigned char width) {
  const __m128i shifted = _mm_sub_epi8(x, _mm_set1_epi8(low));
  return _mm_cmpeq_epi8(_mm_min_epu8(shifted, _mm_set1_epi8(static_cast<char>(width))), shifted);
}
inline __m128i either(__m128i a, __m128i b) {
  return _mm_or_si128(a, b);
}
inline unsigned mask(__m128i x) {
  return static_cast<unsigned>(_mm_movemask_epi8(x));
}
}  // namespace simd
#endif

// The first byte of kIriStop.
[[nodiscard]] inline const char* walk_iri(const char* p) {
#if defined(__SSE2__)
  for (;; p += 16) {
    const __m128i x = simd::load(p);
    const __m128i even = _mm_and_si128(x, _mm_set1_epi8(static_cast<char>(0xFD)));  // < > and \ ^
    const __m128i angle = simd::either(simd::equal(even, '<'), simd::equal(even, '\\'));
    const __m128i brace = simd::either(simd::in_range(x, '{', 2), simd::in_range(x, 0, 0x20));
    const __m128i quote = simd::either(simd::equal(x, '"'), simd::equal(x, '`'));
    const unsigned found = simd::mask(simd::either(simd::either(angle, brace), quote));
    if (found != 0) return p + __builtin_ctz(found);
  }
#else
  while (!is(*p, kIriStop)) ++p;
  return p;
#endif
}

// The first of the quote, a backslash, a line end or NUL.
[[nodiscard]] inline const char* walk_string(const char* p, char quote) {
#if defined(__SSE2__)
  for (;; p += 16) {
    const __m128i x = simd::load(p);
    const __m128i ends = simd::either(simd::equal(x, '\n'), simd::equal(x, '\r'));
    const __m128i marks = simd::either(simd::equal(x, quote), simd::equal(x, '\\'));
    const unsigned found =
        simd::mask(simd::either(simd::either(ends, marks), simd::equal(x, '\0')));
    if (found != 0) return p + __builtin_ctz(found);
  }
#else
  while (*p != quote && *p != '\\' && !is_line_end(*p) && *p != '\0') ++p;
  return p;
#endif
}

// The first of the quote, a backslash or NUL: inside a long string.
[[nodiscard]] inline const char* walk_long_string(const char* p, char quote) {
#if defined(__SSE2__)
  for (;; p += 16) {
    const __m128i x = simd::load(p);
    const __m128i marks = simd::either(simd::equal(x, quote), simd::equal(x, '\\'));
    const unsigned found = simd::mask(simd::either(marks, simd::equal(x, '\0')));
    if (found != 0) return p + __builtin_ctz(found);
  }
#else
  while (*p != quote && *p != '\\' && *p != '\0') ++p;
  return p;
#endif
}

// The byte where valid UTF-8 ends; `text.size()` when it never does.
[[nodiscard]] std::size_t valid_utf8(std::string_view text);
[[nodiscard]] std::size_t count_lines(std::string_view text);

}  // namespace vouch::rdf
