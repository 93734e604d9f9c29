// parser/rdf/limits.hpp — how much of anything a document may ask for, all in one place.
#pragma once

#include <cstddef>

namespace vouch::rdf {

// Brackets, lists, reified triples and triple terms within each other.
inline constexpr std::size_t kNestingMost = 256;
// One line of N-Triples or N-Quads; one token of Turtle or TriG (a long literal is one).
inline constexpr std::size_t kTokenBytesMost = std::size_t{64} << 20U;
// What readers take from their input at once.
inline constexpr std::size_t kBlockBytes = std::size_t{4} << 20U;
// What Turtle and TriG keep in sight; longer tokens make it more.
inline constexpr std::size_t kLookaheadBytes = std::size_t{64} << 10U;
// Readable bytes behind the end of a text, so that it can be looked through 16 at a time.
inline constexpr std::size_t kPadding = 64;
// Of a line shown with a problem.
inline constexpr std::size_t kShownBytesMost = 4096;

}  // namespace vouch::rdf
