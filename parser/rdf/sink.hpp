// parser/rdf/sink.hpp — who hears what a reader reads.
//
// Shape     one call a quad: a few nanoseconds beside the half microsecond its reading takes.
// Lifetime  everything handed over is good until the call returns.
// Threads   one sink belongs to one thread; readers on several threads take one sink for each.
#pragma once

#include <string_view>

#include "parser/rdf/problem.hpp"
#include "parser/rdf/term.hpp"

namespace vouch::rdf {

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void quad(const Quad& quad) = 0;
  // As they are declared; a later one of the same name counts from then on. Turtle and TriG only.
  virtual void prefix(std::string_view /*name*/, std::string_view /*iri*/) {}
};

// What becomes of a broken line: true goes on with the next one. Turtle and TriG stop in any case.
class ProblemSink {
 public:
  virtual ~ProblemSink() = default;
  // `line` is all of the broken line, without its end; empty for Turtle and TriG.
  virtual bool problem(Problem problem, std::string_view line) = 0;
};

}  // namespace vouch::rdf
