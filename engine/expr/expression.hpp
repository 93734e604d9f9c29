// engine/expr/expression.hpp — scalar expressions over numbered variables.
//
// Shape     a closed variant; no names of the language: VQL and any other front end bind to this.
//           `exists { }` and `count { }` are not here: an Apply node computes them into a variable first.
// Lifetime  immutable values; copying is deep.
// Errors    evaluation never throws for data: an error makes the value unbound (value_ops.hpp).
// Source    three-valued logic as in SPARQL: unknown and no = no, unknown or yes = yes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/box.hpp"
#include "base/strong_id.hpp"
#include "engine/expr/value_ops.hpp"
#include "storage/term.hpp"

namespace vouch::expr {

struct VariableTag;
using VariableId = StrongId<VariableTag, std::uint32_t>;

struct Expression;

struct Constant {
  Term value;  // unbound: the constant "nothing"
  friend bool operator==(const Constant&, const Constant&) = default;
};
struct VariableRef {
  VariableId variable;
  friend bool operator==(const VariableRef&, const VariableRef&) = default;
};
enum class LogicalOp : std::uint8_t { conjunction, disjunction, negation };
struct Logical {
  LogicalOp op = LogicalOp::conjunction;
  std::vector<Expression> operands;  // one for negation
  friend bool operator==(const Logical&, const Logical&);
};
struct Compare {
  Comparison op = Comparison::equal;
  bool possibly = false;
  Box<Expression> left;
  Box<Expression> right;
  friend bool operator==(const Compare&, const Compare&);
};
// Equal to one of the elements, or within an interval or list that one element yields.
struct Membership {
  bool negated = false;
  bool possibly = false;
  bool list = false;  // `in (a, b)`: equality with an element; else `in e`
  Box<Expression> operand;
  std::vector<Expression> elements;
  friend bool operator==(const Membership&, const Membership&);
};
struct ArithmeticOp {
  Arithmetic op = Arithmetic::add;
  Box<Expression> left;
  Box<Expression> right;
  friend bool operator==(const ArithmeticOp&, const ArithmeticOp&);
};
struct Negate {
  Box<Expression> operand;
  friend bool operator==(const Negate&, const Negate&);
};
struct TextTestOp {
  TextTest op = TextTest::contains;
  bool negated = false;
  Box<Expression> left;
  Box<Expression> right;
  friend bool operator==(const TextTestOp&, const TextTestOp&);
};
struct Similar {
  Box<Expression> left;
  Box<Expression> right;
  friend bool operator==(const Similar&, const Similar&);
};
struct MatchesOp {
  bool negated = false;
  Box<Expression> operand;
  std::string pattern;  // as written, for printing
  std::string flags;
  std::shared_ptr<const Pattern> compiled;
  friend bool operator==(const MatchesOp&, const MatchesOp&);
};
struct KindTest {
  bool negated = false;
  Box<Expression> operand;
  std::vector<Expression> kinds;
  friend bool operator==(const KindTest&, const KindTest&);
};
struct FieldOf {
  Box<Expression> operand;
  std::string name;
  friend bool operator==(const FieldOf&, const FieldOf&);
};
struct FunctionOp {
  const FunctionInfo* function = nullptr;  // of the closed table, never null
  std::vector<Expression> arguments;
  std::shared_ptr<const Pattern> pattern;  // a regex argument, compiled
  friend bool operator==(const FunctionOp&, const FunctionOp&);
};
struct Conditional {  // if(c, a, b)
  Box<Expression> condition;
  Box<Expression> then;
  Box<Expression> otherwise;
  friend bool operator==(const Conditional&, const Conditional&);
};
struct Coalesce {
  std::vector<Expression> operands;
  friend bool operator==(const Coalesce&, const Coalesce&);
};
struct Fold {  // an aggregate over the elements of one list value
  AggregateKind kind = AggregateKind::count;
  bool distinct = false;
  Box<Expression> operand;
  friend bool operator==(const Fold&, const Fold&);
};

struct Expression {
  std::variant<Constant, VariableRef, Logical, Compare, Membership, ArithmeticOp, Negate, TextTestOp,
               Similar, MatchesOp, KindTest, FieldOf, FunctionOp, Conditional, Coalesce, Fold>
      node;
  friend bool operator==(const Expression&, const Expression&) = default;
};

[[nodiscard]] std::vector<VariableId> variables_of(const Expression& expression);  // distinct, in order
[[nodiscard]] Expression conjunction(std::vector<Expression> operands);  // none: constant true
// Splits at `and`: the conjuncts, flat.
[[nodiscard]] std::vector<Expression> conjuncts(const Expression& expression);

}  // namespace vouch::expr
