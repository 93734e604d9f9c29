// engine/rdf/literal_forms.hpp — literals of RDF as values of the store, and back to the same
// letters.
//
// Shape     a literal whose letters are the ones its value is written with becomes the value:
//           numbers, dates, booleans, text. Any other (`"042"^^xsd:integer`) keeps its letters and
//           datatype as a text with a datatype. A direction is part of the language: `ar--rtl`.
//           What counts as a value is storage/rdf_literal.hpp's to say.
// Lifetime  plain values.
#pragma once

#include <string>
#include <string_view>

#include "parser/rdf/term.hpp"
#include "storage/term.hpp"

namespace vouch::rdfio {

[[nodiscard]] storage::Term value_of(const rdf::Term& literal);

// The letters of a value that is no IRI, blank node or claim.
struct LiteralForm {
  std::string lexical;
  std::string datatype;  // empty: a plain or tagged string
  std::string language;  // without the direction
  rdf::Direction direction = rdf::Direction::none;
};
[[nodiscard]] LiteralForm form_of(const storage::Term& value);

}  // namespace vouch::rdfio
