// Expressions: names, functions and blocks → values over numbered variables.
#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.hpp"
#include "engine/bind/binder_impl.hpp"
#include "engine/expr/units.hpp"
#include "parser/ast_print.hpp"
#include "storage/well_known.hpp"

namespace vouch::bind {

namespace known = storage::well_known;
using storage::IdTag;

namespace {

Box<Expression> boxed(Expression e) { return Box<Expression>(std::move(e)); }

// possibly(e): every comparison inside asks whether it may hold.
struct MakePossible {
  void operator()(Expression& e) const { std::visit(*this, e.node); }
  void operator()(expr::Logical& l) const {
    for (Expression& e : l.operands) (*this)(e);
  }
  void operator()(expr::Compare& c) const { c.possibly = true; }
  void operator()(expr::Membership& m) const { m.possibly = true; }
  void operator()(expr::Conditional& c) const {
    (*this)(*c.condition);
    (*this)(*c.then);
    (*this)(*c.otherwise);
  }
  template <typename Other>
  void operator()(Other&) const {}
};

std::string_view class_word(ValueClass c) {
  switch (c) {
    case ValueClass::entity: return "an entity";
    case ValueClass::number: return "a number or quantity";
    case ValueClass::date: return "a date";
    case ValueClass::text: return "text";
    case ValueClass::boolean: return "true or false";
    case ValueClass::list: return "a list";
    case ValueClass::unknown: break;
  }
  return "a value";
}

ValueClass class_of_type(expr::ValueType type) {
  switch (type) {
    case expr::ValueType::boolean: return ValueClass::boolean;
    case expr::ValueType::number: return ValueClass::number;
    case expr::ValueType::date: return ValueClass::date;
    case expr::ValueType::text: return ValueClass::text;
    case expr::ValueType::entity: return ValueClass::entity;
    case expr::ValueType::list: return ValueClass::list;
    case expr::ValueType::any: break;
  }
  return ValueClass::unknown;
}

ValueClass class_of_term(const Term& term) {
  if (term.as<storage::Iri>() != nullptr || term.as<storage::ClaimRef>() != nullptr ||
      term.as<storage::Blank>() != nullptr) {
    return ValueClass::entity;
  }
  if (term.as<storage::Quantity>() != nullptr) return ValueClass::number;
  if (term.as<storage::Date>() != nullptr) return ValueClass::date;
  if (term.as<storage::Text>() != nullptr) return ValueClass::text;
  if (term.as<bool>() != nullptr) return ValueClass::boolean;
  if (term.as<storage::List>() != nullptr) return ValueClass::list;
  return ValueClass::unknown;
}

}  // namespace

ValueClass Binder::class_of(const Expression& expression) const {
  if (const auto* constant = std::get_if<expr::Constant>(&expression.node)) {
    return class_of_term(constant->value);
  }
  if (const auto* variable = std::get_if<expr::VariableRef>(&expression.node)) {
    const auto at = classes_.find(variable->variable);
    return at == classes_.end() ? ValueClass::unknown : at->second;
  }
  if (const auto* function = std::get_if<expr::FunctionOp>(&expression.node)) {
    return class_of_type(function->function->result);
  }
  if (std::holds_alternative<expr::Compare>(expression.node) ||
      std::holds_alternative<expr::Logical>(expression.node) ||
      std::holds_alternative<expr::Membership>(expression.node) ||
      std::holds_alternative<expr::KindTest>(expression.node)) {
    return ValueClass::boolean;
  }
  return ValueClass::unknown;
}

void Binder::check_comparable(const Expression& a, const Expression& b, Span place) {
  const auto quantity = [](const Expression& e) {
    const auto* constant = std::get_if<expr::Constant>(&e.node);
    return constant == nullptr ? nullptr : constant->value.as<storage::Quantity>();
  };
  const storage::Quantity* x = quantity(a);
  const storage::Quantity* y = quantity(b);
  if (x != nullptr && y != nullptr && !x->bare() && !y->bare() && x->dimension != y->dimension) {
    error(place, "E0301", fmt::format("`{}` and `{}` measure different things", x->unit, y->unit));
    return;
  }
  const ValueClass left = class_of(a);
  const ValueClass right = class_of(b);
  if (left == ValueClass::unknown || right == ValueClass::unknown || left == right) return;
  const auto year = [](const Expression& e) {  // a bare whole number may be a year
    const auto* constant = std::get_if<expr::Constant>(&e.node);
    const auto* number = constant == nullptr ? nullptr : constant->value.as<storage::Quantity>();
    return number != nullptr && number->bare();
  };
  if ((left == ValueClass::date && right == ValueClass::number && (year(b) || !std::holds_alternative<expr::Constant>(b.node))) ||
      (right == ValueClass::date && left == ValueClass::number && (year(a) || !std::holds_alternative<expr::Constant>(a.node)))) {
    return;
  }
  Diagnostic d = error_at(place, "E0301",
                          fmt::format("{} cannot be compared with {}", class_word(left), class_word(right)));
  if (left == ValueClass::date || right == ValueClass::date) {
    d.notes.emplace_back("the dates of a claim are its fields: ?c.since, ?c.until, ?c.known");
  }
  problems_.push_back(std::move(d));
}

std::vector<Expression> Binder::expressions(Frame& frame, const std::vector<ast::Expr>& list) {
  std::vector<Expression> out;
  for (const ast::Expr& e : list) {
    if (auto bound = expression(frame, e)) out.push_back(std::move(*bound));
  }
  return out;
}

std::optional<Expression> Binder::name(const ast::Name& name) {
  const auto iri = [&](TermId id) { return Expression{expr::Constant{resolver_.snapshot().term(id)}}; };
  if (name.form == ast::NameForm::id) {
    const storage::Catalog& catalog = resolver_.snapshot().catalog();
    const Term own(storage::Iri{storage::iri_of(catalog.base, NameSpace::entity, name.text)});
    const bool entity = resolver_.snapshot().find(own).has_value();
    if (!entity && name.text == "none") return Expression{expr::Constant{}};
    if (!entity && resolver_.snapshot().claim_named(name.text) == std::nullopt) {
      if (const auto* kind = catalog.kind(name.text)) return iri(kind->id);
      if (const auto* relation = catalog.relation(name.text)) return iri(relation->id);
      if (const auto* value = known::find(name.text, known::Role::value)) return iri(value->id);
    }
  }
  auto value = resolver_.constant(ast::Term{name});
  if (!value) return std::nullopt;
  return Expression{expr::Constant{std::move(*value)}};
}

std::optional<Expression> Binder::term(Frame& frame, const ast::Term& term) {
  if (const auto* variable = std::get_if<ast::Variable>(&term)) {
    const auto id = use(frame, *variable);
    if (!id) return std::nullopt;
    return Expression{expr::VariableRef{*id}};
  }
  if (const auto* written = std::get_if<ast::Name>(&term)) return name(*written);
  if (std::holds_alternative<ast::Anything>(term)) {
    error(place_of(term), "E0301", "`_` is no value");
    return std::nullopt;
  }
  auto value = resolver_.constant(term);
  if (!value) return std::nullopt;
  return Expression{expr::Constant{std::move(*value)}};
}

std::optional<Expression> Binder::expression(Frame& frame, const ast::Expr& expr_) {
  struct Visitor {
    Binder& self;
    Frame& frame;
    Span place;
    std::optional<Expression> operator()(const ast::Term& t) { return self.term(frame, t); }
    std::optional<Expression> operator()(const ast::Unary& u) {
      auto operand = self.expression(frame, *u.operand);
      if (!operand) return std::nullopt;
      if (u.op == ast::UnaryOp::negate) return Expression{expr::Negate{boxed(std::move(*operand))}};
      return Expression{expr::Logical{expr::LogicalOp::negation, {std::move(*operand)}}};
    }
    std::optional<Expression> operator()(const ast::Binary& b) { return self.binary(frame, b, place); }
    std::optional<Expression> operator()(const ast::In& in) { return self.membership(frame, in); }
    std::optional<Expression> operator()(const ast::IsA& test) { return self.is_a(frame, test); }
    std::optional<Expression> operator()(const ast::Field& field) {
      auto operand = self.expression(frame, *field.operand);
      if (!operand) return std::nullopt;
      const ast::PlainName word{ast::NameForm::id, field.name, field.name_place};
      if (!known::find(field.name, known::Role::field) && !self.resolver_.qualifier(word)) {
        return std::nullopt;
      }
      return Expression{expr::FieldOf{boxed(std::move(*operand)), field.name}};
    }
    std::optional<Expression> operator()(const ast::FunctionCall& call) {
      return self.call(frame, call, place);
    }
    std::optional<Expression> operator()(const ast::ExistsBlock& e) {
      return self.exists(frame, *e.block, false);
    }
    std::optional<Expression> operator()(const ast::CountBlock& c) {
      return self.exists(frame, *c.block, true);
    }
    std::optional<Expression> operator()(const ast::Regex&) {
      self.error(place, "E0308", "a regular expression stands after `matches` or in `replace`");
      return std::nullopt;
    }
  };
  return std::visit(Visitor{*this, frame, expr_.place}, expr_.node);
}

std::optional<Expression> Binder::exists(Frame& frame, const ast::Block& body, bool count) {
  const std::uint32_t seed = seeds_++;
  Frame inner = inner_frame(frame, seed, names_in(body), BlockGives::test);
  inner_block(inner, body);
  const VariableId result = hidden(count ? "count" : "exists");
  classes_[result] = count ? ValueClass::number : ValueClass::boolean;
  frame.plan = apply(count ? logical::ApplyKind::count : logical::ApplyKind::mark, seed, inner,
                     std::move(frame.plan), projected(inner), result);
  return Expression{expr::VariableRef{result}};
}

std::optional<Expression> Binder::matches(std::optional<Expression> operand, const ast::Expr& right,
                                          bool negated) {
  const auto* regex = std::get_if<ast::Regex>(&right.node);
  if (regex == nullptr) {
    error(right.place, "E0308", "`matches` takes a regular expression: /…/");
    return std::nullopt;
  }
  std::string problem;
  auto compiled = expr::Pattern::compile(regex->pattern, regex->flags, problem);
  if (compiled == nullptr) {
    error(right.place, "E0308", problem);
    return std::nullopt;
  }
  if (!operand) return std::nullopt;
  return Expression{expr::MatchesOp{negated, boxed(std::move(*operand)), regex->pattern,
                                    regex->flags, std::move(compiled)}};
}

std::optional<Expression> Binder::binary(Frame& frame, const ast::Binary& binary, Span place) {
  using Op = ast::BinaryOp;
  if (binary.op == Op::matches) {
    return matches(expression(frame, *binary.left), *binary.right, binary.negated);
  }
  auto left = expression(frame, *binary.left);
  auto right = expression(frame, *binary.right);
  if (!left || !right) return std::nullopt;
  const auto logical = [&](expr::LogicalOp op) {
    return Expression{expr::Logical{op, {std::move(*left), std::move(*right)}}};
  };
  const auto compare = [&](expr::Comparison op) {
    check_comparable(*left, *right, place);
    return Expression{expr::Compare{op, false, boxed(std::move(*left)), boxed(std::move(*right))}};
  };
  const auto arithmetic = [&](expr::Arithmetic op) {
    return Expression{expr::ArithmeticOp{op, boxed(std::move(*left)), boxed(std::move(*right))}};
  };
  const auto text = [&](expr::TextTest op) {
    return Expression{
        expr::TextTestOp{op, binary.negated, boxed(std::move(*left)), boxed(std::move(*right))}};
  };
  switch (binary.op) {
    case Op::logical_or: return logical(expr::LogicalOp::disjunction);
    case Op::logical_and: return logical(expr::LogicalOp::conjunction);
    case Op::equal: return compare(expr::Comparison::equal);
    case Op::not_equal: return compare(expr::Comparison::not_equal);
    case Op::less: return compare(expr::Comparison::less);
    case Op::less_equal: return compare(expr::Comparison::less_equal);
    case Op::greater: return compare(expr::Comparison::greater);
    case Op::greater_equal: return compare(expr::Comparison::greater_equal);
    case Op::similar:
      return Expression{expr::Similar{boxed(std::move(*left)), boxed(std::move(*right))}};
    case Op::contains: return text(expr::TextTest::contains);
    case Op::starts_with: return text(expr::TextTest::starts_with);
    case Op::ends_with: return text(expr::TextTest::ends_with);
    case Op::matches: break;
    case Op::add: return arithmetic(expr::Arithmetic::add);
    case Op::subtract: return arithmetic(expr::Arithmetic::subtract);
    case Op::multiply: return arithmetic(expr::Arithmetic::multiply);
    case Op::divide: return arithmetic(expr::Arithmetic::divide);
    case Op::remainder: return arithmetic(expr::Arithmetic::remainder);
  }
  return std::nullopt;
}

std::optional<Expression> Binder::membership(Frame& frame, const ast::In& in) {
  auto operand = expression(frame, *in.operand);
  std::vector<Expression> elements = expressions(frame, in.elements);
  if (!operand || elements.size() != in.elements.size()) return std::nullopt;
  return Expression{expr::Membership{in.negated, false, in.is_list, boxed(std::move(*operand)),
                                     std::move(elements)}};
}

std::optional<Expression> Binder::is_a(Frame& frame, const ast::IsA& test) {
  auto operand = expression(frame, *test.operand);
  std::vector<Expression> kinds;
  for (const ast::Term& written : test.kinds) {
    if (const auto* kind_name = std::get_if<ast::Name>(&written)) {
      const auto id = resolver_.kind(*kind_name);
      if (!id) return std::nullopt;
      if (id->tag() == IdTag::local) continue;  // an unknown IRI: no entity is of that kind
      kinds.push_back(Expression{expr::Constant{resolver_.snapshot().term(*id)}});
    } else if (auto bound = term(frame, written)) {
      kinds.push_back(std::move(*bound));
    }
  }
  if (!operand) return std::nullopt;
  return Expression{expr::KindTest{test.negated, boxed(std::move(*operand)), std::move(kinds)}};
}

std::optional<Expression> Binder::special_call(Frame& frame, const ast::FunctionCall& call,
                                               bool& handled) {
  const std::string word = unicode::lower(call.function);
  const auto count_is = [&](std::size_t wanted) {
    if (call.arguments.size() == wanted) return true;
    error(call.name_place, "E0306",
          fmt::format("`{}` takes {} values, here are {}", word, wanted, call.arguments.size()));
    return false;
  };
  handled = true;
  if (word == "if") {
    if (!count_is(3)) return std::nullopt;
    std::vector<Expression> parts = expressions(frame, call.arguments);
    if (parts.size() != 3) return std::nullopt;
    return Expression{expr::Conditional{boxed(std::move(parts[0])), boxed(std::move(parts[1])),
                                        boxed(std::move(parts[2]))}};
  }
  if (word == "coalesce") {
    std::vector<Expression> parts = expressions(frame, call.arguments);
    if (parts.size() != call.arguments.size()) return std::nullopt;
    return Expression{expr::Coalesce{std::move(parts)}};
  }
  if (word == "possibly") {
    if (!count_is(1)) return std::nullopt;
    auto inner = expression(frame, call.arguments.front());
    if (inner) MakePossible{}(*inner);
    return inner;
  }
  if (word == "claims" || word == "nodes" || word == "weakest") {
    unsupported(call.name_place, fmt::format("`{}` of a path value", word));
    return std::nullopt;
  }
  if (const auto kind = expr::aggregate_kind(word)) {  // outside a group: folds one list value
    if (!count_is(1)) return std::nullopt;
    auto inner = expression(frame, call.arguments.front());
    if (!inner) return std::nullopt;
    return Expression{expr::Fold{*kind, call.distinct, boxed(std::move(*inner))}};
  }
  handled = false;
  return std::nullopt;
}

std::optional<Expression> Binder::call(Frame& frame, const ast::FunctionCall& call, Span place) {
  bool handled = false;
  auto special = special_call(frame, call, handled);
  if (handled) return special;
  const expr::FunctionInfo* info = expr::function(call.function);
  if (info == nullptr) {
    Diagnostic d = error_at(call.name_place, "E0307", fmt::format("no function `{}`", call.function));
    d.token = call.function;
    std::vector<std::string> names;
    for (const auto& f : expr::functions()) names.emplace_back(f.name);
    for (const auto& near : unicode::nearest(call.function, names, 3)) {
      d.fixes.push_back({call.name_place, near, d.fixes.empty(), ""});
    }
    if (!d.fixes.empty()) d.message += fmt::format("; did you mean `{}`?", d.fixes.front().text);
    d.notes.emplace_back("all functions: show functions;");
    problems_.push_back(std::move(d));
    return std::nullopt;
  }
  if (call.arguments.size() < info->least || call.arguments.size() > info->most) {
    error(place, "E0306",
          fmt::format("`{}` takes {}{} values, here are {}", info->name, info->least,
                      info->most == info->least   ? std::string()
                      : info->most == SIZE_MAX ? std::string(" or more")
                                                  : fmt::format(" to {}", info->most),
                      call.arguments.size()));
    return std::nullopt;
  }
  expr::FunctionOp out;
  out.function = info;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const ast::Expr& argument = call.arguments[i];
    if (const auto* regex = std::get_if<ast::Regex>(&argument.node)) {
      std::string problem;
      out.pattern = expr::Pattern::compile(regex->pattern, regex->flags, problem);
      if (out.pattern == nullptr) {
        error(argument.place, "E0308", problem);
        return std::nullopt;
      }
      out.arguments.push_back(Expression{expr::Constant{}});  // its place; the pattern says the rest
      continue;
    }
    auto bound = expression(frame, argument);
    if (!bound) return std::nullopt;
    if (!info->arguments.empty()) {
      const auto wanted = class_of_type(info->arguments[std::min(i, info->arguments.size() - 1)]);
      const ValueClass given = class_of(*bound);
      const bool fits = wanted == ValueClass::unknown || given == ValueClass::unknown || given == wanted ||
                        (wanted == ValueClass::date && given == ValueClass::number) ||
                        (wanted == ValueClass::text && given == ValueClass::entity);
      if (!fits) {
        error(argument.place, "E0301", fmt::format("`{}` takes {}, this is {}", info->name,
                                                   class_word(wanted), class_word(given)));
      }
    }
    out.arguments.push_back(std::move(*bound));
  }
  return Expression{std::move(out)};
}

}  // namespace vouch::bind
