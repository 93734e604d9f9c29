// The terms of Turtle: IRIs, literals, blank nodes, lists, triple terms.
#include <fmt/format.h>

#include <utility>

#include "parser/rdf/lexical.hpp"
#include "parser/rdf/turtle_forms.hpp"
#include "parser/rdf/turtle_reader.hpp"

namespace vouch::rdf {

bool TurtleReader::term(Term& out, Forms forms, const char* expected) {
  out = Term{};
  switch (token_.kind) {
    case TokenKind::iri:
    case TokenKind::prefixed: return iri(out);
    case TokenKind::blank:
      if ((forms & form::kBlank) == 0) break;
      out = Term::blank(texts_.keep(token_.text));
      take();
      return true;
    case TokenKind::open_bracket:
      if ((forms & form::kBlank) == 0) break;
      return blank_or_list_of_properties(out, forms);
    case TokenKind::open_list:
      if ((forms & form::kCollection) == 0) break;
      return collection(out);
    case TokenKind::open_reified:
      if ((forms & form::kReified) == 0) break;
      return reified_triple(out);
    case TokenKind::open_triple:
      if ((forms & form::kTripleTerm) == 0) break;
      return triple_term(out);
    case TokenKind::string:
      if ((forms & form::kLiteral) == 0) break;
      return literal(out);
    case TokenKind::integer:
    case TokenKind::decimal:
    case TokenKind::real:
    case TokenKind::word:
      if ((forms & form::kLiteral) == 0) break;
      return number(out);
    default: break;
  }
  return unexpected(expected);
}

bool TurtleReader::verb(Term& out) {
  out = Term{};
  if (is(TokenKind::word) && token_.text == "a") {
    out.text = kRdfType;
    take();
    return true;
  }
  if (is(TokenKind::iri) || is(TokenKind::prefixed)) return iri(out);
  return unexpected("a predicate: an IRI or `a`");
}

// ------------------------------------------------------------------------------------------- IRIs

bool TurtleReader::iri(Term& out) {
  if (!resolve(out.text)) return false;
  take();
  return true;
}

// The absolute IRI of the token, on the stack; the token stays.
bool TurtleReader::resolve(std::string_view& out) {
  if (is(TokenKind::prefixed)) return prefixed_name(out);
  std::string_view text = token_.text;
  if (token_.escaped && !decoded(text, EscapesIn::iri, text)) return false;
  if (is_absolute(text)) {
    out = token_.escaped ? text : texts_.keep(text);
  } else if (base_.known()) {
    out = base_.resolve(text, texts_);
  } else {
    return fail(code::kIri, "this IRI is relative, and there is no base",
                "an absolute IRI, or BASE before it");
  }
  return true;
}

bool TurtleReader::prefixed_name(std::string_view& out) {
  const auto found = prefixes_.find(token_.prefix);
  if (found == prefixes_.end()) {
    return fail(code::kPrefix, fmt::format("the prefix `{}:` is not declared", token_.prefix),
                fmt::format("PREFIX {}: <…> before it", token_.prefix));
  }
  if (!token_.escaped) {
    out = texts_.join(found->second, token_.text);
  } else {
    std::string local;
    for (std::size_t i = 0; i < token_.text.size(); ++i) {
      if (token_.text[i] == '\\') ++i;
      local += token_.text[i];
    }
    out = texts_.join(found->second, local);
  }
  return true;
}

// --------------------------------------------------------------------------------------- literals

bool TurtleReader::literal(Term& out) {
  out.kind = TermKind::literal;
  if (token_.escaped) {
    if (!decoded(token_.text, EscapesIn::string, out.text)) return false;
  } else {
    out.text = texts_.keep(token_.text);
  }
  take();
  if (is(TokenKind::language)) {
    out.language = texts_.keep(token_.text);
    out.direction = token_.direction;
    take();
  } else if (is(TokenKind::carets)) {
    return datatype(out);
  }
  return true;
}

bool TurtleReader::datatype(Term& out) {
  take();
  if (!is(TokenKind::iri) && !is(TokenKind::prefixed)) return unexpected("the IRI of a datatype");
  std::string_view type;
  if (!resolve(type)) return false;
  if (const char* why = datatype_problem(type)) return fail(code::kLiteral, why);
  if (type != kXsdString) out.datatype = type;
  take();
  return true;
}

// Numbers and booleans without quotes.
bool TurtleReader::number(Term& out) {
  std::string_view type = kXsdInteger;
  if (is(TokenKind::decimal)) type = kXsdDecimal;
  if (is(TokenKind::real)) type = kXsdDouble;
  if (is(TokenKind::word)) {
    if (token_.text != "true" && token_.text != "false") {
      return unexpected("an object; strings stand in quotes");
    }
    type = kXsdBoolean;
  }
  out = Term::literal(texts_.keep(token_.text), type);
  take();
  return true;
}

bool TurtleReader::decoded(std::string_view raw, EscapesIn where, std::string_view& out) {
  const Unescaped done = unescape(raw, where, texts_);
  if (done.error) {
    tokens_.blame(done.error->at, done.error->length, code::kEscape, done.error->message);
    return false;
  }
  out = done.text;
  return true;
}

// ---------------------------------------------------------------------------------------- brackets

bool TurtleReader::blank_or_list_of_properties(Term& out, Forms forms) {
  const Deeper deeper(*this);
  if (!deeper.allowed()) return false;
  take();
  out = Term::blank(fresh_label());
  if (is(TokenKind::close_bracket)) {
    take();
    return true;
  }
  if ((forms & form::kProperties) == 0) return unexpected("`]`; properties cannot stand here");
  return predicate_object_list(out) && expect(TokenKind::close_bracket, "`]`, `;` or `,`");
}

// `( a b )`: cells linked by rdf:rest. Labels of cells are kept here and not on the stack, which
// must not grow with the list.
bool TurtleReader::collection(Term& out) {
  const Deeper deeper(*this);
  if (!deeper.allowed()) return false;
  take();
  if (is(TokenKind::close_list)) {
    out = Term::iri(kRdfNil);
    take();
    return true;
  }
  out = Term::blank(fresh_label());
  std::string labels[2] = {std::string(out.text), {}};
  for (unsigned current = 0;; current ^= 1U) {
    const Mark mark = texts_.mark();
    const Term cell = Term::blank(labels[current]);
    Term item;
    if (!term(item, form::kObject, "an item of the list, or `)`")) return false;
    emit(cell, Term::iri(kRdfFirst), item);
    texts_.release(mark);
    if (is(TokenKind::close_list)) {
      emit(cell, Term::iri(kRdfRest), Term::iri(kRdfNil));
      take();
      return true;
    }
    labels[current ^ 1U] = fmt::format("-{}", ++fresh_);
    emit(cell, Term::iri(kRdfRest), Term::blank(labels[current ^ 1U]));
  }
}

bool TurtleReader::triple_term(Term& out) {
  const Deeper deeper(*this);
  if (!deeper.allowed()) return false;
  take();
  TripleTerm& triple = texts_.make<TripleTerm>();
  if (!term(triple.subject, form::kNode, "the subject: an IRI or a blank node")) return false;
  if (!verb(triple.predicate)) return false;
  if (!term(triple.object, form::kTripleObject,
            "the object: an IRI, a blank node, a literal or a triple term")) {
    return false;
  }
  if (!expect(TokenKind::close_triple, "`)>>`")) return false;
  out = Term::of_triple(triple);
  return true;
}

// `<< s p o ~ r >>` stands for r, and says that r reifies the triple.
bool TurtleReader::reified_triple(Term& out) {
  const Deeper deeper(*this);
  if (!deeper.allowed()) return false;
  take();
  TripleTerm& triple = texts_.make<TripleTerm>();
  if (!term(triple.subject, form::kReifiedSubject,
            "the subject: an IRI, a blank node or a reified triple")) {
    return false;
  }
  if (!verb(triple.predicate)) return false;
  if (!term(triple.object, form::kReifiedObject,
            "the object: an IRI, a blank node, a literal or a triple")) {
    return false;
  }
  if (is(TokenKind::tilde)) {
    if (!reifier(out)) return false;
  } else {
    out = Term::blank(fresh_label());
  }
  if (!expect(TokenKind::close_reified, "`>>` or a reifier after `~`")) return false;
  reify(out, triple.subject, triple.predicate, triple.object);
  return true;
}

}  // namespace vouch::rdf
