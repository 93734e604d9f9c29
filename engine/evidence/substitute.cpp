#include "engine/evidence/substitute.hpp"

#include <utility>
#include <variant>

namespace vouch::evidence {

expr::Expression with_values(const expr::Expression& expression, const TermOf& values) {
  if (const auto* variable = std::get_if<expr::VariableRef>(&expression.node)) {
    std::optional<storage::Term> value = values(variable->variable);
    return value ? expr::Expression{expr::Constant{*std::move(value)}} : expression;
  }
  const auto one = [&](auto& operand) { operand = with_values(*operand, values); };
  const auto all = [&](auto& operands) {
    for (expr::Expression& operand : operands) operand = with_values(operand, values);
  };
  return std::visit(
      [&](auto node) {
        if constexpr (requires { node.left; }) one(node.left);
        if constexpr (requires { node.right; }) one(node.right);
        if constexpr (requires { *node.operand; }) one(node.operand);
        if constexpr (requires { node.operands; }) all(node.operands);
        if constexpr (requires { node.elements; }) all(node.elements);
        if constexpr (requires { node.kinds; }) all(node.kinds);
        if constexpr (requires { node.arguments; }) all(node.arguments);
        if constexpr (requires { node.otherwise; }) {
          one(node.condition);
          one(node.then);
          one(node.otherwise);
        }
        return expr::Expression{std::move(node)};
      },
      expression.node);
}

}  // namespace vouch::evidence
