#include "storage/rdf_literal.hpp"

#include <algorithm>
#include <array>

#include "storage/rdf_values.hpp"

namespace vouch::storage {
namespace {

constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";
constexpr std::size_t kDigitsMost = 34;  // what 128 bits surely hold

constexpr std::array<std::string_view, 13> kIntegers = {"integer",
                                                        "int",
                                                        "long",
                                                        "short",
                                                        "byte",
                                                        "unsignedInt",
                                                        "unsignedLong",
                                                        "unsignedShort",
                                                        "unsignedByte",
                                                        "nonNegativeInteger",
                                                        "positiveInteger",
                                                        "nonPositiveInteger",
                                                        "negativeInteger"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// [+-]digits[.digits][(e|E)[+-]digits], as much of it as the datatype has.
bool is_decimal(std::string_view text, bool point, bool exponent) {
  std::size_t at = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  std::size_t digits = 0;
  const auto take_digits = [&] {
    for (; at < text.size() && is_digit(text[at]); ++at) ++digits;
  };
  take_digits();
  if (point && at < text.size() && text[at] == '.') {
    ++at;
    take_digits();
  }
  if (digits == 0 || digits > kDigitsMost) return false;
  if (exponent && at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    digits = 0;
    take_digits();
    if (digits == 0 || digits > 3) return false;
  }
  return at == text.size();
}

// As Number reads it: without a plus, with a digit before the point and after it.
std::optional<Number> number_of(std::string_view lexical) {
  std::string text(lexical);
  if (text[0] == '+') text.erase(0, 1);
  const std::size_t first = text[0] == '-' ? 1 : 0;
  if (text[first] == '.') text.insert(first, "0");
  const std::size_t point = text.find('.');
  if (point != std::string::npos && (point + 1 == text.size() || !is_digit(text[point + 1])))
    text.erase(point, 1);
  return Number::parse(text);
}

std::optional<Term> number_term_of(std::string_view lexical, bool point, bool exponent) {
  if (!is_decimal(lexical, point, exponent)) return std::nullopt;
  const auto number = number_of(lexical);
  if (!number || !number->exact()) return std::nullopt;
  return Term(Quantity::of(*number));
}

// One form for each instant, so that equal ones are encoded as one.
Period in_utc(Period period) {
  constexpr std::int64_t kMicroseconds = 1'000'000;
  std::int64_t rest = period.begin % kMicroseconds;
  if (rest < 0) rest += kMicroseconds;
  period.zone = 0;
  period.fraction = rest == 0 ? 0 : 6;
  for (; rest != 0 && rest % 10 == 0; rest /= 10) --period.fraction;
  return period;
}

std::optional<Term> date_of(std::string_view lexical, Precision precision) {
  const auto period = Date::parse_period(lexical);
  if (!period || period->precision != precision) return std::nullopt;
  if (precision != Precision::instant) return Term(Date::single(*period));
  if (lexical.find('T') == std::string_view::npos) return std::nullopt;
  return Term(Date::single(in_utc(*period)));
}

// Years of XML Schema have four digits at least; ours are 1 to 9999.
std::optional<Term> period_of(std::string_view lexical, std::string_view type) {
  if (type == "date" && lexical.size() == 10) return date_of(lexical, Precision::day);
  if (type == "gYearMonth" && lexical.size() == 7) return date_of(lexical, Precision::month);
  if (type == "gYear" && lexical.size() == 4) return date_of(lexical, Precision::year);
  if (type == "dateTime" && lexical.size() >= 19) return date_of(lexical, Precision::instant);
  return std::nullopt;
}

std::optional<Term> typed_value(std::string_view lexical, std::string_view type) {
  if (std::ranges::find(kIntegers, type) != kIntegers.end())
    return number_term_of(lexical, false, false);
  if (type == "decimal") return number_term_of(lexical, true, false);
  if (type == "double" || type == "float") return number_term_of(lexical, true, true);
  if (type == "boolean") {
    if (lexical == "true" || lexical == "1") return Term(true);
    if (lexical == "false" || lexical == "0") return Term(false);
    return std::nullopt;
  }
  return period_of(lexical, type);
}

std::string xsd(std::string_view name) {
  return std::string(kXsd) + std::string(name);
}

std::optional<RdfLiteral> canonical_number(const Quantity& quantity) {
  if (!quantity.plain_number() || !quantity.lower->exact()) return std::nullopt;
  std::string text = quantity.lower->to_string();
  if (quantity.lower->is_integer()) return RdfLiteral{std::move(text), xsd("integer"), {}};
  const auto back = Number::parse(text);  // a fraction without an end has no decimal
  if (!is_decimal(text, true, false) || back != quantity.lower) return std::nullopt;
  return RdfLiteral{std::move(text), xsd("decimal"), {}};
}

std::optional<RdfLiteral> canonical_date(const Date& date) {
  if (date.approximate || date.range || !date.from || date.from != date.to) return std::nullopt;
  std::string text = date.from->to_string();
  switch (date.from->precision) {
    case Precision::year: return RdfLiteral{std::move(text), xsd("gYear"), {}};
    case Precision::month: return RdfLiteral{std::move(text), xsd("gYearMonth"), {}};
    case Precision::day: return RdfLiteral{std::move(text), xsd("date"), {}};
    case Precision::instant:
      // As it is read back: others keep their zone and digits with a datatype of ours.
      if (in_utc(*date.from) != *date.from) return std::nullopt;
      return RdfLiteral{std::move(text), xsd("dateTime"), {}};
    case Precision::half:
    case Precision::quarter: break;
  }
  return std::nullopt;
}

}  // namespace

Term spelled_literal(const RdfLiteral& literal) {
  return Term(Text{literal.lexical, literal.language, literal.datatype});
}

Term value_of_literal(const RdfLiteral& literal) {
  if (literal.language.empty() && literal.datatype.starts_with(kXsd)) {
    const std::string_view type = std::string_view(literal.datatype).substr(kXsd.size());
    if (type == "string") return text_term(literal.lexical);
    if (auto value = typed_value(literal.lexical, type)) return *std::move(value);
  }
  if (literal.language.empty() && literal.datatype == kQuantityDatatype) {
    if (auto value = quantity_of_text(literal.lexical)) return Term(*std::move(value));
  }
  if (literal.language.empty() && literal.datatype == kDateDatatype) {
    if (auto value = date_of_text(literal.lexical)) return Term(*std::move(value));
  }
  return spelled_literal(literal);
}

std::optional<RdfLiteral> canonical_literal(const Term& value) {
  if (const auto* truth = value.as<bool>())
    return RdfLiteral{*truth ? "true" : "false", xsd("boolean"), {}};
  if (const auto* quantity = value.as<Quantity>()) {
    if (auto number = canonical_number(*quantity)) return number;
    return RdfLiteral{text_of_quantity(*quantity), std::string(kQuantityDatatype), {}};
  }
  if (const auto* date = value.as<Date>()) {
    if (auto plain = canonical_date(*date)) return plain;
    return RdfLiteral{date->to_string(), std::string(kDateDatatype), {}};
  }
  if (as_triple_term(value) != nullptr) return std::nullopt;
  if (const auto* text = value.as<Text>())
    return RdfLiteral{text->text, text->datatype, text->language};
  return std::nullopt;
}

Term triple_term(std::string canonical_ntriples) {
  return Term(Text{std::move(canonical_ntriples), {}, std::string(kTripleTermDatatype)});
}

const std::string* as_triple_term(const Term& term) {
  const auto* text = term.as<Text>();
  return text != nullptr && text->datatype == kTripleTermDatatype ? &text->text : nullptr;
}

}  // namespace vouch::storage
