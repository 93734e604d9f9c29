#include "engine/optimize/fold_expression.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/invariant.hpp"

namespace vouch::optimize {

namespace {

using expr::Expression;
using storage::Term;

// Comparing plain values asks nothing of the store.
class NoStore final : public expr::ValueContext {
 public:
  std::string label(const Term&) override { return {}; }
  std::string id_text(const Term&) override { return {}; }
  std::vector<Term> kinds(const Term&) override { return {}; }
  bool is_a(const Term&, const Term&) override { return false; }
  Term field(const Term&, std::string_view) override { return {}; }
  std::vector<std::vector<Term>> said_by(const Term&) override { return {}; }
  storage::Date today() override {
    invariant(false, "a constant that depends on the day was folded");
    return {};
  }
  std::optional<std::uint64_t> rank(const Term&) override { return std::nullopt; }
};

bool is_plain(const Term& term) {
  return term.as<bool>() != nullptr || term.as<storage::Quantity>() != nullptr ||
         term.as<storage::Date>() != nullptr || term.as<storage::Text>() != nullptr;
}

const Term* as_constant(const Expression& expression) {
  const auto* constant = std::get_if<expr::Constant>(&expression.node);
  return constant == nullptr ? nullptr : &constant->value;
}

std::optional<Expression> fold_negation(const expr::Logical& logical) {
  if (const Term* value = as_constant(logical.operands.front())) {
    if (const bool* known = value->as<bool>()) {
      return boolean(!*known);
    }
  }
  return std::nullopt;
}

// In `and`, true says nothing and false decides; in `or` the other way round.
std::optional<Expression> fold_logical(const expr::Logical& logical) {
  if (logical.op == expr::LogicalOp::negation) {
    const std::optional<Expression> operand = folded(logical.operands.front());
    expr::Logical out = logical;
    out.operands.front() = operand.value_or(out.operands.front());
    if (auto known = fold_negation(out)) {
      return known;
    }
    return operand ? std::optional(Expression{std::move(out)}) : std::nullopt;
  }
  const bool conjunction = logical.op == expr::LogicalOp::conjunction;
  bool changed = false;
  std::vector<Expression> kept;
  for (const Expression& operand : logical.operands) {
    std::optional<Expression> simpler = folded(operand);
    changed = changed || simpler.has_value();
    Expression now = simpler ? *std::move(simpler) : operand;
    if (conjunction ? is_false(now) : is_true(now)) {
      return boolean(!conjunction);
    }
    if (conjunction ? is_true(now) : is_false(now)) {
      changed = true;
    } else {
      kept.push_back(std::move(now));
    }
  }
  if (kept.empty()) {
    return boolean(conjunction);
  }
  if (!changed) {
    return std::nullopt;
  }
  return Expression{expr::Logical{logical.op, std::move(kept)}};
}

std::optional<Expression> fold_compare(const expr::Compare& compare) {
  const Term* left = as_constant(*compare.left);
  const Term* right = as_constant(*compare.right);
  if (left == nullptr || right == nullptr || !is_plain(*left) || !is_plain(*right)) {
    return std::nullopt;
  }
  NoStore context;
  const expr::Truth truth = expr::compare(compare.op, *left, *right, compare.possibly, context);
  if (truth == expr::Truth::unknown || context.overflows > 0 || context.divisions_by_zero > 0) {
    return std::nullopt;
  }
  return boolean(truth == expr::Truth::yes);
}

// `if` takes its last branch when the condition is not true; unknown is left for the run.
std::optional<Expression> fold_conditional(const expr::Conditional& conditional) {
  const std::optional<Expression> simpler = folded(*conditional.condition);
  const Expression& condition = simpler ? *simpler : *conditional.condition;
  if (is_true(condition)) {
    return folded(*conditional.then).value_or(*conditional.then);
  }
  if (is_false(condition)) {
    return folded(*conditional.otherwise).value_or(*conditional.otherwise);
  }
  return std::nullopt;
}

std::optional<Expression> fold_coalesce(const expr::Coalesce& coalesce) {
  if (!coalesce.operands.empty()) {
    const Term* first = as_constant(coalesce.operands.front());
    if (first != nullptr && first->bound()) {
      return coalesce.operands.front();
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Expression> folded(const Expression& expression) {
  if (const auto* logical = std::get_if<expr::Logical>(&expression.node)) {
    return fold_logical(*logical);
  }
  if (const auto* compare = std::get_if<expr::Compare>(&expression.node)) {
    return fold_compare(*compare);
  }
  if (const auto* conditional = std::get_if<expr::Conditional>(&expression.node)) {
    return fold_conditional(*conditional);
  }
  if (const auto* coalesce = std::get_if<expr::Coalesce>(&expression.node)) {
    return fold_coalesce(*coalesce);
  }
  return std::nullopt;
}

Expression boolean(bool value) {
  return Expression{expr::Constant{Term(value)}};
}

bool is_true(const Expression& expression) {
  const Term* constant = as_constant(expression);
  const bool* value = constant == nullptr ? nullptr : constant->as<bool>();
  return value != nullptr && *value;
}

bool is_false(const Expression& expression) {
  const Term* constant = as_constant(expression);
  const bool* value = constant == nullptr ? nullptr : constant->as<bool>();
  return value != nullptr && !*value;
}

}  // namespace vouch::optimize
