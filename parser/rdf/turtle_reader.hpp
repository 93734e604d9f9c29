// parser/rdf/turtle_reader.hpp — Turtle and TriG: a document in, quads out.
//
// Shape     recursive descent with one token of look-ahead, nested at most kNestingMost deep;
//           memory does not grow with the document, its statements or its lists. Reifiers and
//           annotations become quads with rdf:reifies and a triple term.
// Lifetime  borrows source and sinks.
// Errors    the first problem ends the document and goes to the ProblemSink; InputError.
// Threads   one.
// Source    RDF 1.2 Turtle §6.5 and RDF 1.2 TriG §4; the functions carry the grammar's names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/byte_source.hpp"
#include "parser/rdf/escapes.hpp"
#include "parser/rdf/iri.hpp"
#include "parser/rdf/limits.hpp"
#include "parser/rdf/sink.hpp"
#include "parser/rdf/text_stack.hpp"
#include "parser/rdf/turtle_tokens.hpp"

namespace vouch::rdf {

enum class TurtleDialect : std::uint8_t { turtle, trig };

struct TurtleOptions {
  TurtleDialect dialect = TurtleDialect::turtle;
  std::string base;  // relative IRIs are refused without one
  std::size_t lookahead = kLookaheadBytes;
};

class TurtleReader {
 public:
  TurtleReader(ByteSource& source, const TurtleOptions& options, Sink& sink, ProblemSink& problems);

  // False: there was a problem.
  [[nodiscard]] bool read();
  [[nodiscard]] std::uint64_t quads() const { return quads_; }

 private:
  class Deeper;
  using Mark = TextStack::Mark;

  // Statements.
  [[nodiscard]] bool statement();
  [[nodiscard]] bool directive(std::string_view word, bool with_dot);
  [[nodiscard]] bool prefix_directive();
  [[nodiscard]] bool base_directive();
  [[nodiscard]] bool version_directive();
  [[nodiscard]] bool graph_keyword();
  [[nodiscard]] bool graph_or_triples();
  [[nodiscard]] bool graph_block(const Term* graph);
  [[nodiscard]] bool triples();
  [[nodiscard]] bool triples_of(const Term& subject, bool list_optional);
  [[nodiscard]] bool predicate_object_list(const Term& subject);
  [[nodiscard]] bool object_list(const Term& subject, const Term& predicate);
  [[nodiscard]] bool end_of_triples();

  // Reification.
  [[nodiscard]] bool annotation(const Term& subject, const Term& predicate, const Term& object);
  [[nodiscard]] bool reifier(Term& out);
  [[nodiscard]] bool reified_triple(Term& out);
  void reify(const Term& reifier, const Term& subject, const Term& predicate, const Term& object);

  // Terms. Which of them a place takes is said by a set of forms.
  using Forms = unsigned;
  [[nodiscard]] bool term(Term& out, Forms forms, const char* expected);
  [[nodiscard]] bool verb(Term& out);
  [[nodiscard]] bool iri(Term& out);
  [[nodiscard]] bool resolve(std::string_view& out);
  [[nodiscard]] bool prefixed_name(std::string_view& out);
  [[nodiscard]] bool literal(Term& out);
  [[nodiscard]] bool datatype(Term& out);
  [[nodiscard]] bool number(Term& out);
  [[nodiscard]] bool blank_or_list_of_properties(Term& out, Forms forms);
  [[nodiscard]] bool collection(Term& out);
  [[nodiscard]] bool triple_term(Term& out);
  [[nodiscard]] std::string_view fresh_label();

  // Tokens and problems.
  void take() { token_ = tokens_.next(); }
  [[nodiscard]] bool is(TokenKind kind) const { return token_.kind == kind; }
  [[nodiscard]] bool is_word(std::string_view upper) const;
  [[nodiscard]] bool expect(TokenKind kind, const char* expected);
  bool unexpected(const char* expected);
  bool too_deep();
  bool fail(const char* code, std::string message, std::string expected = {});
  [[nodiscard]] bool decoded(std::string_view raw, EscapesIn where, std::string_view& out);

  void emit(const Term& subject, const Term& predicate, const Term& object);

  TurtleOptions options_;
  TurtleTokens tokens_;
  Sink& sink_;
  ProblemSink& problems_;
  Token token_;
  Base base_;
  std::map<std::string, std::string, std::less<>> prefixes_;
  TextStack texts_;
  Quad quad_;  // its graph is the one we are in
  std::size_t depth_ = 0;
  std::uint64_t fresh_ = 0;
  std::uint64_t quads_ = 0;
};

// Counts how deep we are; brackets from outside to inside.
class TurtleReader::Deeper {
 public:
  explicit Deeper(TurtleReader& reader) : reader_(reader) { ++reader_.depth_; }
  ~Deeper() { --reader_.depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;
  [[nodiscard]] bool allowed() const {
    return reader_.depth_ <= kNestingMost || reader_.too_deep();
  }

 private:
  TurtleReader& reader_;
};

}  // namespace vouch::rdf
