// storage/term.hpp — the values a user sees: entities, claims, numbers, quantities, dates, text.
//
// Shape     a closed variant. An entity, kind or relation of this store is an Iri under the store's
//           base: `<base>nvidia`, `<base>kind/chip`, `<base>relation/designs` (storage/names.hpp).
// Lifetime  plain values.
// Errors    none here; encoding is in storage/term_codec.hpp.
// Source    docs/language.md §1 (terms) and "Rulings" (equality, order).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "storage/date.hpp"
#include "storage/number.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage {

struct Iri {
  std::string text;  // absolute, without <>
  friend bool operator==(const Iri&, const Iri&) = default;
};
struct Blank {
  std::string label;  // file hash and label, unique in the store
  friend bool operator==(const Blank&, const Blank&) = default;
};
struct ClaimRef {
  std::uint64_t number = 0;  // the claim's number in this store; its name is in the claim record
  friend bool operator==(const ClaimRef&, const ClaimRef&) = default;
};

// A number with perhaps a unit, known exactly or as an interval (bounds inclusive).
// The unit is kept as written; `dimension` and `factor` say how it converts and are filled in from the
// unit table when the quantity is made, so that a stored quantity explains itself.
struct Quantity {
  std::optional<Number> lower;  // absent: `..x`
  std::optional<Number> upper;  // absent: `x..`; equal to lower for an exact value
  bool approximate = false;     // `~`
  std::string unit;             // as written; empty for a bare number
  std::string dimension;        // "length", "B/s"…; for a plain-word unit the word; empty for a bare number
  Number factor{1};             // one `unit` in base units of the dimension

  [[nodiscard]] bool single() const { return lower && upper && *lower == *upper; }
  [[nodiscard]] bool bare() const { return unit.empty(); }
  [[nodiscard]] bool plain_number() const { return bare() && single() && !approximate; }
  [[nodiscard]] static Quantity of(Number n) { return {n, n, false, {}, {}, Number{1}}; }
  friend bool operator==(const Quantity&, const Quantity&) = default;  // as written, not by value
};

struct Text {
  std::string text;
  std::string language;  // lower case; empty when none
  std::string datatype;  // IRI; empty when none
  friend bool operator==(const Text&, const Text&) = default;
};

struct Term;
struct List {
  std::vector<Term> items;
  friend bool operator==(const List&, const List&);
};

struct Term {
  std::variant<std::monostate, Blank, Iri, ClaimRef, bool, Quantity, Date, Text, List> value;

  Term() = default;  // unbound
  template <typename T>
    requires(!std::is_same_v<std::remove_cvref_t<T>, Term>)
  explicit Term(T v) : value(std::move(v)) {}

  [[nodiscard]] bool bound() const { return value.index() != 0; }
  template <typename T>
  [[nodiscard]] const T* as() const { return std::get_if<T>(&value); }
  friend bool operator==(const Term&, const Term&) = default;  // as written, not by value
};
inline bool operator==(const List& a, const List& b) { return a.items == b.items; }

[[nodiscard]] inline Term text_term(std::string text) { return Term(Text{std::move(text), {}, {}}); }
[[nodiscard]] inline Term number_term(std::int64_t n) { return Term(Quantity::of(Number(n))); }

// The bytes by which terms are one value: equal keys = equal terms (quantities in base units, `1` = `1.0`,
// `1 TB` = `1000 GB`; `~` and bounds count). The dictionary interns by it, engine and reference group by it.
[[nodiscard]] std::string equality_key(const Term& term);

}  // namespace vouch::storage
