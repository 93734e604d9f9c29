// From expression to scalar nodes: the special forms by their own nodes, all else by decoded terms.
#include <algorithm>
#include <string>
#include <utility>

#include "engine/exec/scalar.hpp"
#include "engine/exec/scalar_arithmetic.hpp"
#include "engine/exec/scalar_compare.hpp"
#include "engine/exec/scalar_label.hpp"
#include "engine/exec/scalar_logic.hpp"
#include "engine/exec/scalar_memo.hpp"
#include "engine/exec/scalar_text.hpp"
#include "engine/expr/text.hpp"

namespace vouch::exec {

namespace {

using expr::Expression;
using Operands = std::span<const Term>;

Truth sign(Truth truth, bool negated) {
  return negated ? expr::negate(truth) : truth;
}

Truth member(const expr::Membership& test, Operands terms, expr::ValueContext& context) {
  Truth found = Truth::no;
  for (std::size_t i = 1; i < terms.size(); ++i) {
    const Truth here = test.list ? expr::compare(expr::Comparison::equal, terms[0], terms[i],
                                                 test.possibly, context)
                                 : expr::in(terms[0], terms[i], test.possibly, context);
    found = expr::either(found, here);
    if (found == Truth::yes) break;
  }
  return found;
}

Truth of_kind(Operands terms, expr::ValueContext& context) {
  if (!terms[0].bound()) return Truth::unknown;
  Truth found = Truth::no;
  for (std::size_t i = 1; i < terms.size() && found != Truth::yes; ++i) {
    found = expr::either(
        found, terms[i].bound() ? expr::truth(context.is_a(terms[0], terms[i])) : Truth::unknown);
  }
  return found;
}

Term fold(const expr::Fold& fold, const Term& operand, expr::ValueContext& context) {
  if (!operand.bound()) return {};
  std::vector<Term> items;
  if (const auto* list = operand.as<storage::List>()) {
    items = list->items;
  } else {
    items.push_back(operand);
  }
  std::erase_if(items, [](const Term& item) { return !item.bound(); });
  if (fold.distinct) {
    std::vector<std::string> seen;
    std::erase_if(items, [&seen](const Term& item) {
      std::string key = storage::equality_key(item);
      if (std::find(seen.begin(), seen.end(), key) != seen.end()) return true;
      seen.push_back(std::move(key));
      return false;
    });
  }
  return expr::aggregate(fold.kind, items, context);
}

Truth match(const expr::MatchesOp& test, std::string_view text) {
  if (test.compiled == nullptr) return Truth::unknown;
  return sign(expr::truth(test.compiled->matches(text)), test.negated);
}

const Term* constant_text(const Expression& expression) {
  const auto* constant = std::get_if<expr::Constant>(&expression.node);
  const bool text = constant != nullptr && constant->value.as<storage::Text>() != nullptr;
  return text ? &constant->value : nullptr;
}

class Compiler {
 public:
  Compiler(const Columns& columns, ExecContext& context) : columns_(columns), context_(context) {}

  ScalarPtr node(const Expression& expression) {
    return std::visit([this](const auto& alternative) { return (*this)(alternative); },
                      expression.node);
  }

  ScalarPtr operator()(const expr::Constant& e) {
    return constant_scalar(context_.terms.encode_spelled(e.value));
  }
  ScalarPtr operator()(const expr::VariableRef& e) {
    return column_scalar(position_of(columns_, e.variable));
  }
  ScalarPtr operator()(const expr::Logical& e) { return logical_scalar(e.op, nodes(e.operands)); }
  ScalarPtr operator()(const expr::Compare& e) {
    return compare_scalar(e.op, e.possibly, node(*e.left), node(*e.right), context_);
  }
  ScalarPtr operator()(const expr::Membership& e) {
    return memo(with(*e.operand, e.elements), [&e, &values = context_.values](Operands t) {
      return expr::term_of(sign(member(e, t, values), e.negated));
    });
  }
  ScalarPtr operator()(const expr::ArithmeticOp& e) {
    return arithmetic_scalar(e.op, node(*e.left), node(*e.right), context_);
  }
  ScalarPtr operator()(const expr::Negate& e) {
    return memo(with(*e.operand, {}),
                [&values = context_.values](Operands t) { return expr::negated(t[0], values); });
  }
  ScalarPtr operator()(const expr::TextTestOp& e) {
    if (const Term* part = constant_text(*e.right)) {
      const std::string& wanted = part->as<storage::Text>()->text;
      return text_scalar(
          node(*e.left),
          {[&e, &wanted](std::string_view text) {
             return sign(expr::truth(expr::text_holds(e.op, text, wanted)), e.negated);
           },
           [&e, part](const Term& term) {
             return sign(expr::text_test(e.op, term, *part), e.negated);
           }},
          context_);
    }
    return memo(pair(*e.left, *e.right), [&e](Operands t) {
      return expr::term_of(sign(expr::text_test(e.op, t[0], t[1]), e.negated));
    });
  }
  ScalarPtr operator()(const expr::Similar& e) {
    return memo(pair(*e.left, *e.right), [&values = context_.values](Operands t) {
      return expr::term_of(expr::similar(t[0], t[1], values));
    });
  }
  ScalarPtr operator()(const expr::MatchesOp& e) {
    return text_scalar(node(*e.operand),
                       {[&e](std::string_view text) { return match(e, text); },
                        [&e](const Term& term) {
                          const auto* text = term.as<storage::Text>();
                          return text == nullptr ? Truth::unknown : match(e, text->text);
                        }},
                       context_);
  }
  ScalarPtr operator()(const expr::KindTest& e) {
    return memo(with(*e.operand, e.kinds), [&e, &values = context_.values](Operands t) {
      return expr::term_of(sign(of_kind(t, values), e.negated));
    });
  }
  ScalarPtr operator()(const expr::FieldOf& e) {
    return memo(with(*e.operand, {}), [&e, &values = context_.values](Operands t) {
      return t[0].bound() ? values.field(t[0], e.name) : Term();
    });
  }
  ScalarPtr operator()(const expr::FunctionOp& e) {
    if (e.function->name == "label") return label_scalar(e, node(e.arguments.front()), context_);
    return memo(nodes(e.arguments), [&e, &values = context_.values](Operands t) {
      return expr::call(*e.function, t, e.pattern.get(), values);
    });
  }
  ScalarPtr operator()(const expr::Conditional& e) {
    return conditional_scalar(node(*e.condition), node(*e.then), node(*e.otherwise));
  }
  ScalarPtr operator()(const expr::Coalesce& e) { return coalesce_scalar(nodes(e.operands)); }
  ScalarPtr operator()(const expr::Fold& e) {
    return memo(with(*e.operand, {}),
                [&e, &values = context_.values](Operands t) { return fold(e, t[0], values); });
  }

 private:
  std::vector<ScalarPtr> nodes(const std::vector<Expression>& expressions) {
    std::vector<ScalarPtr> made;
    for (const Expression& expression : expressions) made.push_back(node(expression));
    return made;
  }
  std::vector<ScalarPtr> with(const Expression& first, const std::vector<Expression>& others) {
    std::vector<ScalarPtr> made;
    made.push_back(node(first));
    for (const Expression& other : others) made.push_back(node(other));
    return made;
  }
  std::vector<ScalarPtr> pair(const Expression& left, const Expression& right) {
    std::vector<ScalarPtr> made;
    made.push_back(node(left));
    made.push_back(node(right));
    return made;
  }
  ScalarPtr memo(std::vector<ScalarPtr> operands, TermMemo::Operation operation) {
    return memo_scalar(std::move(operands), std::move(operation), context_);
  }

  const Columns& columns_;
  ExecContext& context_;
};

// Values by the ids that equal values share.
class CanonicalScalar final : public ValueScalar {
 public:
  CanonicalScalar(ScalarPtr input, const Terms& terms) : input_(std::move(input)), terms_(terms) {}

  const TermId* values(const RowSet& rows, Column& scratch) override {
    const TermId* ids = input_->values(rows, spelled_);
    scratch.resize(rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) scratch[i] = terms_.canonical(ids[i]);
    return scratch.data();
  }
  void truths(const RowSet& rows, Truth* out) override { input_->truths(rows, out); }
  bool is_constant() const override { return input_->is_constant(); }

 private:
  ScalarPtr input_;
  const Terms& terms_;
  Column spelled_;
};

// May the values be quantities made here, spelled in their own way?
bool makes_quantities(const Expression& expression) {
  const auto& node = expression.node;
  return std::holds_alternative<expr::Constant>(node) ||
         std::holds_alternative<expr::ArithmeticOp>(node) ||
         std::holds_alternative<expr::Negate>(node) ||
         std::holds_alternative<expr::FieldOf>(node) ||
         std::holds_alternative<expr::FunctionOp>(node) ||
         std::holds_alternative<expr::Conditional>(node) ||
         std::holds_alternative<expr::Coalesce>(node) || std::holds_alternative<expr::Fold>(node);
}

}  // namespace

ScalarPtr compile(const Expression& expression, const Columns& columns, ExecContext& context,
                  Use use) {
  ScalarPtr made = Compiler(columns, context).node(expression);
  if (use == Use::shown || !makes_quantities(expression)) return made;
  return std::make_unique<CanonicalScalar>(std::move(made), context.terms);
}

}  // namespace vouch::exec
