#include "engine/rdf/literal_forms.hpp"

#include <optional>

namespace vouch::rdfio {

using storage::Date;
using storage::Number;
using storage::Precision;
using storage::Quantity;
using storage::Term;
using storage::Text;

namespace {

std::string xsd(std::string_view name) {
  return std::string(rdf::kXsd).append(name);
}

// The value a datatype gives these letters, where it is one of ours; how it is written is not asked.
std::optional<Term> parsed(std::string_view lexical, std::string_view datatype) {
  if (!datatype.starts_with(rdf::kXsd)) return std::nullopt;
  const std::string_view name = datatype.substr(rdf::kXsd.size());
  if (name == "boolean") {
    if (lexical == "true") return Term(true);
    if (lexical == "false") return Term(false);
    return std::nullopt;
  }
  if (name == "integer" || name == "decimal") {
    const auto number = Number::parse(lexical);
    if (!number || !number->exact()) return std::nullopt;
    return Term(Quantity::of(*number));
  }
  if (name == "date" || name == "gYear" || name == "gYearMonth" || name == "dateTime") {
    const auto period = Date::parse_period(lexical);
    if (period) return Term(Date::single(*period));
  }
  return std::nullopt;
}

std::string_view date_type(Precision precision) {
  switch (precision) {
    case Precision::year: return "gYear";
    case Precision::month: return "gYearMonth";
    case Precision::day: return "date";
    case Precision::instant: return "dateTime";
    case Precision::half:
    case Precision::quarter: break;
  }
  return {};
}

LiteralForm form_of_date(const Date& date) {
  LiteralForm out;
  out.lexical = date.to_string();
  const auto period = date.as_period();
  const std::string_view type =
      period && !date.approximate ? date_type(period->precision) : std::string_view();
  if (!type.empty()) out.lexical = period->to_string();
  out.datatype = type.empty() ? std::string(kDateDatatype) : xsd(type);
  return out;
}

LiteralForm form_of_quantity(const Quantity& quantity) {
  LiteralForm out;
  if (quantity.plain_number()) {
    out.lexical = quantity.lower->to_string();
    const bool whole = quantity.lower->is_integer();
    const bool digits = out.lexical.find_first_not_of("-.0123456789") == std::string::npos;
    out.datatype = xsd(whole ? "integer" : digits ? "decimal" : "double");
    return out;
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
  if (auto value = parsed(literal.text, literal.datatype)) {
    const LiteralForm form = form_of(*value);
    if (form.lexical == literal.text && form.datatype == literal.datatype) return *value;
  }
  return Term(std::move(text));
}

LiteralForm form_of(const Term& value) {
  if (const auto* truth = value.as<bool>()) return {*truth ? "true" : "false", xsd("boolean"), {}};
  if (const auto* quantity = value.as<Quantity>()) return form_of_quantity(*quantity);
  if (const auto* date = value.as<Date>()) return form_of_date(*date);
  if (const auto* text = value.as<Text>()) return form_of_text(*text);
  return {};
}

}  // namespace vouch::rdfio
