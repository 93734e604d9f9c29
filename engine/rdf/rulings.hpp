// engine/rdf/rulings.hpp — what both ways into the store do with blank labels, kinds and prefixes.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "parser/rdf/ntriples_text.hpp"
#include "parser/rdf/term.hpp"
#include "storage/store.hpp"

namespace vouch::rdfio {

// Documents have their blank nodes to themselves: the same document, loaded twice, adds nothing.
// Nodes without a label have one of the reader's, which begins with '-'.
[[nodiscard]] std::string scoped_label(std::string_view scope, std::string_view label);

// Canonical N-Triples of a triple term, with the labels its blank nodes have in the store.
template <typename LabelOf>
void append_renamed(std::string& out, const rdf::Term& term, const LabelOf& label_of) {
  if (term.kind == rdf::TermKind::blank) {
    out.append("_:").append(label_of(term.text));
  } else if (term.kind == rdf::TermKind::triple) {
    out += "<<( ";
    for (const rdf::Term* part :
         {&term.triple->subject, &term.triple->predicate, &term.triple->object}) {
      append_renamed(out, *part, label_of);
      out += ' ';
    }
    out += ")>>";
  } else {
    rdf::append_term(out, term);
  }
}

template <typename LabelOf>
void append_renamed_triple(std::string& out, const rdf::TripleTerm& triple,
                           const LabelOf& label_of) {
  append_renamed(out, triple.subject, label_of);
  out += ' ';
  append_renamed(out, triple.predicate, label_of);
  out += ' ';
  append_renamed(out, triple.object, label_of);
}

// A line of N-Quads without its end.
template <typename LabelOf>
void append_renamed_quad(std::string& out, const rdf::Quad& quad, const LabelOf& label_of) {
  append_renamed_triple(out, {quad.subject, quad.predicate, quad.object}, label_of);
  if (quad.named) append_renamed(out += ' ', quad.graph, label_of);
  out += " .";
}

// A kind known by its IRI only; under `base` it has a name as well.
void declare_kind(storage::Update& update, std::string_view base, storage::TermId id,
                  std::string_view iri);

// Those that clash with nothing become the store's.
void declare_prefixes(storage::Update& update, const std::map<std::string, std::string>& prefixes);

}  // namespace vouch::rdfio
