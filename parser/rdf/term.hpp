// parser/rdf/term.hpp — terms and quads of RDF 1.2 as views into what was read.
//
// Shape     an IRI without <>, a blank label without _:, a literal with its exact lexical form, or
//           a triple term. `datatype` is empty for xsd:string and for language-tagged strings; the
//           tag is as written. Labels that a reader made up itself begin with `-`, which no
//           document can write (`[]`, `()`, unnamed reifiers).
// Lifetime  views; good until the sink's function returns.
#pragma once

#include <cstdint>
#include <string_view>

namespace vouch::rdf {

enum class TermKind : std::uint8_t { iri, blank, literal, triple };
enum class Direction : std::uint8_t { none, ltr, rtl };

struct TripleTerm;

struct Term {
  TermKind kind = TermKind::iri;
  Direction direction = Direction::none;
  std::string_view text;
  std::string_view datatype;
  std::string_view language;
  const TripleTerm* triple = nullptr;

  [[nodiscard]] static Term iri(std::string_view text) { return of(TermKind::iri, text); }
  [[nodiscard]] static Term blank(std::string_view label) { return of(TermKind::blank, label); }
  [[nodiscard]] static Term literal(std::string_view lexical, std::string_view datatype = {}) {
    Term term = of(TermKind::literal, lexical);
    term.datatype = datatype;
    return term;
  }
  [[nodiscard]] static Term of_triple(const TripleTerm& triple) {
    Term term = of(TermKind::triple, {});
    term.triple = &triple;
    return term;
  }

 private:
  static Term of(TermKind kind, std::string_view text) {
    Term term;
    term.kind = kind;
    term.text = text;
    return term;
  }
};

struct TripleTerm {
  Term subject;
  Term predicate;
  Term object;
};

struct Quad {
  Term subject;
  Term predicate;
  Term object;
  Term graph;  // an IRI or a blank node where `named`
  bool named = false;
};

[[nodiscard]] bool operator==(const Term& a, const Term& b);
[[nodiscard]] bool operator==(const TripleTerm& a, const TripleTerm& b);

[[nodiscard]] constexpr std::string_view name_of(Direction direction) {
  return direction == Direction::none ? "" : direction == Direction::ltr ? "ltr" : "rtl";
}

inline constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
inline constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";
inline constexpr std::string_view kRdfType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
inline constexpr std::string_view kRdfFirst = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
inline constexpr std::string_view kRdfRest = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
inline constexpr std::string_view kRdfNil = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
inline constexpr std::string_view kRdfReifies =
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies";
inline constexpr std::string_view kRdfLangString =
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
inline constexpr std::string_view kRdfDirLangString =
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#dirLangString";
inline constexpr std::string_view kXsdString = "http://www.w3.org/2001/XMLSchema#string";
inline constexpr std::string_view kXsdInteger = "http://www.w3.org/2001/XMLSchema#integer";
inline constexpr std::string_view kXsdDecimal = "http://www.w3.org/2001/XMLSchema#decimal";
inline constexpr std::string_view kXsdDouble = "http://www.w3.org/2001/XMLSchema#double";
inline constexpr std::string_view kXsdBoolean = "http://www.w3.org/2001/XMLSchema#boolean";

}  // namespace vouch::rdf
