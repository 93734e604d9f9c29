#include "parser/rdf/turtle_writer.hpp"

#include <utility>

#include "base/invariant.hpp"
#include "parser/rdf/characters.hpp"
#include "parser/rdf/ntriples_text.hpp"

namespace vouch::rdf {

namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10U;

// Local names that need no escape; others are written as IRIs.
bool is_plain_local(std::string_view local) {
  if (local.empty() || !is(local.front(), kNameFirst | kDigit)) return false;
  for (const char c : local) {
    if (!is(c, kName)) return false;
  }
  return true;
}

bool all_digits(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!is(c, kDigit)) return false;
  }
  return true;
}

// Whether the bare text reads as a literal of just this datatype and lexical form.
bool reads_bare(std::string_view text, std::string_view datatype) {
  if (datatype == kXsdBoolean) return text == "true" || text == "false";
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  if (datatype == kXsdInteger) return all_digits(text);
  const std::size_t dot = text.find('.');
  if (datatype == kXsdDecimal) {
    return dot != text.npos && (dot == 0 || all_digits(text.substr(0, dot))) &&
           all_digits(text.substr(dot + 1));
  }
  if (datatype != kXsdDouble) return false;
  const std::size_t mark = text.find_first_of("eE");
  if (mark == text.npos || dot == text.npos || dot > mark) return false;
  std::string_view exponent = text.substr(mark + 1);
  if (!exponent.empty() && (exponent.front() == '+' || exponent.front() == '-')) {
    exponent.remove_prefix(1);
  }
  return all_digits(text.substr(0, dot)) && all_digits(text.substr(dot + 1, mark - dot - 1)) &&
         all_digits(exponent);
}

}  // namespace

TurtleWriter::TurtleWriter(Prefixes prefixes, bool graphs, Out out)
    : prefixes_(std::move(prefixes)), graphs_(graphs), out_(std::move(out)) {
  for (const auto& [name, iri] : prefixes_) {
    text_.append("PREFIX ").append(name).append(": ");
    append_iri(text_, iri);
    text_ += '\n';
  }
}

void TurtleWriter::quad(const Quad& quad) {
  invariant(graphs_ || !quad.named, "a named graph in Turtle");
  start_graph(quad);
  scratch_.clear();
  append_term(scratch_, quad.subject);
  if (!in_subject_ || scratch_ != subject_) {
    close_subject();
    subject_ = scratch_;
    predicate_.clear();
    text_ += '\n';
    append(quad.subject);
    in_subject_ = true;
  }
  scratch_.clear();
  append_term(scratch_, quad.predicate);
  if (scratch_ == predicate_) {
    text_ += " ,\n    ";
  } else {
    text_ += predicate_.empty() ? " " : " ;\n  ";
    predicate_ = scratch_;
    if (quad.predicate.text == kRdfType) {
      text_ += 'a';
    } else {
      append(quad.predicate);
    }
    text_ += ' ';
  }
  append(quad.object);
  if (text_.size() > kPiece) flush();
}

void TurtleWriter::start_graph(const Quad& quad) {
  scratch_.clear();
  if (quad.named) append_term(scratch_, quad.graph);
  if (scratch_ == graph_) return;
  close_graph();
  graph_ = scratch_;
  if (!quad.named) return;
  text_ += '\n';
  append(quad.graph);
  text_ += " {";
  in_graph_ = true;
}

void TurtleWriter::close_subject() {
  if (in_subject_) text_ += " .\n";
  in_subject_ = false;
}

void TurtleWriter::close_graph() {
  close_subject();
  if (in_graph_) text_ += "}\n";
  in_graph_ = false;
}

void TurtleWriter::finish() {
  close_graph();
  flush();
}

void TurtleWriter::flush() {
  out_(text_);
  text_.clear();
}

void TurtleWriter::append(const Term& term) {
  switch (term.kind) {
    case TermKind::iri: return append_name(term.text);
    case TermKind::blank: return append_term(text_, term);
    case TermKind::literal: return append_literal(term);
    case TermKind::triple:
      text_ += "<<( ";
      append(term.triple->subject);
      text_ += ' ';
      append(term.triple->predicate);
      text_ += ' ';
      append(term.triple->object);
      text_ += " )>>";
      return;
  }
}

// The longest prefix that leaves a plain local name.
void TurtleWriter::append_name(std::string_view iri) {
  const std::pair<const std::string, std::string>* best = nullptr;
  for (const auto& entry : prefixes_) {
    const bool fits =
        iri.starts_with(entry.second) && is_plain_local(iri.substr(entry.second.size()));
    if (fits && (best == nullptr || entry.second.size() > best->second.size())) best = &entry;
  }
  if (best == nullptr) return append_iri(text_, iri);
  text_.append(best->first).append(":").append(iri.substr(best->second.size()));
}

void TurtleWriter::append_literal(const Term& term) {
  if (reads_bare(term.text, term.datatype)) {
    text_.append(term.text);
  } else if (term.datatype.empty()) {
    append_term(text_, term);
  } else {
    text_ += '"';
    append_escaped(text_, term.text);
    text_ += "\"^^";
    append_name(term.datatype);
  }
}

}  // namespace vouch::rdf
