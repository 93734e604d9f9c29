#include "tests/reference/expressions.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include "engine/expr/units.hpp"

namespace vouch::reference {

using expr::Truth;

// ------------------------------------------------------------------------------------ WorldValues

std::string WorldValues::label(const Term& entity) {
  const Entity* found = world_.entity(entity);
  return found == nullptr || !found->label ? "" : found->label->as<storage::Text>()->text;
}

std::vector<Term> WorldValues::kinds(const Term& entity) {
  std::vector<Term> out;
  if (const Entity* found = world_.entity(entity)) {
    for (const auto& kind : found->kinds) out.push_back(kind_term(kind));
    if (out.empty()) out.push_back(kind_term("any"));  // declared without a kind
  }
  return out;
}

bool WorldValues::is_a(const Term& entity, const Term& kind) {
  return world_.is_a(entity, name_of(world_, kind));
}

Term WorldValues::field(const Term& subject, std::string_view name) {
  const Claim* claim = world_.claim(subject);
  const Entity* entity = world_.entity(subject);
  if (claim == nullptr && entity == nullptr) return {};
  storage::List found;
  for (const auto& [field, value] : claim != nullptr ? claim->qualifiers : entity->fields) {
    const bool again = std::any_of(found.items.begin(), found.items.end(), [&](const Term& seen) {
      return key_of(world_, seen) == key_of(world_, value);
    });
    if (field == name && !again) found.items.push_back(value);
  }
  if (found.items.empty()) return {};
  std::sort(found.items.begin(), found.items.end(),
            [this](const Term& a, const Term& b) { return expr::total_order(a, b, *this) < 0; });
  return found.items.size() == 1 ? found.items[0] : Term(found);
}

std::vector<std::vector<Term>> WorldValues::said_by(const Term& claim) {
  const Claim* found = world_.claim(claim);
  return found == nullptr ? std::vector<std::vector<Term>>{} : found->said_by;
}

storage::Date WorldValues::today() {
  return storage::Date::single(*storage::Date::parse_period("2025-11-30"));
}

std::optional<std::uint64_t> WorldValues::rank(const Term& entity) {
  constexpr std::array kOrder = {"suspected", "opinion", "estimated", "reported", "stated", "confirmed"};
  const std::string name = name_of(world_, entity);
  const auto at = std::find(kOrder.begin(), kOrder.end(), name);
  if (at == kOrder.end() || world_.entities.contains(name)) return std::nullopt;
  return static_cast<std::uint64_t>(at - kOrder.begin());
}

// ------------------------------------------------------------------------------------ Expressions

Truth Expressions::truth(const ast::Expr& expr, const Sight& sight) {
  return expr::truth_of(value(expr, sight));
}

Cells Expressions::values(const std::vector<ast::Expr>& list, const Sight& sight) {
  Cells out;
  for (const auto& e : list) out.push_back(value(e, sight));
  return out;
}
Cells Expressions::values(const std::vector<ast::Column>& list, const Sight& sight) {
  Cells out;
  for (const auto& column : list) out.push_back(value(column.value, sight));
  return out;
}

Term Expressions::constant(const ast::Term& term) const {
  if (const auto* parameter = std::get_if<ast::Parameter>(&term)) return parameters_.at(parameter->name);
  const auto found = world_.constant(term);
  if (!found) throw std::runtime_error("the reference does not know a constant of the query");
  return *found;
}

Truth Expressions::compare(ast::BinaryOp op, const Term& a, const Term& b, bool possibly) {
  using expr::Comparison;
  const auto comparison = [&] {
    switch (op) {
      case ast::BinaryOp::equal: return Comparison::equal;
      case ast::BinaryOp::not_equal: return Comparison::not_equal;
      case ast::BinaryOp::less: return Comparison::less;
      case ast::BinaryOp::less_equal: return Comparison::less_equal;
      case ast::BinaryOp::greater: return Comparison::greater;
      case ast::BinaryOp::greater_equal: return Comparison::greater_equal;
      default: throw std::runtime_error("no comparison");
    }
  }();
  return expr::compare(comparison, a, b, possibly, values_);
}

// `for ?x in e`: each element of a list, a single value once, an unbound one never.
std::vector<Cells> Expressions::elements(const ast::For& loop, const Row& row) {
  std::vector<Cells> out;
  for (const auto& expressions : loop.rows) out.push_back(values(expressions, {row}));
  if (loop.is_list) return out;
  const Term single = out.at(0).at(0);
  const auto* list = single.as<storage::List>();
  if (list == nullptr) return single.bound() ? out : std::vector<Cells>{};
  out.clear();
  for (const Term& item : list->items) out.push_back({item});
  return out;
}

std::size_t Expressions::number(const ast::Count& count) const {
  if (const auto* n = std::get_if<std::uint64_t>(&count.value)) return *n;
  const Term term = constant(ast::Term(std::get<ast::Parameter>(count.value)));
  return static_cast<std::size_t>(*term.as<storage::Quantity>()->lower->to_int64());
}

// "Equality": entities, strings, booleans by identity; numbers, quantities and dates by `=`.
bool Expressions::matches(const Term& value, const Term& constant) {
  if (constant.as<storage::Quantity>() == nullptr && constant.as<storage::Date>() == nullptr) {
    return key_of(world_, value) == key_of(world_, constant);
  }
  const bool date = value.as<storage::Date>() != nullptr;
  const Term wanted = date ? expr::as_date(constant) : constant;
  return compare(ast::BinaryOp::equal, value, wanted, false) == Truth::yes;
}

// "Dates": a bare date or range as a qualifier's value means within.
bool Expressions::qualifies(const Term& value, const Term& constant) {
  const bool date = value.as<storage::Date>() != nullptr;
  const Term wanted = date ? expr::as_date(constant) : constant;
  const auto* quantity = wanted.as<storage::Quantity>();
  const bool range =
      quantity != nullptr ? !quantity->single() : wanted.as<storage::Date>() != nullptr;
  return range ? expr::in(value, wanted, false, values_) == Truth::yes : matches(value, wanted);
}

bool Expressions::passes(const std::vector<Cells>& values, const ast::Qualifier& test,
                         const Row& row) {
  const ast::Expr left{ast::Term(ast::Variable{"this value", {}, {}}), {}};
  ast::Expr whole;
  if (const auto* comparison = std::get_if<ast::QualifierComparison>(&test.test)) {
    whole.node = ast::Binary{comparison->op, false, left, comparison->value};
  } else {
    const auto& in = std::get<ast::QualifierIn>(test.test);
    whole.node = ast::In{false, in.is_list, left, in.elements};
  }
  return std::any_of(values.begin(), values.end(), [&](const Cells& one) {
    return truth(whole, {named(row, {"this value"}, one)}) == Truth::yes;
  });
}

std::strong_ordering Expressions::order(const Term& a, const Term& b, bool descending) {
  if (!a.bound() || !b.bound()) return b.bound() <=> a.bound();
  const auto result = expr::total_order(a, b, values_);
  return descending ? 0 <=> result : result;
}
std::strong_ordering Expressions::order(const Cells& a, const Cells& b) {
  return std::lexicographical_compare_three_way(
      a.begin(), a.end(), b.begin(), b.end(),
      [&](const Term& x, const Term& y) { return order(x, y); });
}
std::strong_ordering Expressions::order(const Row& a, const Row& b,
                                        const std::vector<ast::Sort>& keys, bool descending) {
  auto result = std::strong_ordering::equal;
  for (std::size_t i = 0; result == 0 && i < keys.size(); ++i) {
    const auto& [key, down] = keys[i];
    result = order(value(key, {a}), value(key, {b}), down.value_or(descending));
  }
  return result;
}

Term Expressions::value(const ast::Expr& expr, const Sight& sight, bool possibly) {
  return std::visit(
      Cases{[&](const ast::Term& term) {
              const auto* variable = std::get_if<ast::Variable>(&term);
              if (variable == nullptr) return constant(term);
              const auto at = sight.row.find(variable->name);
              return at == sight.row.end() ? Term() : at->second;
            },
            [&](const ast::Unary& e) { return unary(e, sight, possibly); },
            [&](const ast::Binary& e) { return binary(e, sight, possibly); },
            [&](const ast::In& e) { return membership(e, sight, possibly); },
            [&](const ast::IsA& e) { return is_a(e, sight); },
            [&](const ast::Field& e) { return values_.field(value(*e.operand, sight), e.name); },
            [&](const ast::FunctionCall& e) { return call(e, sight); },
            [&](const ast::ExistsBlock& e) { return Term(blocks_(*e.block, sight.row) > 0); },
            [&](const ast::CountBlock& e) {
              return storage::number_term(static_cast<std::int64_t>(blocks_(*e.block, sight.row)));
            },
            [&](const ast::Regex&) -> Term { throw std::runtime_error("a lone regular expression"); }},
      expr.node);
}

Term Expressions::unary(const ast::Unary& unary, const Sight& sight, bool possibly) {
  const Term operand = value(*unary.operand, sight, possibly);
  if (unary.op == ast::UnaryOp::negate) return expr::negated(operand, values_);
  return expr::term_of(expr::negate(expr::truth_of(operand)));
}

Term Expressions::binary(const ast::Binary& e, const Sight& sight, bool possibly) {
  using ast::BinaryOp;
  const Term a = value(*e.left, sight, possibly);
  if (e.op == BinaryOp::matches) {
    const auto& regex = std::get<ast::Regex>(e.right->node);
    std::string error;
    const auto pattern = expr::Pattern::compile(regex.pattern, regex.flags, error);
    const auto* text = a.as<storage::Text>();
    if (text == nullptr) return {};
    return Term(pattern->matches(text->text) != e.negated);
  }
  const Term b = value(*e.right, sight, possibly);
  const auto of = [&](Truth t) { return expr::term_of(e.negated ? expr::negate(t) : t); };
  switch (e.op) {
    case BinaryOp::logical_or: return expr::term_of(expr::either(expr::truth_of(a), expr::truth_of(b)));
    case BinaryOp::logical_and: return expr::term_of(expr::both(expr::truth_of(a), expr::truth_of(b)));
    case BinaryOp::similar: return of(expr::similar(a, b, values_));
    case BinaryOp::contains: return of(expr::text_test(expr::TextTest::contains, a, b));
    case BinaryOp::starts_with: return of(expr::text_test(expr::TextTest::starts_with, a, b));
    case BinaryOp::ends_with: return of(expr::text_test(expr::TextTest::ends_with, a, b));
    case BinaryOp::add: return expr::arithmetic(expr::Arithmetic::add, a, b, values_);
    case BinaryOp::subtract: return expr::arithmetic(expr::Arithmetic::subtract, a, b, values_);
    case BinaryOp::multiply: return expr::arithmetic(expr::Arithmetic::multiply, a, b, values_);
    case BinaryOp::divide: return expr::arithmetic(expr::Arithmetic::divide, a, b, values_);
    case BinaryOp::remainder: return expr::arithmetic(expr::Arithmetic::remainder, a, b, values_);
    default: return expr::term_of(compare(e.op, a, b, possibly));
  }
}

Term Expressions::membership(const ast::In& in, const Sight& sight, bool possibly) {
  const Term operand = value(*in.operand, sight);
  Truth found = Truth::no;
  if (!in.is_list) {
    found = expr::in(operand, value(in.elements.at(0), sight), possibly, values_);
  } else {
    for (const auto& element : in.elements) {
      found = expr::either(
          found, compare(ast::BinaryOp::equal, operand, value(element, sight), possibly));
    }
  }
  return expr::term_of(in.negated ? expr::negate(found) : found);
}

Term Expressions::is_a(const ast::IsA& test, const Sight& sight) {
  const Term operand = value(*test.operand, sight);
  if (!operand.bound()) return {};
  Truth found = Truth::no;
  for (const auto& kind : test.kinds) {
    if (const auto* name = std::get_if<ast::Name>(&kind)) {
      found = expr::either(found, expr::truth(world_.is_a(operand, name->text)));
    } else {
      const Term term = value(ast::Expr{kind, {}}, sight);
      found = expr::either(found, term.bound() ? expr::truth(values_.is_a(operand, term))
                                               : Truth::unknown);
    }
  }
  return expr::term_of(test.negated ? expr::negate(found) : found);
}

Term Expressions::call(const ast::FunctionCall& call, const Sight& sight) {
  std::string name = call.function;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (const auto kind = expr::aggregate_kind(name)) return aggregate(*kind, call, sight);
  const auto& arguments = call.arguments;
  if (name == "possibly") return value(arguments.at(0), sight, true);
  if (name == "if") {
    const Truth test = truth(arguments.at(0), sight);
    return test == Truth::unknown ? Term() : value(arguments.at(test == Truth::yes ? 1 : 2), sight);
  }
  if (name == "coalesce") {
    for (const auto& argument : arguments) {
      if (Term found = value(argument, sight); found.bound()) return found;
    }
    return {};
  }
  const expr::FunctionInfo* info = expr::function(name);
  if (info == nullptr) throw std::runtime_error("no function " + name);
  std::vector<Term> values;
  std::shared_ptr<const expr::Pattern> pattern;
  for (const auto& argument : arguments) {
    if (const auto* regex = std::get_if<ast::Regex>(&argument.node)) {
      std::string error;
      pattern = expr::Pattern::compile(regex->pattern, regex->flags, error);
      values.emplace_back();
    } else {
      values.push_back(value(argument, sight));
    }
  }
  return expr::call(*info, values, pattern.get(), values_);
}

// The bound values an aggregate takes from rows: ordered, distinct, limited as it says.
std::vector<Term> Expressions::collected(const ast::FunctionCall& call, const std::vector<Row>& rows) {
  std::vector<std::pair<Term, const Row*>> found;
  std::set<std::string> seen;
  for (const Row& row : rows) {
    const Term term = value(call.arguments.at(0), {row});
    if (!term.bound()) continue;
    if (call.distinct && !seen.insert(key_of(world_, term)).second) continue;
    found.emplace_back(term, &row);
  }
  std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    return order(*a.second, *b.second, call.order, false) < 0;
  });
  std::vector<Term> values;
  for (const auto& [term, row] : found) values.push_back(term);
  if (call.limit) values.resize(std::min(values.size(), number(*call.limit)));
  return values;
}

Term Expressions::aggregate(expr::AggregateKind kind, const ast::FunctionCall& call, const Sight& sight) {
  if (sight.group == nullptr) {  // on a list it folds
    const Term argument = value(call.arguments.at(0), sight);
    if (!argument.bound()) return {};
    const auto* list = argument.as<storage::List>();
    const std::vector<Term> one{argument};
    return expr::aggregate(kind, list == nullptr ? one : list->items, values_);
  }
  if (kind == expr::AggregateKind::count && (call.star || call.arguments.empty())) {
    return storage::number_term(static_cast<std::int64_t>(sight.group->size()));
  }
  const Term part = expr::aggregate(kind, collected(call, *sight.group), values_);
  if (kind != expr::AggregateKind::share) return part;
  return expr::share_of(part, expr::aggregate(kind, collected(call, *sight.all), values_), values_);
}

bool has_aggregate(const ast::Expr& expr) {
  const auto any = [](const std::vector<ast::Expr>& list) {
    return std::any_of(list.begin(), list.end(),
                       [](const ast::Expr& one) { return has_aggregate(one); });
  };
  return std::visit(
      Cases{[&](const ast::Unary& e) { return has_aggregate(*e.operand); },
            [&](const ast::Binary& e) { return has_aggregate(*e.left) || has_aggregate(*e.right); },
            [&](const ast::In& e) { return has_aggregate(*e.operand) || any(e.elements); },
            [&](const ast::IsA& e) { return has_aggregate(*e.operand); },
            [&](const ast::Field& e) { return has_aggregate(*e.operand); },
            [&](const ast::FunctionCall& e) {
              return expr::aggregate_kind(e.function).has_value() || any(e.arguments);
            },
            [](const auto&) { return false; }},
      expr.node);
}

bool has_aggregate(const std::vector<ast::Column>& columns) {
  return std::any_of(columns.begin(), columns.end(),
                     [](const ast::Column& column) { return has_aggregate(column.value); });
}

}  // namespace vouch::reference
