// parser/ast_expression.hpp — expressions of the syntax tree.
//
// Shape     operators as written, brackets gone; `exists { }` and `count { }` hold a Block.
// Lifetime  values; copying is deep, and needs the whole Block: include ast_query.hpp for that.
// Source    docs/language.md §3; == ignores places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/box.hpp"
#include "parser/ast_terms.hpp"

namespace vouch::ast {

struct Expr;
struct Block;

enum class UnaryOp : std::uint8_t { negate, logical_not };
enum class BinaryOp : std::uint8_t {
  logical_or, logical_and,
  equal, not_equal, less, less_equal, greater, greater_equal, similar,  // similar: ~=
  contains, starts_with, ends_with, matches,
  add, subtract, multiply, divide, remainder
};

struct Unary {
  UnaryOp op = UnaryOp::negate;
  Box<Expr> operand;
  friend bool operator==(const Unary&, const Unary&);
};
struct Binary {
  BinaryOp op = BinaryOp::equal;
  bool negated = false;  // `not contains`, `not starts with`, `not ends with`, `not matches`
  Box<Expr> left;
  Box<Expr> right;
  friend bool operator==(const Binary&, const Binary&);
};
// `x in (a, b)` has is_list and the elements; `x in e` has one element and no is_list.
struct In {
  bool negated = false;
  bool is_list = false;
  Box<Expr> operand;
  std::vector<Expr> elements;
  friend bool operator==(const In&, const In&);
};
struct IsA {
  bool negated = false;
  Box<Expr> operand;
  std::vector<Term> kinds;  // Variable, Parameter or Name
  friend bool operator==(const IsA&, const IsA&);
};
struct Field {
  Box<Expr> operand;
  std::string name;
  Place name_place;
  friend bool operator==(const Field&, const Field&);
};
struct Sort;
struct Count {  // a number or a parameter, after `limit`, `offset`, `top`
  std::variant<std::uint64_t, Parameter> value;
  Place place;
  friend bool operator==(const Count&, const Count&) = default;
};
struct FunctionCall {
  std::string function;  // as written
  Place name_place;
  bool star = false;      // count(*)
  bool distinct = false;
  std::vector<Expr> arguments;
  std::vector<Sort> order;
  std::optional<Count> limit;
  friend bool operator==(const FunctionCall&, const FunctionCall&);
};
struct ExistsBlock {
  Box<Block> block;
  friend bool operator==(const ExistsBlock&, const ExistsBlock&);
};
struct CountBlock {
  Box<Block> block;
  friend bool operator==(const CountBlock&, const CountBlock&);
};
struct Regex {
  std::string pattern;  // between the slashes, `\/` kept as written
  std::string flags;
  friend bool operator==(const Regex&, const Regex&) = default;
};

// A Term as an expression is never a Variable with a kind and never Anything.
struct Expr {
  std::variant<Term, Unary, Binary, In, IsA, Field, FunctionCall, ExistsBlock, CountBlock, Regex> node;
  Place place;
  friend bool operator==(const Expr&, const Expr&) = default;
};
struct Sort {
  Expr key;
  std::optional<bool> descending;  // absent: the clause's own default
  friend bool operator==(const Sort&, const Sort&) = default;
};

inline bool operator==(const Unary& a, const Unary& b) {
  return a.op == b.op && a.operand == b.operand;
}
inline bool operator==(const Binary& a, const Binary& b) {
  return a.op == b.op && a.negated == b.negated && a.left == b.left && a.right == b.right;
}
inline bool operator==(const In& a, const In& b) {
  return a.negated == b.negated && a.is_list == b.is_list && a.operand == b.operand &&
         a.elements == b.elements;
}
inline bool operator==(const IsA& a, const IsA& b) {
  return a.negated == b.negated && a.operand == b.operand && a.kinds == b.kinds;
}
inline bool operator==(const Field& a, const Field& b) {
  return a.operand == b.operand && a.name == b.name;
}
inline bool operator==(const FunctionCall& a, const FunctionCall& b) {
  return a.function == b.function && a.star == b.star && a.distinct == b.distinct &&
         a.arguments == b.arguments && a.order == b.order && a.limit == b.limit;
}

}  // namespace vouch::ast
