// engine/expr/units.hpp — which units there are and how they convert.
//
// Shape     a unit word → dimension and exact factor to the dimension's base unit. Built-in: lengths
//           (nm µm um mm cm m km), data (B kB KB MB GB TB PB EB), time (us ms s min hour day week month
//           quarter year and plurals; 1 month = 365.2425/12 days), mass (mg g kg t), power (W kW MW GW),
//           frequency (Hz kHz MHz GHz), `%`, currencies (USD EUR CNY JPY KRW TWD: each its own dimension).
//           Compounds by `/` and `·` (`TB/s`, `wafers/month`) convert part by part.
//           A plain word (`units`, `chips`) is its own dimension and never converts.
// Errors    an unknown word gives nothing where `declared_only`, else its own dimension.
#pragma once

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
// Iris and claims are printed by the caller's naming function.
[[nodiscard]] std::string print_value(const storage::Term& term);

}  // namespace vouch::expr
