#include "engine/expr/expression.hpp"

#include <algorithm>
#include <utility>

namespace vouch::expr {

bool operator==(const Logical& a, const Logical& b) {
  return a.op == b.op && a.operands == b.operands;
}
bool operator==(const Compare& a, const Compare& b) {
  return a.op == b.op && a.possibly == b.possibly && a.left == b.left && a.right == b.right;
}
bool operator==(const Membership& a, const Membership& b) {
  return a.negated == b.negated && a.possibly == b.possibly && a.list == b.list &&
         a.operand == b.operand && a.elements == b.elements;
}
bool operator==(const ArithmeticOp& a, const ArithmeticOp& b) {
  return a.op == b.op && a.left == b.left && a.right == b.right;
}
bool operator==(const Negate& a, const Negate& b) {
  return a.operand == b.operand;
}
bool operator==(const TextTestOp& a, const TextTestOp& b) {
  return a.op == b.op && a.negated == b.negated && a.left == b.left && a.right == b.right;
}
bool operator==(const Similar& a, const Similar& b) {
  return a.left == b.left && a.right == b.right;
}
// The compiled pattern follows from pattern and flags.
bool operator==(const MatchesOp& a, const MatchesOp& b) {
  return a.negated == b.negated && a.operand == b.operand && a.pattern == b.pattern &&
         a.flags == b.flags;
}
bool operator==(const KindTest& a, const KindTest& b) {
  return a.negated == b.negated && a.operand == b.operand && a.kinds == b.kinds;
}
bool operator==(const FieldOf& a, const FieldOf& b) {
  return a.name == b.name && a.operand == b.operand;
}
// A compiled pattern follows from the arguments, which are constants where there is one.
bool operator==(const FunctionOp& a, const FunctionOp& b) {
  return a.function == b.function && a.arguments == b.arguments;
}
bool operator==(const Conditional& a, const Conditional& b) {
  return a.condition == b.condition && a.then == b.then && a.otherwise == b.otherwise;
}
bool operator==(const Coalesce& a, const Coalesce& b) {
  return a.operands == b.operands;
}
bool operator==(const Fold& a, const Fold& b) {
  return a.kind == b.kind && a.distinct == b.distinct && a.operand == b.operand;
}

namespace {

class VariableCollector {
 public:
  std::vector<VariableId> found;

  void visit(const Expression& expression) {
    std::visit([this](const auto& node) { (*this)(node); }, expression.node);
  }
  void operator()(const Constant&) {}
  void operator()(const VariableRef& e) {
    if (std::find(found.begin(), found.end(), e.variable) == found.end()) {
      found.push_back(e.variable);
    }
  }
  void operator()(const Logical& e) { each(e.operands); }
  void operator()(const Compare& e) { pair(*e.left, *e.right); }
  void operator()(const Membership& e) { first(*e.operand, e.elements); }
  void operator()(const ArithmeticOp& e) { pair(*e.left, *e.right); }
  void operator()(const Negate& e) { visit(*e.operand); }
  void operator()(const TextTestOp& e) { pair(*e.left, *e.right); }
  void operator()(const Similar& e) { pair(*e.left, *e.right); }
  void operator()(const MatchesOp& e) { visit(*e.operand); }
  void operator()(const KindTest& e) { first(*e.operand, e.kinds); }
  void operator()(const FieldOf& e) { visit(*e.operand); }
  void operator()(const FunctionOp& e) { each(e.arguments); }
  void operator()(const Conditional& e) {
    visit(*e.condition);
    pair(*e.then, *e.otherwise);
  }
  void operator()(const Coalesce& e) { each(e.operands); }
  void operator()(const Fold& e) { visit(*e.operand); }

 private:
  void each(const std::vector<Expression>& expressions) {
    for (const Expression& expression : expressions) visit(expression);
  }
  void pair(const Expression& left, const Expression& right) {
    visit(left);
    visit(right);
  }
  void first(const Expression& operand, const std::vector<Expression>& others) {
    visit(operand);
    each(others);
  }
};

const Logical* as_conjunction(const Expression& expression) {
  const auto* logical = std::get_if<Logical>(&expression.node);
  return logical != nullptr && logical->op == LogicalOp::conjunction ? logical : nullptr;
}

void split(const Expression& expression, std::vector<Expression>& out) {
  const Logical* both = as_conjunction(expression);
  if (both == nullptr) {
    out.push_back(expression);
    return;
  }
  for (const Expression& operand : both->operands) split(operand, out);
}

}  // namespace

std::vector<VariableId> variables_of(const Expression& expression) {
  VariableCollector collector;
  collector.visit(expression);
  return std::move(collector.found);
}

Expression conjunction(std::vector<Expression> operands) {
  if (operands.empty()) return {Constant{Term(true)}};
  if (operands.size() == 1) return std::move(operands.front());
  return {Logical{LogicalOp::conjunction, std::move(operands)}};
}

std::vector<Expression> conjuncts(const Expression& expression) {
  std::vector<Expression> parts;
  split(expression, parts);
  return parts;
}

}  // namespace vouch::expr
