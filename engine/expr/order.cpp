// The total order of `order by`.
//
// blank < entity, IRI, claim < boolean < number and quantity < date < string < other < list <
// unbound. Entities with a rank of their own come first, by rank: an order that mixed ranks and ids
// would not be one. Quantities stand by their bounds in base units, then by dimension. What is left
// equal is told apart by its equality key, so that only equal terms are equal.
#include "engine/expr/quantity.hpp"
#include "engine/expr/value_ops.hpp"

namespace vouch::expr {
namespace {

using storage::Date;
using storage::List;
using storage::Text;

using Order = std::strong_ordering;

enum class Class : std::uint8_t {
  blank, entity, boolean, quantity, date, string, other, list, unbound
};

bool is_string(const Text& text) {
  return text.datatype.empty() || text.datatype == "http://www.w3.org/2001/XMLSchema#string";
}

struct Classify {
  Class operator()(std::monostate) const { return Class::unbound; }
  Class operator()(const storage::Blank&) const { return Class::blank; }
  Class operator()(const storage::Iri&) const { return Class::entity; }
  Class operator()(storage::ClaimRef) const { return Class::entity; }
  Class operator()(bool) const { return Class::boolean; }
  Class operator()(const Quantity&) const { return Class::quantity; }
  Class operator()(const Date&) const { return Class::date; }
  Class operator()(const Text& t) const { return is_string(t) ? Class::string : Class::other; }
  Class operator()(const List&) const { return Class::list; }
};

Order texts(std::string_view a, std::string_view b) { return a.compare(b) <=> 0; }

Order entities(const Term& a, const Term& b, ValueContext& context) {
  const auto left = context.rank(a);
  const auto right = context.rank(b);
  if (left && right) return *left <=> *right;
  if (left || right) return left ? Order::less : Order::greater;
  return texts(context.id_text(a), context.id_text(b));
}

// An open lower bound is the lowest, an open upper bound the highest.
Order bounds(const std::optional<Number>& a, const std::optional<Number>& b, Order when_only_b) {
  if (a && b) return *a <=> *b;
  if (a.has_value() == b.has_value()) return Order::equal;
  return b ? when_only_b : 0 <=> when_only_b;
}

Order quantities(const Quantity& a, const Quantity& b) {
  const NumberInterval left = in_base_units(a);
  const NumberInterval right = in_base_units(b);
  if (const auto order = bounds(left.low, right.low, Order::less); order != 0) return order;
  if (const auto order = bounds(left.high, right.high, Order::greater); order != 0) return order;
  if (const auto order = texts(a.dimension, b.dimension); order != 0) return order;
  return a.approximate <=> b.approximate;
}

Order dates(const Date& a, const Date& b) {
  if (const auto order = a.begin() <=> b.begin(); order != 0) return order;
  if (const auto order = a.end() <=> b.end(); order != 0) return order;
  return a.approximate <=> b.approximate;
}

Order strings(const Text& a, const Text& b) {
  if (const auto order = texts(a.text, b.text); order != 0) return order;
  return texts(a.language, b.language);
}

Order lists(const List& a, const List& b, ValueContext& context) {
  for (std::size_t i = 0; i < a.items.size() && i < b.items.size(); ++i) {
    const auto order = total_order(a.items[i], b.items[i], context);
    if (order != 0) return order;
  }
  return a.items.size() <=> b.items.size();
}

Order within_class(Class shared, const Term& a, const Term& b, ValueContext& context) {
  switch (shared) {
    case Class::unbound: return Order::equal;
    case Class::blank: return texts(a.as<storage::Blank>()->label, b.as<storage::Blank>()->label);
    case Class::entity: return entities(a, b, context);
    case Class::boolean: return static_cast<int>(*a.as<bool>()) <=> static_cast<int>(*b.as<bool>());
    case Class::quantity: return quantities(*a.as<Quantity>(), *b.as<Quantity>());
    case Class::date: return dates(*a.as<Date>(), *b.as<Date>());
    case Class::string:
    case Class::other: return strings(*a.as<Text>(), *b.as<Text>());
    case Class::list: return lists(*a.as<List>(), *b.as<List>(), context);
  }
  return Order::equal;
}

}  // namespace

std::strong_ordering total_order(const Term& a, const Term& b, ValueContext& context) {
  const Class left = std::visit(Classify{}, a.value);
  const Class right = std::visit(Classify{}, b.value);
  if (left != right) return left <=> right;
  const auto order = within_class(left, a, b, context);
  if (order != 0 || left == Class::unbound) return order;
  return texts(storage::equality_key(a), storage::equality_key(b));
}

}  // namespace vouch::expr
