#include "engine/physical/id_range.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace vouch::physical {

namespace {

using expr::Comparison;
using storage::IdTag;
using storage::Term;

// Inline dates are at most a year long: one that begins longer before another ends before it.
constexpr std::int64_t kMarginDays = 366;

struct Bound {
  Comparison op = Comparison::equal;
  const Term* value = nullptr;
};

const Term* constant_of(const Expression& expression) {
  const auto* constant = std::get_if<expr::Constant>(&expression.node);
  return constant == nullptr ? nullptr : &constant->value;
}

bool is_variable(const Expression& expression, VariableId variable) {
  const auto* ref = std::get_if<expr::VariableRef>(&expression.node);
  return ref != nullptr && ref->variable == variable;
}

Comparison mirrored(Comparison op) {
  switch (op) {
    case Comparison::less: return Comparison::greater;
    case Comparison::less_equal: return Comparison::greater_equal;
    case Comparison::greater: return Comparison::less;
    case Comparison::greater_equal: return Comparison::less_equal;
    case Comparison::equal:
    case Comparison::not_equal: break;
  }
  return op;
}

// `?v < constant`, either way round.
std::optional<Bound> bound_in(const Expression& condition, VariableId variable) {
  const auto* compare = std::get_if<expr::Compare>(&condition.node);
  if (compare == nullptr || compare->possibly || compare->op == Comparison::not_equal) {
    return std::nullopt;
  }
  if (is_variable(*compare->left, variable) && constant_of(*compare->right) != nullptr) {
    return Bound{compare->op, constant_of(*compare->right)};
  }
  if (is_variable(*compare->right, variable) && constant_of(*compare->left) != nullptr) {
    return Bound{mirrored(compare->op), constant_of(*compare->left)};
  }
  return std::nullopt;
}

constexpr TermId first_of(IdTag tag) {
  return {tag, 0};
}
constexpr TermId last_of(IdTag tag) {
  return {tag, TermId::kPayloadMask};
}

// Has the relation an object within these ids?
bool has_object(TermId relation, TermId low, TermId high, const storage::Snapshot& snapshot) {
  storage::TripleCursor cursor(snapshot, storage::Order::pos);
  cursor.open_range(std::array{relation}, low, high);
  return cursor.next(nullptr, nullptr, nullptr, 1) > 0;
}

// Are all objects of these tags?
bool only_objects(TermId relation, IdTag from, IdTag to, const storage::Snapshot& snapshot) {
  const auto before = static_cast<IdTag>(static_cast<unsigned>(from) - 1);
  const auto after = static_cast<IdTag>(static_cast<unsigned>(to) + 1);
  return !has_object(relation, {}, last_of(before), snapshot) &&
         !has_object(relation, first_of(after), TermId::from_bits(~std::uint64_t{0}), snapshot);
}

std::optional<TermId> day_id(std::int64_t microseconds, std::int64_t days_on,
                             const storage::Snapshot& snapshot) {
  const std::int64_t day = microseconds / storage::kMicrosecondsPerDay + days_on;
  if (day <= storage::days_from_civil(3, 1, 1) || day >= storage::days_from_civil(9997, 1, 1)) {
    return std::nullopt;
  }
  storage::Period period;
  period.begin = day * storage::kMicrosecondsPerDay;
  return snapshot.find(Term(storage::Date::single(period)));
}

// What one bound leaves: the least and the greatest id, where these are sure.
IdRange ids_within(const Bound& bound, const storage::Snapshot& snapshot) {
  const bool low = bound.op != Comparison::less && bound.op != Comparison::less_equal;
  const bool high = bound.op != Comparison::greater && bound.op != Comparison::greater_equal;
  IdRange out;
  if (const auto* date = bound.value->as<storage::Date>()) {
    if (low && date->from) {
      out.low = day_id(date->begin(), -kMarginDays, snapshot);
    }
    if (high && date->to) {
      out.high = day_id(date->end(), 2, snapshot);
    }
    return out;
  }
  const auto id = snapshot.find(*bound.value);
  if (id && id->tag() == IdTag::integer) {
    out.low = low ? id : std::nullopt;
    out.high = high ? id : std::nullopt;
  }
  return out;
}

// Upper bounds need that no value is stored beyond the inline ones; lower bounds keep all of those.
IdRange allowed(IdRange range, bool dates, TermId relation, const storage::Snapshot& snapshot) {
  const IdTag inline_tag = dates ? IdTag::date : IdTag::integer;
  const IdTag last_tag = dates ? IdTag::long_date : IdTag::quantity;
  if (!only_objects(relation, inline_tag, last_tag, snapshot)) {
    return {};
  }
  if (has_object(relation, first_of(static_cast<IdTag>(static_cast<unsigned>(inline_tag) + 1)),
                 last_of(last_tag), snapshot)) {
    range.high.reset();
  }
  return range;
}

}  // namespace

std::optional<IdRange> id_range(const std::vector<Expression>& conditions, VariableId variable,
                                TermId relation, const storage::Snapshot& snapshot) {
  IdRange all;
  bool dates = false;
  bool numbers = false;
  for (const Expression& condition : conditions) {
    const std::optional<Bound> bound = bound_in(condition, variable);
    const IdRange range = bound ? ids_within(*bound, snapshot) : IdRange{};
    if (!range.low && !range.high) {
      continue;
    }
    const bool date = bound->value->as<storage::Date>() != nullptr;
    dates = dates || date;
    numbers = numbers || !date;
    all.low = range.low ? std::max(all.low, range.low) : all.low;
    all.high = range.high && (!all.high || *range.high < *all.high) ? range.high : all.high;
  }
  if (dates == numbers) {  // neither, or both: then nothing is sure
    return std::nullopt;
  }
  all = allowed(all, dates, relation, snapshot);
  return all.low || all.high ? std::optional(all) : std::nullopt;
}

}  // namespace vouch::physical
