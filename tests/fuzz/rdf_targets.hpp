// tests/fuzz/rdf_targets.hpp — what the fuzzers of RDF do with their bytes.
//
// Shape     any bytes are fine; a difference between two ways to read them throws.
// Units     small blocks and windows: there are as many borders as a large file has, and a run costs
//           no megabytes.
#pragma once

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parser/rdf/ntriples_text.hpp"
#include "parser/rdf/read_lines.hpp"
#include "parser/rdf/turtle_reader.hpp"

namespace vouch::fuzz {

// Canonical lines and places of problems.
class RdfTaken final : public rdf::Sink, public rdf::ProblemSink {
 public:
  std::string canonical;
  std::string problems;

  void quad(const rdf::Quad& quad) override { rdf::append_quad(canonical, quad); }
  bool problem(rdf::Problem problem, std::string_view /*line*/) override {
    problems += std::to_string(problem.line) + ":" + std::to_string(problem.column) + " " +
                problem.code + " " + problem.message + "\n";
    return true;
  }
};

inline RdfTaken read_lines(std::string_view bytes, rdf::LineDialect dialect, std::size_t block) {
  RdfTaken out;
  TextSource source(bytes);
  rdf::LineOptions options;
  options.dialect = dialect;
  options.lenient = true;
  options.block_bytes = block;
  const std::array<rdf::Sink*, 1> lanes = {&out};
  static_cast<void>(rdf::read_lines(source, options, lanes, out));
  return out;
}

// Where blocks are cut makes no difference; lines that are read are read again from their canonical
// text as the same.
inline void lines(std::string_view bytes, rdf::LineDialect dialect) {
  constexpr std::size_t kWhole = std::size_t{16} << 10U;
  const RdfTaken first = read_lines(bytes, dialect, kWhole);
  const RdfTaken cut = read_lines(bytes, dialect, 16);
  if (cut.canonical != first.canonical || cut.problems != first.problems) {
    throw std::logic_error("the blocks matter");
  }
  const RdfTaken second = read_lines(first.canonical, dialect, kWhole);
  if (!second.problems.empty() || second.canonical != first.canonical) {
    throw std::logic_error("canonical lines read otherwise");
  }
}
inline void nquads(std::string_view bytes) { lines(bytes, rdf::LineDialect::nquads); }
inline void ntriples(std::string_view bytes) { lines(bytes, rdf::LineDialect::ntriples); }

// Where the reader's window cuts makes no difference.
inline void windows(std::string_view bytes, rdf::TurtleDialect dialect) {
  const auto read = [&](std::size_t lookahead) {
    RdfTaken out;
    TextSource source(bytes);
    rdf::TurtleReader reader(source, {dialect, "http://e/", lookahead}, out, out);
    const bool whole = reader.read();
    return out.canonical + (whole ? "whole" : out.problems);
  };
  if (read(1) != read(std::size_t{4} << 10U)) throw std::logic_error("the window matters");
}
inline void trig(std::string_view bytes) { windows(bytes, rdf::TurtleDialect::trig); }
inline void turtle(std::string_view bytes) { windows(bytes, rdf::TurtleDialect::turtle); }

}  // namespace vouch::fuzz
