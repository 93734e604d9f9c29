// Literals: the pieces the parser leaves, made into numbers, quantities and dates.
#include "base/unicode.hpp"
#include "engine/expr/dimension.hpp"
#include "engine/expr/units.hpp"

namespace vouch::expr {
namespace {

using storage::Catalog;
using storage::Date;
using storage::Number;
using storage::Period;
using storage::Quantity;
using storage::Term;

constexpr std::string_view kBoundsOrder = "bounds in the wrong order";

bool is_written_as_integer(std::string_view text) {
  return text.find_first_of(".eE") == std::string_view::npos;
}

std::optional<Number> scale_factor(std::string_view scale) {
  if (scale.empty()) return Number(1);
  const std::string word = unicode::lower(scale);
  if (word == "thousand") return Number(1'000);
  if (word == "million") return Number(1'000'000);
  if (word == "billion") return Number(1'000'000'000);
  if (word == "trillion") return Number(1'000'000'000'000);
  return std::nullopt;
}

// ------------------------------------------------------------------------------------- dates

std::optional<Period> period_of(const LiteralBound& bound, std::string& error) {
  // Beside a date an integer is a year: `2023..2024-05`.
  if (auto period = Date::parse_period(bound.text)) return period;
  error = std::string(bound.text) + " is no date";
  return std::nullopt;
}

std::optional<Term> date_literal(const LiteralParts& parts, std::string& error) {
  if (!parts.scale.empty() || !parts.unit.empty()) {
    error = "a date has no unit";
    return std::nullopt;
  }
  Date out;
  out.approximate = parts.approximate;
  out.range = parts.is_range;
  if (parts.lower) {
    out.from = period_of(*parts.lower, error);
    if (!out.from) return std::nullopt;
  }
  if (parts.upper) {
    out.to = period_of(*parts.upper, error);
    if (!out.to) return std::nullopt;
  }
  if (!parts.is_range) out.to = out.from;
  if (out.from && out.to && out.end() <= out.begin()) {
    error = kBoundsOrder;
    return std::nullopt;
  }
  return Term(out);
}

// ------------------------------------------------------------------------------------- numbers

std::optional<Number> number_of(const LiteralBound& bound, const Number& scale,
                                std::string& error) {
  const auto number = Number::parse(bound.text);
  const auto value = number ? multiply(*number, scale) : std::nullopt;
  const bool integer = is_written_as_integer(bound.text);
  if (number && integer && (!value || !value->to_int64())) {
    error = "integer beyond 64 bits";
  } else if (!number) {
    error = std::string(bound.text) + " is no number that can be stored";
  } else if (!value) {
    error = std::string(bound.text) + " is too large";
  } else {
    return value;
  }
  return std::nullopt;
}

// The unit with unknown words as dimensions of their own.
std::optional<Unit> new_unit(std::string_view text, const Catalog& catalog) {
  return compound_unit(text, [&](std::string_view word) -> std::optional<Unit> {
    if (word.empty()) return std::nullopt;
    if (auto known = word_unit(word, catalog)) return known;
    const bool compound = word.find('/') != word.npos || word.find("·") != word.npos;
    return compound ? std::nullopt : std::optional(plain_unit(word));
  });
}

bool set_unit(const LiteralParts& parts, const Catalog& catalog, bool accept_new_units,
              Quantity& out, std::string& error) {
  if (parts.unit.empty()) return true;
  auto unit = find_unit(parts.unit, catalog);
  if (!unit && accept_new_units) unit = new_unit(parts.unit, catalog);
  if (!unit) {
    error = "unknown unit `" + std::string(parts.unit) + "`";
    return false;
  }
  out.unit = parts.unit;
  out.dimension = unit->dimension;
  out.factor = unit->factor;
  return true;
}

std::optional<Term> quantity_literal(const LiteralParts& parts, const Catalog& catalog,
                                     bool accept_new_units, std::string& error) {
  const auto scale = scale_factor(parts.scale);
  if (!scale) {
    error = "unknown scale `" + std::string(parts.scale) + "`";
    return std::nullopt;
  }
  Quantity out;
  out.approximate = parts.approximate;
  if (parts.lower) {
    out.lower = number_of(*parts.lower, *scale, error);
    if (!out.lower) return std::nullopt;
  }
  if (parts.upper) {
    out.upper = number_of(*parts.upper, *scale, error);
    if (!out.upper) return std::nullopt;
  }
  if (!parts.is_range) out.upper = out.lower;
  if (out.lower && out.upper && *out.upper < *out.lower) {
    error = kBoundsOrder;
    return std::nullopt;
  }
  if (!set_unit(parts, catalog, accept_new_units, out, error)) return std::nullopt;
  return Term(std::move(out));
}

// A year for each bound that is there; nothing for anything but integers 1..9999.
bool year_bound(const std::optional<Number>& number, std::optional<Period>& out) {
  if (!number) return true;
  const auto year = number->to_int64();
  const auto date = year ? Date::of_year(*year) : std::nullopt;
  if (!date) return false;
  out = date->from;
  return true;
}

}  // namespace

std::optional<Term> literal_term(const LiteralParts& parts, const Catalog& catalog,
                                 bool accept_new_units, std::string& error) {
  if (!parts.lower && !parts.upper) {
    error = "a range needs at least one bound";
    return std::nullopt;
  }
  const bool is_date =
      (parts.lower && parts.lower->is_date) || (parts.upper && parts.upper->is_date);
  if (is_date) return date_literal(parts, error);
  return quantity_literal(parts, catalog, accept_new_units, error);
}

Term as_date(const Term& term) {
  const auto* quantity = term.as<Quantity>();
  if (quantity == nullptr || !quantity->bare()) return term;
  Date out;
  if (!year_bound(quantity->lower, out.from) || !year_bound(quantity->upper, out.to)) return term;
  out.range = !quantity->single();
  out.approximate = quantity->approximate;
  return Term(out);
}

}  // namespace vouch::expr
