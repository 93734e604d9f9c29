#include "parser/rdf/term.hpp"

namespace vouch::rdf {

bool operator==(const Term& a, const Term& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == TermKind::triple) return *a.triple == *b.triple;
  return a.text == b.text && a.datatype == b.datatype && a.language == b.language &&
         a.direction == b.direction;
}

bool operator==(const TripleTerm& a, const TripleTerm& b) {
  return a.subject == b.subject && a.predicate == b.predicate && a.object == b.object;
}

}  // namespace vouch::rdf
