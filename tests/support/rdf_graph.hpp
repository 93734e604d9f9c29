// tests/support/rdf_graph.hpp — a set of quads, and whether another is the same but for blank labels.
//
// Shape     a quad is a shape (canonical text with a mark for each blank node) and its labels in order.
// Source    colour refinement, then trying: the candidates of the smallest colour, one by one.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "parser/rdf/sink.hpp"

namespace vouch::test {

class RdfGraph final : public rdf::Sink {
 public:
  using Statement = std::pair<std::string, std::vector<std::string>>;

  void quad(const rdf::Quad& quad) override;
  [[nodiscard]] const std::set<Statement>& statements() const { return statements_; }
  // Canonical N-Quads, sorted, with the labels as they are.
  [[nodiscard]] std::string text() const;

 private:
  std::set<Statement> statements_;
};

[[nodiscard]] bool isomorphic(const RdfGraph& a, const RdfGraph& b);

}  // namespace vouch::test
