// parser/rdf/ntriples_text.hpp — terms and quads as canonical N-Triples and N-Quads.
//
// Shape     appended to a string: one blank between terms, escapes only where they must be,
//           language tags in lower case, no ^^xsd:string.
// Source    RDF 1.2 N-Quads, canonical form.
#pragma once

#include <string>
#include <string_view>

#include "parser/rdf/term.hpp"

namespace vouch::rdf {

void append_escaped(std::string& out, std::string_view text);  // what stands between quotes
void append_iri(std::string& out, std::string_view iri);       // with < and >
void append_term(std::string& out, const Term& term);
void append_quad(std::string& out, const Quad& quad);  // with its line end

}  // namespace vouch::rdf
