#include "parser/rdf/turtle_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "parser/rdf/turtle_forms.hpp"

namespace vouch::rdf {

TurtleReader::TurtleReader(ByteSource& source, const TurtleOptions& options, Sink& sink,
                           ProblemSink& problems)
    : options_(options), tokens_(source, options.lookahead), sink_(sink), problems_(problems) {
  if (!options.base.empty()) base_.set(options.base);
}

bool TurtleReader::read() {
  take();
  while (!is(TokenKind::end)) {
    texts_.release({});
    if (!statement()) {
      static_cast<void>(problems_.problem(std::move(tokens_.problem()), {}));
      return false;
    }
  }
  return true;
}

bool TurtleReader::statement() {
  if (is(TokenKind::at_word)) return directive(token_.text, true);
  for (const std::string_view word : {"PREFIX", "BASE", "VERSION"}) {
    if (is_word(word)) return directive(word, false);
  }
  if (options_.dialect == TurtleDialect::turtle) return triples() && end_of_triples();
  if (is_word("GRAPH")) return graph_keyword();
  if (is(TokenKind::open_brace)) return graph_block(nullptr);
  return graph_or_triples();
}

// ------------------------------------------------------------------------------------- directives

bool TurtleReader::directive(std::string_view word, bool with_dot) {
  const char first = static_cast<char>(word.front() | 0x20);
  take();
  const bool good = first == 'p'   ? prefix_directive()
                    : first == 'b' ? base_directive()
                                   : version_directive();
  if (!good) return false;
  return !with_dot || expect(TokenKind::dot, "`.` after the directive");
}

bool TurtleReader::prefix_directive() {
  if (!is(TokenKind::prefixed) || !token_.text.empty()) {
    return unexpected("a prefix with its colon, such as `ex:`");
  }
  const std::string name(token_.prefix);
  take();
  if (!is(TokenKind::iri)) return unexpected("an IRI between `<` and `>`");
  Term value;
  if (!iri(value)) return false;
  const std::string_view text = value.text;
  prefixes_[name] = text;
  sink_.prefix(name, text);
  return true;
}

bool TurtleReader::base_directive() {
  if (!is(TokenKind::iri)) return unexpected("an IRI between `<` and `>`");
  Term value;
  if (!iri(value)) return false;
  base_.set(value.text);
  return true;
}

bool TurtleReader::version_directive() {
  if (!is(TokenKind::string) || token_.long_string) {
    return unexpected("a version in single or double quotes, \"1.2\"");
  }
  take();
  return true;
}

// ----------------------------------------------------------------------------------------- graphs

bool TurtleReader::graph_keyword() {
  take();
  Term graph;
  if (!term(graph, form::kNode, "the name of a graph: an IRI or a blank node")) return false;
  return graph_block(&graph);
}

bool TurtleReader::graph_or_triples() {
  if (!is(TokenKind::iri) && !is(TokenKind::prefixed) && !is(TokenKind::blank) &&
      !is(TokenKind::open_bracket)) {
    return triples() && end_of_triples();
  }
  Term subject;
  const bool bracket = is(TokenKind::open_bracket);
  const std::uint64_t before = quads_;
  if (!term(subject, form::kNode | form::kProperties, "a subject or the name of a graph")) {
    return false;
  }
  const bool has_properties = bracket && quads_ != before;
  if (is(TokenKind::open_brace) && !has_properties) return graph_block(&subject);
  return triples_of(subject, has_properties) && end_of_triples();
}

bool TurtleReader::graph_block(const Term* graph) {
  if (!expect(TokenKind::open_brace, "`{`")) return false;
  quad_.named = graph != nullptr;
  if (graph != nullptr) quad_.graph = *graph;
  while (!is(TokenKind::close_brace)) {
    const Mark mark = texts_.mark();
    if (!triples()) return false;
    texts_.release(mark);
    if (is(TokenKind::dot)) {
      take();
    } else if (!is(TokenKind::close_brace)) {
      return unexpected("`.` or `}`");
    }
  }
  take();
  quad_.named = false;
  return true;
}

// ---------------------------------------------------------------------------------------- triples

bool TurtleReader::end_of_triples() {
  return expect(TokenKind::dot, "`.`, `;` or `,`");
}

bool TurtleReader::triples() {
  Term subject;
  const bool bracket = is(TokenKind::open_bracket);
  const bool reified = is(TokenKind::open_reified);
  const std::uint64_t before = quads_;
  if (!term(subject, form::kNode | form::kProperties | form::kCollection | form::kReified,
            "a subject: an IRI, a blank node, a list or a reified triple")) {
    return false;
  }
  return triples_of(subject, reified || (bracket && quads_ != before));
}

bool TurtleReader::triples_of(const Term& subject, bool list_optional) {
  if (list_optional && (is(TokenKind::dot) || is(TokenKind::close_brace))) return true;
  return predicate_object_list(subject);
}

bool TurtleReader::predicate_object_list(const Term& subject) {
  for (;;) {
    const Mark mark = texts_.mark();
    Term predicate;
    if (!verb(predicate) || !object_list(subject, predicate)) return false;
    texts_.release(mark);
    if (!is(TokenKind::semicolon)) return true;
    while (is(TokenKind::semicolon)) take();
    const bool verb_follows = is(TokenKind::iri) || is(TokenKind::prefixed) || is(TokenKind::word);
    if (!verb_follows) return true;
  }
}

bool TurtleReader::object_list(const Term& subject, const Term& predicate) {
  for (;;) {
    const Mark mark = texts_.mark();
    Term object;
    if (!term(object, form::kObject, "an object: an IRI, a blank node, a literal or a list")) {
      return false;
    }
    emit(subject, predicate, object);
    if (!annotation(subject, predicate, object)) return false;
    texts_.release(mark);
    if (!is(TokenKind::comma)) return true;
    take();
  }
}

void TurtleReader::emit(const Term& subject, const Term& predicate, const Term& object) {
  quad_.subject = subject;
  quad_.predicate = predicate;
  quad_.object = object;
  ++quads_;
  sink_.quad(quad_);
}

// ------------------------------------------------------------------------------------ reification

void TurtleReader::reify(const Term& reifier, const Term& subject, const Term& predicate,
                         const Term& object) {
  const TripleTerm triple{subject, predicate, object};
  emit(reifier, Term::iri(kRdfReifies), Term::of_triple(triple));
}

// `~ :r`, `~` and `{| … |}`, any number of them; a block belongs to the reifier just before it.
bool TurtleReader::annotation(const Term& subject, const Term& predicate, const Term& object) {
  const Mark mark = texts_.mark();
  Term current;
  bool named = false;
  for (;;) {
    if (is(TokenKind::tilde)) {
      if (!reifier(current)) return false;
      named = true;
    } else if (!is(TokenKind::open_annotation)) {
      texts_.release(mark);
      return true;
    }
    if (!named) current = Term::blank(fresh_label());
    if (named || is(TokenKind::open_annotation)) reify(current, subject, predicate, object);
    if (is(TokenKind::open_annotation)) {
      const Deeper deeper(*this);
      if (!deeper.allowed()) return false;
      take();
      if (!predicate_object_list(current)) return false;
      if (!expect(TokenKind::close_annotation, "`|}`")) return false;
    }
    named = false;
    texts_.release(mark);
  }
}

bool TurtleReader::reifier(Term& out) {
  take();
  const bool named = is(TokenKind::iri) || is(TokenKind::prefixed) || is(TokenKind::blank) ||
                     is(TokenKind::open_bracket);
  if (named) return term(out, form::kNode, "the name of a reifier: an IRI or a blank node");
  out = Term::blank(fresh_label());
  return true;
}

// ---------------------------------------------------------------------------------------- helpers

std::string_view TurtleReader::fresh_label() {
  return texts_.keep(fmt::format("-{}", ++fresh_));
}

bool TurtleReader::is_word(std::string_view upper) const {
  if (token_.kind != TokenKind::word || token_.text.size() != upper.size()) return false;
  for (std::size_t i = 0; i < upper.size(); ++i) {
    if ((token_.text[i] & ~0x20) != upper[i]) return false;
  }
  return true;
}

bool TurtleReader::expect(TokenKind kind, const char* expected) {
  if (!is(kind)) return unexpected(expected);
  take();
  return true;
}

bool TurtleReader::unexpected(const char* expected) {
  if (is(TokenKind::problem)) return false;
  if (is(TokenKind::end)) return fail(code::kUnclosed, "the document ends too early", expected);
  constexpr std::size_t kShown = 40;
  std::string shown(token_.begin, static_cast<std::size_t>(token_.stop - token_.begin));
  if (shown.size() > kShown || shown.find('\n') != std::string::npos) {
    return fail(code::kSyntax, "this cannot stand here", expected);
  }
  return fail(code::kSyntax, fmt::format("`{}` cannot stand here", shown), expected);
}

bool TurtleReader::too_deep() {
  return fail(code::kNesting, fmt::format("brackets are nested deeper than {}", kNestingMost));
}

bool TurtleReader::fail(const char* code, std::string message, std::string expected) {
  const auto length = static_cast<std::size_t>(token_.stop - token_.begin);
  tokens_.blame(token_.begin, length == 0 ? 1 : length, code, std::move(message),
                std::move(expected));
  return false;
}

}  // namespace vouch::rdf
