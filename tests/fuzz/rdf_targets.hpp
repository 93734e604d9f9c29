// tests/fuzz/rdf_targets.hpp — what the fuzzers of RDF do with their bytes.
//
// Shape     any bytes are fine; a difference between two ways to read them throws.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "parser/rdf/turtle_reader.hpp"
#include "tests/support/rdf_read.hpp"

namespace vouch::fuzz {

// Lines that are read are read again from their canonical text as the same.
inline void nquads(std::string_view bytes) {
  rdf::ReadOptions options;
  options.format = rdf::Format::nquads;
  options.lenient = true;
  const test::RdfRead first = test::read_rdf(bytes, options);
  const test::RdfRead second = test::read_rdf(first.canonical, options);
  if (!second.problems.empty() || second.canonical != first.canonical) {
    throw std::logic_error("canonical lines read otherwise");
  }
}

// Where the reader's window cuts makes no difference.
inline void trig(std::string_view bytes) {
  const auto read = [&](std::size_t lookahead) {
    test::RdfRead out;
    test::RdfCollector collector(out);
    TextSource source(bytes);
    rdf::TurtleOptions options{rdf::TurtleDialect::trig, "http://e/", lookahead};
    rdf::TurtleReader reader(source, options, collector, collector);
    const bool whole = reader.read();
    return out.canonical + (whole ? "whole" : test::first_problem(out));
  };
  if (read(1) != read(std::size_t{1} << 16U)) throw std::logic_error("the window matters");
}

}  // namespace vouch::fuzz
