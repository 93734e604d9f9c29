#include "parser/rdf/ntriples_text.hpp"

#include <fmt/format.h>

#include <iterator>

#include "parser/rdf/characters.hpp"

namespace vouch::rdf {

namespace {

// The two-character escape of a character; NUL when it has none.
char letter_of(char c) {
  switch (c) {
    case '\b': return 'b';
    case '\t': return 't';
    case '\n': return 'n';
    case '\f': return 'f';
    case '\r': return 'r';
    case '"': return '"';
    case '\\': return '\\';
    default: return '\0';
  }
}

// U+FFFE and U+FFFF, which are no characters: three bytes that begin with EF BF.
bool is_noncharacter(std::string_view text, std::size_t at) {
  return text[at] == '\xEF' && text.size() - at >= 3 && text[at + 1] == '\xBF' &&
         (text[at + 2] == '\xBE' || text[at + 2] == '\xBF');
}

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F && byte != 0xEF;
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_plain(text[at])) continue;
    std::size_t length = 1;
    unsigned value = static_cast<unsigned char>(text[at]);
    if (value == 0xEF) {
      if (!is_noncharacter(text, at)) continue;
      value = text[at + 2] == '\xBE' ? 0xFFFE : 0xFFFF;
      length = 3;
    }
    out.append(text.substr(begin, at - begin));
    if (const char letter = letter_of(text[at])) {
      out += '\\';
      out += letter;
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{:04X}", value);
    }
    at += length - 1;
    begin = at + 1;
  }
  out.append(text.substr(begin));
}

// IRIs come without the characters they cannot hold, so there is nothing to escape.
void append_iri(std::string& out, std::string_view iri) {
  out += '<';
  out.append(iri);
  out += '>';
}

void append_term(std::string& out, const Term& term) {
  switch (term.kind) {
    case TermKind::iri: return append_iri(out, term.text);
    case TermKind::blank: out.append("_:").append(term.text); return;
    case TermKind::triple:
      out += "<<( ";
      append_term(out, term.triple->subject);
      out += ' ';
      append_term(out, term.triple->predicate);
      out += ' ';
      append_term(out, term.triple->object);
      out += " )>>";
      return;
    case TermKind::literal: break;
  }
  out += '"';
  append_escaped(out, term.text);
  out += '"';
  if (!term.language.empty()) {
    out += '@';
    for (const char c : term.language) {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    if (term.direction != Direction::none) out.append("--").append(name_of(term.direction));
  } else if (!term.datatype.empty()) {
    out += "^^";
    append_iri(out, term.datatype);
  }
}

void append_quad(std::string& out, const Quad& quad) {
  append_term(out, quad.subject);
  out += ' ';
  append_term(out, quad.predicate);
  out += ' ';
  append_term(out, quad.object);
  out += ' ';
  if (quad.named) {
    append_term(out, quad.graph);
    out += ' ';
  }
  out += ".\n";
}

}  // namespace vouch::rdf
