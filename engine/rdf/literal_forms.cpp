#include "engine/rdf/literal_forms.hpp"

#include <utility>

#include "storage/rdf_literal.hpp"

namespace vouch::rdfio {

using storage::Date;
using storage::Quantity;
using storage::Term;
using storage::Text;

namespace {

LiteralForm form_of_quantity(const Quantity& quantity) {
  LiteralForm out;
  if (quantity.plain_number()) {  // of no decimal: those have a form of their own
    return {quantity.lower->to_string(), std::string(rdf::kXsd) + "double", {}};
  }
  if (quantity.approximate) out.lexical += '~';
  if (quantity.lower) out.lexical += quantity.lower->to_string();
  if (!quantity.single()) {
    out.lexical += "..";
    if (quantity.upper) out.lexical += quantity.upper->to_string();
  }
  if (!quantity.unit.empty()) out.lexical.append(" ").append(quantity.unit);
  out.datatype = kQuantityDatatype;
  return out;
}

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
  if (const auto* quantity = value.as<Quantity>()) return form_of_quantity(*quantity);
  if (const auto* date = value.as<Date>()) {
    return {date->to_string(), std::string(kDateDatatype), {}};
  }
  return {};
}

}  // namespace vouch::rdfio
