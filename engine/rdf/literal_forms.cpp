#include "engine/rdf/literal_forms.hpp"

#include <utility>

#include "storage/rdf_literal.hpp"

namespace vouch::rdfio {

using storage::Term;
using storage::Text;

namespace {

LiteralForm form_of_text(const Text& text) {
  LiteralForm out{text.text, text.datatype, text.language, rdf::Direction::none};
  const std::size_t mark = text.language.rfind("--");
  if (mark == std::string::npos) return out;
  const bool ltr = text.language.substr(mark) == "--ltr";
  out.direction = ltr ? rdf::Direction::ltr : rdf::Direction::rtl;
  out.language.resize(mark);
  return out;
}

std::string lower_case(std::string_view tag) {
  std::string out(tag);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  return out;
}

}  // namespace

Term value_of(const rdf::Term& literal) {
  Text text;
  text.text = literal.text;
  text.language = lower_case(literal.language);
  if (literal.direction != rdf::Direction::none) {
    text.language.append("--").append(rdf::name_of(literal.direction));
  }
  text.datatype = literal.datatype;
  if (literal.datatype.empty()) return Term(std::move(text));
  const storage::RdfLiteral written{text.text, text.datatype, text.language};
  Term value = storage::value_of_literal(written);
  return storage::canonical_literal(value) == written ? value : Term(std::move(text));
}

LiteralForm form_of(const Term& value) {
  if (const auto* text = value.as<Text>()) return form_of_text(*text);
  if (auto form = storage::canonical_literal(value)) {
    return {std::move(form->lexical), std::move(form->datatype), {}};
  }
  return {};
}

}  // namespace vouch::rdfio
