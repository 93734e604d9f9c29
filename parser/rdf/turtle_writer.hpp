// parser/rdf/turtle_writer.hpp — quads as Turtle or TriG, one subject a paragraph.
//
// Shape     quads that come one after the other with the same graph, subject and predicate share
//           them: sorted input gives the smallest text, and the same text every time. Prefixed
//           names where a prefix fits, numbers and booleans bare where they read back exactly as
//           they are.
// Lifetime  text is handed out in pieces; finish() hands out the rest.
// Errors    a quad of a named graph has no place in Turtle (invariant); what `out` throws.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "parser/rdf/sink.hpp"

namespace vouch::rdf {

class TurtleWriter final : public Sink {
 public:
  using Prefixes = std::map<std::string, std::string>;  // name → IRI
  using Out = std::function<void(std::string_view)>;

  TurtleWriter(Prefixes prefixes, bool graphs, Out out);
  void quad(const Quad& quad) override;
  void finish();

 private:
  void start_graph(const Quad& quad);
  void close_subject();
  void close_graph();
  void append(const Term& term);
  void append_name(std::string_view iri);
  void append_literal(const Term& term);
  void flush();

  Prefixes prefixes_;
  bool graphs_;
  Out out_;
  std::string text_;
  std::string graph_, subject_, predicate_;  // as canonical text; what is open
  std::string scratch_;
  bool in_graph_ = false;
  bool in_subject_ = false;
};

}  // namespace vouch::rdf
