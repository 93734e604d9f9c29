#include "storage/term.hpp"

#include <bit>
#include <string_view>

#include "base/bytes.hpp"

namespace vouch::storage {
namespace {

constexpr std::string_view kXsdString = "http://www.w3.org/2001/XMLSchema#string";

void append_int128(std::string& out, Int128 value) {
  const auto bits = static_cast<unsigned __int128>(value);
  append_u64(out, static_cast<std::uint64_t>(bits >> 64U));
  append_u64(out, static_cast<std::uint64_t>(bits));
}

// Numbers are canonical, so their fields are their identity.
void append_number(std::string& out, const Number& number) {
  if (!number.exact()) {
    out.push_back('d');
    append_u64(out, std::bit_cast<std::uint64_t>(number.to_double()));
  } else if (const auto integer = number.to_int64()) {
    out.push_back('i');
    append_u64(out, static_cast<std::uint64_t>(*integer));
  } else {
    out.push_back('f');
    append_int128(out, number.numerator());
    append_int128(out, number.denominator());
  }
}

// A bound in base units. What overflows there is told apart by number and factor instead.
void append_bound(std::string& out, const std::optional<Number>& bound, const Number& factor) {
  if (!bound) {
    out.push_back('-');
  } else if (const auto base = multiply(*bound, factor)) {
    append_number(out, *base);
  } else {
    out.push_back('o');
    append_number(out, *bound);
    append_number(out, factor);
  }
}

std::string lower_ascii(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// Distinct letters per kind of term, variable parts with their length: no two terms share a key.
struct KeyWriter {
  std::string& out;

  void operator()(std::monostate) const { out.push_back('u'); }
  void operator()(const Blank& blank) const {
    out.push_back('b');
    out += blank.label;
  }
  void operator()(const Iri& iri) const {
    out.push_back('e');
    out += iri.text;
  }
  void operator()(const ClaimRef& claim) const {
    out.push_back('c');
    append_u64(out, claim.number);
  }
  void operator()(bool value) const { out += value ? "t1" : "t0"; }
  void operator()(const Quantity& quantity) const {
    if (quantity.plain_number()) {
      out.push_back('n');
      append_number(out, *quantity.lower);
      return;
    }
    out.push_back(quantity.approximate ? 'Q' : 'q');
    append_text(out, quantity.dimension);
    append_bound(out, quantity.lower, quantity.factor);
    if (!quantity.single()) append_bound(out, quantity.upper, quantity.factor);
  }
  void operator()(const Date& date) const {
    out.push_back(date.approximate ? 'D' : 'd');
    append_u64(out, static_cast<std::uint64_t>(date.begin()));
    append_u64(out, static_cast<std::uint64_t>(date.end()));
  }
  void operator()(const Text& text) const {
    out.push_back('s');
    append_text(out, text.text);
    append_text(out, lower_ascii(text.language));  // tags compare without case
    if (text.datatype != kXsdString) out += text.datatype;
  }
  void operator()(const List& list) const {
    out.push_back('l');
    for (const Term& item : list.items) append_text(out, equality_key(item));
  }
};

}  // namespace

std::string equality_key(const Term& term) {
  std::string out;
  std::visit(KeyWriter{out}, term.value);
  return out;
}

}  // namespace vouch::storage
