// parser/rdf/document.hpp — the face of this folder: a document of any format in, quads out.
//
// Errors    problems of the document go to the ProblemSink (all of them when lenient, which Turtle
//           and TriG never are); InputError, and whatever a sink throws.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/byte_source.hpp"
#include "parser/rdf/sink.hpp"

namespace vouch::rdf {

enum class Format : std::uint8_t { ntriples, nquads, turtle, trig };

// `nt`, `nq`, `ttl`, `trig` and their long names; by the ending of a file name likewise.
[[nodiscard]] std::optional<Format> format_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Format format);
[[nodiscard]] constexpr bool is_by_lines(Format format) {
  return format == Format::ntriples || format == Format::nquads;
}

struct ReadOptions {
  Format format = Format::ntriples;
  bool lenient = false;
  std::string base;  // for relative IRIs of Turtle and TriG
};

struct ReadTotals {
  std::uint64_t quads = 0;
  std::uint64_t broken = 0;  // lines, or the document itself
};

// Line formats use all lanes, each on a thread of its own; the others the first one.
[[nodiscard]] ReadTotals read_document(ByteSource& source, const ReadOptions& options,
                                       std::span<Sink* const> lanes, ProblemSink& problems);

}  // namespace vouch::rdf
