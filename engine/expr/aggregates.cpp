// A group's values to one value.
//
// Sums, means and medians need numbers of one dimension, bare or not, and take the unit of the
// first value. A value of another kind makes the result unbound. Over nothing: count and sum 0,
// list empty.
#include <algorithm>
#include <array>
#include <utility>

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "engine/expr/quantity.hpp"
#include "engine/expr/units.hpp"
#include "engine/expr/value_ops.hpp"

namespace vouch::expr {
namespace {

using storage::Date;
using storage::List;
using storage::Text;
using Values = std::span<const Term>;

constexpr std::array kNames = {
    std::pair{std::string_view("count"), AggregateKind::count},
    std::pair{std::string_view("sum"), AggregateKind::sum},
    std::pair{std::string_view("avg"), AggregateKind::avg},
    std::pair{std::string_view("min"), AggregateKind::min},
    std::pair{std::string_view("max"), AggregateKind::max},
    std::pair{std::string_view("median"), AggregateKind::median},
    std::pair{std::string_view("list"), AggregateKind::list},
    std::pair{std::string_view("first"), AggregateKind::first},
    std::pair{std::string_view("last"), AggregateKind::last},
    std::pair{std::string_view("product"), AggregateKind::product},
    std::pair{std::string_view("all"), AggregateKind::all},
    std::pair{std::string_view("any"), AggregateKind::any},
    std::pair{std::string_view("hhi"), AggregateKind::hhi},
    std::pair{std::string_view("share"), AggregateKind::share},
};

[[noreturn]] void overflowed(std::string_view what) {
  throw CapacityError("E0403", std::string(what) + " goes beyond what numbers can hold exactly");
}

// All values as quantities in the unit of the first; nothing when one is something else.
std::optional<std::vector<Quantity>> in_first_unit(Values values, ValueContext& context) {
  std::vector<Quantity> out;
  for (const Term& value : values) {
    const auto* quantity = value.as<Quantity>();
    if (quantity == nullptr) return std::nullopt;
    if (!out.empty() && quantity->dimension != out.front().dimension) return std::nullopt;
    auto same = out.empty() ? std::optional(*quantity) : converted(*quantity, out.front(), context);
    if (!same) overflowed("a sum");
    out.push_back(std::move(*same));
  }
  return out;
}

void add_to(std::optional<Number>& sum, const std::optional<Number>& value) {
  if (!sum || !value) {
    sum.reset();
    return;
  }
  sum = add(*sum, *value);
  if (!sum) overflowed("a sum");
}

bool is_int64(const Quantity& quantity) {
  const auto fits = [](const auto& bound) { return !bound || bound->to_int64(); };
  return fits(quantity.lower) && fits(quantity.upper);
}

std::optional<Quantity> total(const std::vector<Quantity>& values) {
  Quantity sum = values.front();
  for (std::size_t i = 1; i < values.size(); ++i) {
    add_to(sum.lower, values[i].lower);
    add_to(sum.upper, values[i].upper);
    sum.approximate = sum.approximate || values[i].approximate;
  }
  return sum.lower || sum.upper ? std::optional(sum) : std::nullopt;
}

Term sum_of(Values values, ValueContext& context) {
  if (values.empty()) return storage::number_term(0);
  const auto quantities = in_first_unit(values, context);
  const auto sum = quantities ? total(*quantities) : std::nullopt;
  if (!sum) return {};
  // Integers may leave 64 bits on the way, but a sum of such integers is one again.
  const auto is_integer = [](const Quantity& q) { return is_int64(q); };
  if (!is_int64(*sum) && std::all_of(quantities->begin(), quantities->end(), is_integer)) {
    overflowed("a sum of integers");
  }
  return Term(*sum);
}

Term mean_of(const std::vector<Quantity>& values, ValueContext& context) {
  const auto sum = values.empty() ? std::nullopt : total(values);
  if (!sum) return {};
  const auto count = static_cast<std::int64_t>(values.size());
  return arithmetic(Arithmetic::divide, Term(*sum), storage::number_term(count), context);
}

Term average_of(Values values, ValueContext& context) {
  const auto quantities = in_first_unit(values, context);
  return quantities ? mean_of(*quantities, context) : Term();
}

Term median_of(Values values, ValueContext& context) {
  auto quantities = in_first_unit(values, context);
  if (!quantities || quantities->empty()) return {};
  std::sort(quantities->begin(), quantities->end(), [&](const Quantity& a, const Quantity& b) {
    return total_order(Term(a), Term(b), context) < 0;
  });
  const std::size_t middle = quantities->size() / 2;
  if (quantities->size() % 2 == 1) return Term((*quantities)[middle]);
  return mean_of({(*quantities)[middle - 1], (*quantities)[middle]}, context);
}

// Can min and max tell which of the two comes first?
bool comparable(const Term& a, const Term& b, ValueContext& context) {
  if (const auto *x = a.as<Quantity>(), *y = b.as<Quantity>(); x && y) {
    return x->dimension == y->dimension;
  }
  if (a.value.index() != b.value.index()) return context.rank(a) && context.rank(b);
  if (a.as<Date>() != nullptr || a.as<Text>() != nullptr || a.as<bool>() != nullptr) return true;
  return context.rank(a) && context.rank(b);
}

// By the order of `order by`, so that intervals count by their lower bound first. Beside dates
// integers are years.
Term extreme_of(Values values, bool greatest, ValueContext& context) {
  const bool dates = std::any_of(values.begin(), values.end(),
                                 [](const Term& t) { return t.as<Date>() != nullptr; });
  Term best;
  for (const Term& value : values) {
    Term candidate = dates ? as_date(value) : value;
    if (best.bound() ? !comparable(best, candidate, context)
                     : !comparable(candidate, candidate, context)) {
      return {};
    }
    const auto order =
        best.bound() ? total_order(candidate, best, context) : std::strong_ordering::equal;
    if (!best.bound() || (greatest ? order > 0 : order < 0)) best = std::move(candidate);
  }
  return best;
}

Term product_of(Values values, ValueContext& context) {
  Term out;
  for (const Term& value : values) {
    if (value.as<Quantity>() == nullptr) return {};
    const std::uint64_t before = context.overflows;
    out = out.bound() ? arithmetic(Arithmetic::multiply, out, value, context) : value;
    if (context.overflows != before) overflowed("a product");
    if (!out.bound()) return {};
  }
  return out;
}

// all: no false one; any: a true one.
Term quantified(Values values, bool all) {
  bool result = all;
  for (const Term& value : values) {
    const bool* truth = value.as<bool>();
    if (truth == nullptr) return {};
    result = all ? result && *truth : result || *truth;
  }
  return values.empty() ? Term() : Term(result);
}

std::optional<Number> sum_of_squares(const std::vector<Quantity>& values) {
  std::optional<Number> out = Number(0);
  for (const Quantity& value : values) {
    const auto square = multiply(*value.lower, *value.lower);
    out = square && out ? add(*out, *square) : std::nullopt;
    if (!out) return std::nullopt;
  }
  return out;
}

// Sum of (100 · x / total)²: 10000 for one that has everything.
Term concentration_of(Values values, ValueContext& context) {
  const auto quantities = in_first_unit(values, context);
  if (!quantities || quantities->empty()) return {};
  const bool known = std::all_of(quantities->begin(), quantities->end(), [](const Quantity& q) {
    return q.single() && q.lower->sign() >= 0;
  });
  if (!known) return {};
  const auto whole = total(*quantities);
  if (whole->lower->sign() == 0) {
    ++context.divisions_by_zero;
    return {};
  }
  const auto squares = sum_of_squares(*quantities);
  const auto square = multiply(*whole->lower, *whole->lower);
  const auto part = squares && square ? divide(*squares, *square) : std::nullopt;
  const auto index = part ? multiply(*part, Number(10'000)) : std::nullopt;
  if (!index) overflowed("a sum of squares");
  Quantity out = Quantity::of(*index);
  out.approximate = whole->approximate;
  return Term(out);
}

}  // namespace

std::optional<AggregateKind> aggregate_kind(std::string_view name) {
  const std::string wanted = unicode::lower(name);
  const auto* at = std::find_if(kNames.begin(), kNames.end(),
                                [&](const auto& entry) { return entry.first == wanted; });
  return at == kNames.end() ? std::nullopt : std::optional(at->second);
}

Term aggregate(AggregateKind kind, Values values, ValueContext& context) {
  switch (kind) {
    case AggregateKind::count:
      return storage::number_term(static_cast<std::int64_t>(values.size()));
    case AggregateKind::sum: return sum_of(values, context);
    case AggregateKind::share: return values.empty() ? Term() : sum_of(values, context);
    case AggregateKind::avg: return average_of(values, context);
    case AggregateKind::min: return extreme_of(values, false, context);
    case AggregateKind::max: return extreme_of(values, true, context);
    case AggregateKind::median: return median_of(values, context);
    case AggregateKind::list: return Term(List{{values.begin(), values.end()}});
    case AggregateKind::first: return values.empty() ? Term() : values.front();
    case AggregateKind::last: return values.empty() ? Term() : values.back();
    case AggregateKind::product: return product_of(values, context);
    case AggregateKind::all: return quantified(values, true);
    case AggregateKind::any: return quantified(values, false);
    case AggregateKind::hhi: return concentration_of(values, context);
  }
  return {};
}

Term share_of(const Term& part, const Term& total, ValueContext& context) {
  const auto* x = part.as<Quantity>();
  const auto* whole = total.as<Quantity>();
  if (x == nullptr || whole == nullptr || x->dimension != whole->dimension || !whole->single()) {
    return {};
  }
  Quantity percent;
  percent.unit = percent.dimension = "%";
  const Term fraction = arithmetic(Arithmetic::divide, part, total, context);
  const Term hundredfold =
      arithmetic(Arithmetic::multiply, fraction, storage::number_term(100), context);
  const auto* result = hundredfold.as<Quantity>();
  if (result == nullptr) return {};
  return with_bounds(percent, result->lower, result->upper, result->approximate);
}

}  // namespace vouch::expr
