// How values are written: in tables (text raw) and as literals (text quoted).
#include <fmt/format.h>

#include "engine/expr/units.hpp"

namespace vouch::expr {
namespace {

using storage::Quantity;
using storage::Term;
using storage::Text;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out.push_back(c);
        }
    }
  }
  return out;
}

// An integer beyond 64 bits is no literal: it is written as the decimal it came from.
std::string print_number(const storage::Number& number) {
  std::string out = number.to_string();
  return number.is_integer() && !number.to_int64() ? out + ".0" : out;
}

std::string print_quantity(const Quantity& quantity) {
  std::string out = quantity.approximate ? "~" : "";
  if (quantity.single()) {
    out += print_number(*quantity.lower);
  } else {
    if (quantity.lower) out += print_number(*quantity.lower);
    out += "..";
    if (quantity.upper) out += print_number(*quantity.upper);
  }
  return quantity.unit.empty() ? out : out + ' ' + quantity.unit;
}

std::string print_text(const Text& text) {
  std::string out = '"' + escaped(text.text) + '"';
  if (!text.language.empty()) return out + '@' + text.language;
  return text.datatype.empty() ? out : out + "^^<" + text.datatype + '>';
}

struct Printer {
  bool quoted;
  const Naming& name;
  const Term& term;

  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const storage::Blank& blank) const {
    return name ? name(term) : "_:" + blank.label;
  }
  std::string operator()(const storage::Iri& iri) const {
    return name ? name(term) : '<' + iri.text + '>';
  }
  std::string operator()(storage::ClaimRef claim) const {
    return name ? name(term) : "claim " + std::to_string(claim.number);
  }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const Quantity& quantity) const { return print_quantity(quantity); }
  std::string operator()(const storage::Date& date) const { return date.to_string(); }
  std::string operator()(const Text& text) const { return quoted ? print_text(text) : text.text; }
  std::string operator()(const storage::List& list) const {
    std::string out = "(";
    for (const Term& item : list.items) {
      if (out.size() > 1) out += ", ";
      out += std::visit(Printer{quoted, name, item}, item.value);
    }
    return out + ')';
  }
};

}  // namespace

std::string print_value(const Term& term, const Naming& name) {
  return std::visit(Printer{false, name, term}, term.value);
}

std::string print_literal(const Term& term, const Naming& name) {
  return std::visit(Printer{true, name, term}, term.value);
}

}  // namespace vouch::expr
