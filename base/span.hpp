// base/span.hpp — a half-open range of byte offsets into one source text.
//
// Shape     begin <= end; both count bytes from the start of the text.
// Lifetime  a plain value; says nothing about which text it belongs to.
#pragma once

#include <cstddef>

namespace vouch {

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] constexpr std::size_t size() const noexcept { return end - begin; }
  [[nodiscard]] constexpr bool empty() const noexcept { return begin == end; }

  friend constexpr bool operator==(Span, Span) = default;
};

// The smallest span that covers both.
[[nodiscard]] constexpr Span cover(Span a, Span b) noexcept {
  return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

}  // namespace vouch
