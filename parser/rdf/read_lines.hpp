// parser/rdf/read_lines.hpp — N-Triples and N-Quads from a byte source, on one thread or several.
//
// Shape     each lane is a thread with a sink of its own; the lanes take turns at the source and
//           scan side by side. One lane works on the caller's thread. Which quad goes to which lane
//           is nobody's promise; problems come in the order of the file, from one thread at a time.
// Errors    strict: the first problem of the file ends it. Lenient: broken lines are counted and
//           told. InputError and what sinks throw come out here, when all lanes have stopped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/byte_source.hpp"
#include "parser/rdf/limits.hpp"
#include "parser/rdf/line_scanner.hpp"

namespace vouch::rdf {

struct LineOptions {
  LineDialect dialect = LineDialect::ntriples;
  bool lenient = false;
  std::size_t block_bytes = kBlockBytes;
};

struct LineTotals {
  std::uint64_t quads = 0;
  std::uint64_t broken = 0;
};

[[nodiscard]] LineTotals read_lines(ByteSource& source, const LineOptions& options,
                                    std::span<Sink* const> lanes, ProblemSink& problems);

}  // namespace vouch::rdf
