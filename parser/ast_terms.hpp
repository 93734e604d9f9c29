// parser/ast_terms.hpp — the leaves of the syntax tree: places, names, literals, variables.
//
// Shape     what the text says: literals keep their digits, names the form they were written in.
// Units     places are bytes of the SourceText that was parsed.
// Lifetime  values.
// Source    docs/language.md, "Terms"; == ignores places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/span.hpp"

namespace vouch::ast {

// A span that takes no part in comparisons: two texts that mean the same have equal trees.
struct Place : Span {
  Place() = default;
  Place(Span span) : Span(span) {}  // NOLINT(google-explicit-constructor)
  friend constexpr bool operator==(const Place&, const Place&) noexcept { return true; }
};

// ------------------------------------------------------------------------------------------ names

enum class NameForm : std::uint8_t { id, iri, prefixed, label };

// `nvidia` (id: also every word), `<https://…>` (iri, text without brackets), `ex:name` (prefixed,
// text with the colon), `[Jensen Huang]` (label, text unescaped, perhaps narrowed by a kind).
struct PlainName {
  NameForm form = NameForm::id;
  std::string text;
  Place place;
  friend bool operator==(const PlainName&, const PlainName&) = default;
};
struct Name {
  NameForm form = NameForm::id;
  std::string text;
  std::optional<PlainName> kind;  // only of a label: `[Mercury : planet]`
  Place place;
  friend bool operator==(const Name&, const Name&) = default;
};

// ------------------------------------------------------------------------------------------ terms

struct Variable {
  std::string name;               // without `?`
  std::optional<PlainName> kind;  // `?c:company`, in patterns only
  Place place;
  friend bool operator==(const Variable&, const Variable&) = default;
};
struct Parameter {
  std::string name;  // without `$`
  Place place;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};
struct Anything {  // `_`
  Place place;
  friend bool operator==(const Anything&, const Anything&) = default;
};
struct StringLiteral {
  std::string text;      // unescaped
  std::string language;  // `zh-Hant` as written; empty when none
  std::optional<PlainName> datatype;
  Place place;
  friend bool operator==(const StringLiteral&, const StringLiteral&) = default;
};
struct BooleanLiteral {
  bool value = false;
  Place place;
  friend bool operator==(const BooleanLiteral&, const BooleanLiteral&) = default;
};

// One end of a number or date, with its characters as written: `1_000`, `-2.5e3`, `2025-09`, `2025-Q3`.
struct Bound {
  bool is_date = false;
  std::string text;
  friend bool operator==(const Bound&, const Bound&) = default;
};
// `7 nm`, `~1.5 billion USD`, `..200_000 chips`, `2025-07..2025-09`. A single value has only `lower`.
struct NumberLiteral {
  bool approximate = false;
  bool is_range = false;
  std::optional<Bound> lower;
  std::optional<Bound> upper;  // only of a range; both may not be absent
  std::string scale;           // `thousand` … `trillion`, lower case; empty when none
  std::string unit;            // `nm`, `TB/s`, `%`; empty when none
  Place place;
  friend bool operator==(const NumberLiteral&, const NumberLiteral&) = default;
};

using Term = std::variant<Variable, Parameter, Name, Anything, StringLiteral, BooleanLiteral,
                          NumberLiteral>;
[[nodiscard]] inline Place place_of(const Term& term) {
  return std::visit([](const auto& t) { return t.place; }, term);
}

}  // namespace vouch::ast
