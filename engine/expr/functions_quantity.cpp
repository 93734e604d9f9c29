// Functions that take quantities apart: bounds, units, conversion.
#include "engine/expr/functions.hpp"
#include "engine/expr/quantity.hpp"
#include "engine/expr/units.hpp"

namespace vouch::expr {
namespace {

using storage::Date;
using storage::Text;

Term bound_of(const Call& call, bool lower) {
  const auto* quantity = call.as<Quantity>(0);
  if (quantity == nullptr) return {};
  const auto& bound = lower ? quantity->lower : quantity->upper;
  return with_bounds(*quantity, bound, bound, false);
}

Term at_least(const Call& call) { return bound_of(call, true); }
Term at_most(const Call& call) { return bound_of(call, false); }

Term unit_of(const Call& call) {
  const auto* quantity = call.as<Quantity>(0);
  return quantity == nullptr || quantity->bare() ? Term() : storage::text_term(quantity->unit);
}

Term number_of(const Call& call) {
  if (const auto* text = call.as<Text>(0)) {
    const auto number = storage::Number::parse(text->text);
    return number ? Term(Quantity::of(*number)) : Term();
  }
  const auto* quantity = call.as<Quantity>(0);
  if (quantity == nullptr) return {};
  return with_bounds(Quantity(), quantity->lower, quantity->upper, quantity->approximate);
}

Term convert(const Call& call) {
  const auto* quantity = call.as<Quantity>(0);
  const auto* name = call.as<Text>(1);
  if (quantity == nullptr || name == nullptr) return {};
  const auto unit = find_unit(name->text, call.context.catalog());
  if (!unit) return {};
  Quantity wanted;
  wanted.unit = name->text;
  wanted.dimension = unit->dimension;
  wanted.factor = unit->factor;
  const auto out = converted(*quantity, wanted, call.context);
  return out ? Term(*out) : Term();
}

Interval<std::int64_t> interval_of(const Date& date) {
  Interval<std::int64_t> out;
  if (date.from) out.low = date.begin();
  if (date.to) out.high = date.end() - 1;
  return out;
}

Term overlaps(const Call& call) {
  const Term left = as_date(call[0]);
  const Term right = as_date(call[1]);
  const bool dates = call.as<Date>(0) != nullptr || call.as<Date>(1) != nullptr;
  if (const auto *a = left.as<Date>(), *b = right.as<Date>(); dates && a && b) {
    return Term(overlap(interval_of(*a), interval_of(*b)));
  }
  const auto* a = call.as<Quantity>(0);
  const auto* b = call.as<Quantity>(1);
  const auto pair = a != nullptr && b != nullptr ? in_one_unit(*a, *b) : std::nullopt;
  return pair ? Term(overlap(pair->first, pair->second)) : Term();
}

}  // namespace

std::vector<FunctionRow> quantity_functions() {
  using enum ValueType;
  return {
      {{"at_least", 1, 1, number, {number}, "The lower bound; nothing where it is open.",
        "at_least(3..4 years)"},
       at_least},
      {{"at_most", 1, 1, number, {number}, "The upper bound; nothing where it is open.",
        "at_most(3..4 years)"},
       at_most},
      {{"convert", 2, 2, number, {number, text}, "The same quantity in another unit, exactly.",
        "convert(2 years, \"months\")"},
       convert},
      {{"number", 1, 1, number, {any}, "The value without its unit; the number a text spells.",
        "number(7 nm)"},
       number_of},
      {{"overlaps", 2, 2, boolean, {any, any}, "Do two dates or two quantities share a value?",
        "overlaps(2025-Q1, 2025-03)"},
       overlaps},
      {{"unit", 1, 1, text, {number}, "The unit as written; nothing for a bare number.",
        "unit(7 nm)"},
       unit_of},
  };
}

}  // namespace vouch::expr
