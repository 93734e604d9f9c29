// engine/expr/units.hpp — which units there are and how they convert.
//
// Shape     a unit word → dimension and exact factor to the dimension's base unit. Built-in: lengths
//           (nm µm um mm cm m km), data (B kB KB MB GB TB PB EB), time (us ms s min hour day week month
//           quarter year and plurals; 1 month = 365.2425/12 days), mass (mg g kg t), power (W kW MW GW),
//           frequency (Hz kHz MHz GHz), `%`, currencies (USD EUR CNY JPY KRW TWD: each its own dimension).
//           Compounds by `/` and `·` (`TB/s`, `wafers/month`) convert part by part.
//           A part may end in ² or ³ (`mm²`). `/` divides by the next part only.
//           A plain word (`units`, `chips`) is its own dimension and never converts.
// Errors    an unknown word gives nothing where `declared_only`, else its own dimension.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog.hpp"
#include "storage/number.hpp"
#include "storage/term.hpp"

namespace vouch::expr {

struct Unit {
  std::string dimension;
  storage::Number factor{1};
};
// A declared unit, a built-in one, or a compound of such; nothing for an unknown word.
[[nodiscard]] std::optional<Unit> find_unit(std::string_view unit, const storage::Catalog& catalog);
// The unit a plain word is: its own dimension, kept apart from built-in dimensions of that name.
[[nodiscard]] Unit plain_unit(std::string_view word);
// A unit as `unit wspm = 1 wafers/month` declares it; nothing when the definition is not one exact,
// positive quantity. Without a definition the word is its own dimension.
[[nodiscard]] std::optional<storage::UnitInfo> unit_info(std::string_view name,
                                                         const storage::Term* definition,
                                                         std::string_view meaning);
// All names for suggestions and `show units`.
[[nodiscard]] std::vector<std::string> unit_names(const storage::Catalog& catalog);

// The pieces of a literal as the parser leaves them, made into a term.
struct LiteralBound {
  bool is_date = false;
  std::string_view text;
};
struct LiteralParts {
  bool approximate = false;
  bool is_range = false;
  std::optional<LiteralBound> lower;
  std::optional<LiteralBound> upper;
  std::string_view scale;
  std::string_view unit;
};
// A number, quantity or date; on failure nothing and `error` says why ("2025-13 is no date", "integer
// beyond 64 bits", "bounds in the wrong order"). An unknown unit becomes its own dimension when
// `accept_new_units`, else fails.
[[nodiscard]] std::optional<storage::Term> literal_term(const LiteralParts& parts,
                                                        const storage::Catalog& catalog,
                                                        bool accept_new_units, std::string& error);
// A bare year where a date is expected: 2025 → the year, 2023..2025 → the range; else the term itself.
[[nodiscard]] storage::Term as_date(const storage::Term& term);

// How a term is written in VQL: `~1_000_000 units` prints as written without grouping (1000000 units).
// Text prints raw, as tables show it; iris as `<iri>` and claims as `claim 7` unless `name` prints them.
using Naming = std::function<std::string(const storage::Term&)>;  // of an Iri, Blank or ClaimRef
[[nodiscard]] std::string print_value(const storage::Term& term, const Naming& name = {});
// The same with text as a literal: `"文"@zh`, JSON escapes. For explain, export and messages.
[[nodiscard]] std::string print_literal(const storage::Term& term, const Naming& name = {});

}  // namespace vouch::expr
