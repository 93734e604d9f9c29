// tests/support/rdf_read.hpp — a text through the RDF readers: its graph, its quads, its problems.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "parser/rdf/document.hpp"
#include "parser/rdf/ntriples_text.hpp"
#include "tests/support/rdf_graph.hpp"

namespace vouch::test {

struct RdfRead {
  RdfGraph graph;
  std::string canonical;  // in the order of the document
  std::vector<rdf::Problem> problems;
  std::vector<std::string> broken;  // the lines
};

class RdfCollector final : public rdf::Sink, public rdf::ProblemSink {
 public:
  explicit RdfCollector(RdfRead& out) : out_(out) {}
  void quad(const rdf::Quad& quad) override {
    out_.graph.quad(quad);
    rdf::append_quad(out_.canonical, quad);
  }
  bool problem(rdf::Problem problem, std::string_view line) override {
    out_.problems.push_back(std::move(problem));
    out_.broken.emplace_back(line);
    return true;
  }

 private:
  RdfRead& out_;
};

inline RdfRead read_rdf(std::string_view text, const rdf::ReadOptions& options) {
  RdfRead out;
  RdfCollector collector(out);
  TextSource source(text);
  const std::array<rdf::Sink*, 1> lanes = {&collector};
  static_cast<void>(rdf::read_document(source, options, lanes, collector));
  return out;
}

// "2:17 E0803 message"; empty when there was none.
inline std::string first_problem(const RdfRead& read) {
  if (read.problems.empty()) return "";
  const rdf::Problem& p = read.problems.front();
  return std::to_string(p.line) + ":" + std::to_string(p.column) + " " + p.code + " " + p.message;
}

}  // namespace vouch::test
