// storage/rdf_literal.hpp — literals of RDF as values of ours, and values as RDF would write them.
//
// Shape     value_of_literal: numbers, booleans and dates of XML Schema become values; what is no
//           well-formed one of these, and every other datatype, stays a text with its datatype.
//           Triple terms and base directions are texts as well:
//             <<( s p o )>>   canonical N-Triples, with the datatype kTripleTermDatatype
//             "x"@en--ltr     language "en--ltr"
//           Values that XML Schema has no datatype for have one of ours, and explain themselves:
//             "~7..9 nm (1 nm = 0.000000001 m)"^^kQuantityDatatype   "2025-Q3.."^^kDateDatatype
// Errors    none: whatever the bytes are, they are kept.
// Source    RDF 1.2 Concepts §3.3, XML Schema 1.1 Datatypes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/term.hpp"

namespace vouch::storage {

inline constexpr std::string_view kTripleTermDatatype =
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#tripleTerm";

inline constexpr std::string_view kQuantityDatatype = "https://vouch.example/rdf#quantity";
inline constexpr std::string_view kDateDatatype = "https://vouch.example/rdf#date";

enum class Direction : std::uint8_t { none, left_to_right, right_to_left };

struct RdfLiteral {
  std::string lexical;
  std::string datatype;  // empty: xsd:string, or a language
  std::string language;  // with "--ltr" or "--rtl" where it has a direction
  friend bool operator==(const RdfLiteral&, const RdfLiteral&) = default;
};

// The literal itself, as a text: the spelling of a value that is written otherwise.
[[nodiscard]] Term spelled_literal(const RdfLiteral& literal);
// The value it is equal to.
[[nodiscard]] Term value_of_literal(const RdfLiteral& literal);
// How RDF writes a value; nothing for IRIs, blank nodes, claims, lists and triple terms.
[[nodiscard]] std::optional<RdfLiteral> canonical_literal(const Term& value);

[[nodiscard]] Term triple_term(std::string canonical_ntriples);
// The canonical N-Triples of a triple term; null for all others.
[[nodiscard]] const std::string* as_triple_term(const Term& term);

}  // namespace vouch::storage
