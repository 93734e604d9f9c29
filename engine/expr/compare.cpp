// Comparison operators and `in`.
//
// Quantities and dates are intervals (interval.hpp); `~x` compares as x. Text is ordered by code
// points without its tag, yet equal only with it. Entities are equal or not; only values with a
// rank of their own (levels of certainty) are ordered. Values of different kinds are not equal and
// have no order.
#include <algorithm>

#include "engine/expr/interval.hpp"
#include "engine/expr/quantity.hpp"
#include "engine/expr/units.hpp"
#include "engine/expr/value_ops.hpp"

namespace vouch::expr {
namespace {

using storage::Date;
using storage::List;
using storage::Text;

using MomentInterval = Interval<std::int64_t>;

bool names_instant(const Date& date) {
  const auto instant = [](const auto& period) {
    return period && period->precision == storage::Precision::instant;
  };
  return instant(date.from) || instant(date.to);
}

// Dates are intervals of days, so that `2024-12 <= 2024-12-31`; only a time of day looks closer.
std::int64_t floor_day(std::int64_t moment) {
  const std::int64_t day = moment / storage::kMicrosecondsPerDay;
  return moment % storage::kMicrosecondsPerDay < 0 ? day - 1 : day;
}

MomentInterval moments(const Date& date, bool days) {
  MomentInterval out;
  if (date.from) out.low = days ? floor_day(date.begin()) : date.begin();
  if (date.to) out.high = days ? floor_day(date.end() - 1) : date.end() - 1;
  return out;
}

std::pair<MomentInterval, MomentInterval> intervals(const std::pair<Date, Date>& dates) {
  const bool days = !names_instant(dates.first) && !names_instant(dates.second);
  return {moments(dates.first, days), moments(dates.second, days)};
}

Truth of_order(Comparison op, std::strong_ordering order) {
  switch (op) {
    case Comparison::equal: return truth(order == 0);
    case Comparison::not_equal: return truth(order != 0);
    case Comparison::less: return truth(order < 0);
    case Comparison::less_equal: return truth(order <= 0);
    case Comparison::greater: return truth(order > 0);
    case Comparison::greater_equal: return truth(order >= 0);
  }
  return Truth::unknown;
}

// For values that are only equal or not.
Truth of_equality(Comparison op, Truth equal) {
  if (op == Comparison::equal) return equal;
  return op == Comparison::not_equal ? negate(equal) : Truth::unknown;
}

bool is_test_of_equality(Comparison op) {
  return op == Comparison::equal || op == Comparison::not_equal;
}

bool same(const Term& a, const Term& b) {
  return storage::equality_key(a) == storage::equality_key(b);
}

bool is_entity(const Term& term) {
  return term.as<storage::Iri>() != nullptr || term.as<storage::Blank>() != nullptr ||
         term.as<storage::ClaimRef>() != nullptr;
}

Truth compare_quantities(Comparison op, const Quantity& a, const Quantity& b, bool possibly) {
  const auto pair = in_one_unit(a, b);
  if (!pair) return Truth::unknown;
  return compare_intervals(op, pair->first, pair->second, possibly);
}

Truth compare_entities(Comparison op, const Term& a, const Term& b, ValueContext& context) {
  if (is_test_of_equality(op)) return of_equality(op, truth(same(a, b)));
  const auto left = context.rank(a);
  const auto right = context.rank(b);
  return left && right ? of_order(op, *left <=> *right) : Truth::unknown;
}

Truth compare_texts(Comparison op, const Term& a, const Term& b) {
  if (is_test_of_equality(op)) return of_equality(op, truth(same(a, b)));
  return of_order(op, a.as<Text>()->text.compare(b.as<Text>()->text) <=> 0);
}

Truth equal_lists(const List& a, const List& b, bool possibly, ValueContext& context) {
  if (a.items.size() != b.items.size()) return Truth::no;
  Truth all = Truth::yes;
  for (std::size_t i = 0; i < a.items.size() && all != Truth::no; ++i) {
    all = both(all, compare(Comparison::equal, a.items[i], b.items[i], possibly, context));
  }
  return all;
}

// Where one side is a date, an integer on the other is a year.
std::optional<std::pair<Date, Date>> as_dates(const Term& a, const Term& b) {
  if (a.as<Date>() == nullptr && b.as<Date>() == nullptr) return std::nullopt;
  const Term left = as_date(a);
  const Term right = as_date(b);
  if (left.as<Date>() == nullptr || right.as<Date>() == nullptr) return std::nullopt;
  return std::pair(*left.as<Date>(), *right.as<Date>());
}

}  // namespace

Truth compare(Comparison op, const Term& a, const Term& b, bool possibly, ValueContext& context) {
  if (!a.bound() || !b.bound()) return Truth::unknown;
  if (const auto dates = as_dates(a, b)) {
    const auto [left, right] = intervals(*dates);
    return compare_intervals(op, left, right, possibly);
  }
  if (a.as<Quantity>() != nullptr && b.as<Quantity>() != nullptr) {
    return compare_quantities(op, *a.as<Quantity>(), *b.as<Quantity>(), possibly);
  }
  if (is_entity(a) && is_entity(b)) return compare_entities(op, a, b, context);
  if (a.value.index() != b.value.index()) return of_equality(op, Truth::no);
  if (a.as<Text>() != nullptr) return compare_texts(op, a, b);
  if (a.as<bool>() != nullptr) {
    return of_order(op, static_cast<int>(*a.as<bool>()) <=> static_cast<int>(*b.as<bool>()));
  }
  if (const auto* list = a.as<List>(); list != nullptr && is_test_of_equality(op)) {
    return of_equality(op, equal_lists(*list, *b.as<List>(), possibly, context));
  }
  return Truth::unknown;
}

Truth in(const Term& a, const Term& b, bool possibly, ValueContext& context) {
  if (!a.bound() || !b.bound()) return Truth::unknown;
  if (const auto* list = b.as<List>()) {
    Truth any = Truth::no;
    for (const Term& item : list->items) {
      any = either(any, compare(Comparison::equal, a, item, possibly, context));
      if (any == Truth::yes) break;
    }
    return any;
  }
  if (const auto dates = as_dates(a, b)) {
    const auto [left, right] = intervals(*dates);
    return within(left, right).truth_when(possibly);
  }
  if (a.as<Quantity>() != nullptr && b.as<Quantity>() != nullptr) {
    const auto pair = in_one_unit(*a.as<Quantity>(), *b.as<Quantity>());
    if (!pair) return Truth::unknown;
    return within(pair->first, pair->second).truth_when(possibly);
  }
  // A text within a text could mean two things: `contains` says which.
  if (a.as<Text>() != nullptr && b.as<Text>() != nullptr) return Truth::unknown;
  return compare(Comparison::equal, a, b, possibly, context);
}

}  // namespace vouch::expr
