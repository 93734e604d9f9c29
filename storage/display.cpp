#include "storage/display.hpp"

#include "storage/names.hpp"
#include "storage/well_known_iri.hpp"

namespace vouch::storage {
namespace {

std::string of_quantity(const Quantity& quantity) {
  std::string out = quantity.approximate ? "~" : "";
  if (quantity.single()) {
    out += quantity.lower->to_string();
  } else {
    if (quantity.lower) out += quantity.lower->to_string();
    out += "..";
    if (quantity.upper) out += quantity.upper->to_string();
  }
  if (!quantity.unit.empty()) out += " " + quantity.unit;
  return out;
}

std::string of_text(const Text& text) {
  std::string out = "\"";
  for (const char c : text.text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
  if (!text.language.empty()) out += "@" + text.language;
  if (!text.datatype.empty()) out += "^^<" + text.datatype + ">";
  return out;
}

std::string of_iri(const Iri& iri, std::string_view base) {
  if (const auto id = well_known::id_of_iri(base, iri.text))
    return std::string(well_known::find(*id)->name);
  if (auto bare = bare_id(base, iri.text)) return std::move(bare->id);
  return "<" + iri.text + ">";
}

}  // namespace

std::string display_text(const Term& term, std::string_view base) {
  if (const auto* iri = term.as<Iri>()) return of_iri(*iri, base);
  if (const auto* blank = term.as<Blank>()) return "_:" + blank->label;
  if (const auto* claim = term.as<ClaimRef>()) return "c#" + std::to_string(claim->number);
  if (const auto* truth = term.as<bool>()) return *truth ? "true" : "false";
  if (const auto* quantity = term.as<Quantity>()) return of_quantity(*quantity);
  if (const auto* date = term.as<Date>()) return date->to_string();
  if (const auto* text = term.as<Text>()) return of_text(*text);
  return "";
}

}  // namespace vouch::storage
