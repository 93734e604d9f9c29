// parser/rdf/line_scanner.hpp — N-Triples and N-Quads: whole lines in, quads out.
//
// Shape     one pass over bytes that stay where they are; only escapes make copies. A line is a
//           quad, a comment, nothing, or VERSION "1.2"; a comment may be a prefix. A quad is told when its whole line is
//           sound.
// Units     the text must end with a line end and be followed by kPadding readable bytes.
// Lifetime  borrows the sinks.
// Errors    go to the ProblemSink; when it says so, the next line is tried, and scan() is true.
// Threads   one scanner per thread.
// Source    RDF 1.2 N-Triples and N-Quads (RDF 1.1 documents are a part of these).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "parser/rdf/escapes.hpp"
#include "parser/rdf/sink.hpp"
#include "parser/rdf/text_stack.hpp"

namespace vouch::rdf {

enum class LineDialect : std::uint8_t { ntriples, nquads };

class LineScanner {
 public:
  LineScanner(LineDialect dialect, Sink& sink, ProblemSink& problems)
      : dialect_(dialect), sink_(sink), problems_(problems) {}

  // False: a problem stopped it.
  [[nodiscard]] bool scan(std::string_view lines, std::size_t first_line);
  // Quads and broken lines so far.
  [[nodiscard]] std::uint64_t quads() const { return quads_; }
  [[nodiscard]] std::uint64_t broken() const { return broken_; }

 private:
  [[nodiscard]] bool line();
  [[nodiscard]] bool statement();
  [[nodiscard]] bool version();
  [[nodiscard]] bool prefix_comment();
  [[nodiscard]] bool line_rest(const char* expected);
  [[nodiscard]] const char* line_end() const;
  [[nodiscard]] bool iri(std::string_view& out);
  [[nodiscard]] bool blank(std::string_view& out);
  [[nodiscard]] bool node(Term& out, const char* expected);
  [[nodiscard]] bool predicate(Term& out);
  [[nodiscard]] bool object(Term& out, std::size_t depth);
  [[nodiscard]] bool triple_term(Term& out, std::size_t depth);
  [[nodiscard]] bool literal(Term& out);
  [[nodiscard]] bool quoted(std::string_view& out);
  [[nodiscard]] bool language(Term& out);
  [[nodiscard]] bool datatype(Term& out);
  [[nodiscard]] bool decode(std::string_view raw, EscapesIn where, std::string_view& out);
  void skip_blanks();

  bool fail(const char* code, std::string message, std::string expected = {});
  bool fail_at(const char* at, std::size_t length, const char* code, std::string message,
               std::string expected = {});
  bool unexpected(std::string expected);
  [[nodiscard]] bool report();
  void next_line();

  LineDialect dialect_;
  Sink& sink_;
  ProblemSink& problems_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  const char* line_begin_ = nullptr;
  const char* bad_byte_ = nullptr;  // the next one that is not UTF-8; end_ when there is none
  std::size_t line_ = 1;
  Quad quad_;
  TextStack texts_;
  std::deque<TripleTerm> triples_;
  std::size_t triples_used_ = 0;
  Problem problem_;
  std::uint64_t quads_ = 0;
  std::uint64_t broken_ = 0;
};

}  // namespace vouch::rdf
