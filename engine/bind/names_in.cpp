// Which variable names a block mentions: syntactic, so an over-estimate is harmless.
#include <variant>

#include "engine/bind/binder_impl.hpp"

namespace vouch::bind {
namespace {

class Collector {
 public:
  std::set<std::string> names;
  bool aggregate = false;

  void operator()(const ast::Block& block) {
    for (const auto& clause : block.clauses) (*this)(clause);
    if (block.result) (*this)(*block.result);
  }
  void operator()(const ast::Return& result) {
    for (const auto& column : result.columns) (*this)(column);
    for (const auto& clause : result.tail) (*this)(clause);
  }
  void operator()(const ast::Clause& clause) { std::visit(*this, clause.node); }
  void operator()(const ast::Match& match) {
    for (const auto& pattern : match.patterns) (*this)(pattern);
  }
  void operator()(const ast::Pattern& pattern) {
    if (pattern.claim) (*this)(*pattern.claim);
    (*this)(pattern.subject);
    if (!pattern.link) return;
    if (const auto* v = std::get_if<ast::Variable>(&pattern.link->relation)) (*this)(*v);
    for (const auto& object : pattern.link->objects) (*this)(object);
    for (const auto& qualifier : pattern.link->qualifiers) (*this)(qualifier);
  }
  void operator()(const ast::Qualifier& qualifier) {
    if (const auto* values = std::get_if<ast::QualifierValues>(&qualifier.test)) {
      for (const auto& chain : values->alternatives) {
        for (const auto& term : chain) (*this)(term);
      }
    } else if (const auto* test = std::get_if<ast::QualifierComparison>(&qualifier.test)) {
      (*this)(test->value);
    } else if (const auto* in = std::get_if<ast::QualifierIn>(&qualifier.test)) {
      (*this)(in->elements);
    }
  }
  void operator()(const ast::Variable& variable) { names.insert(variable.name); }
  void operator()(const ast::Term& term) {
    if (const auto* variable = std::get_if<ast::Variable>(&term)) (*this)(*variable);
  }
  void operator()(const ast::Maybe& maybe) { (*this)(*maybe.block); }
  void operator()(const ast::Not& block) { (*this)(*block.block); }
  void operator()(const ast::Either& either) {
    for (const auto& branch : either.branches) (*this)(branch);
  }
  void operator()(const ast::Every& every) {
    (*this)(*every.each);
    (*this)(*every.has);
  }
  void operator()(const ast::Where& where) { (*this)(where.condition); }
  void operator()(const ast::Let& let) {
    for (const auto& assignment : let.assignments) {
      (*this)(assignment.variable);
      (*this)(assignment.value);
    }
  }
  void operator()(const ast::For& loop) {
    for (const auto& variable : loop.variables) (*this)(variable);
    for (const auto& row : loop.rows) (*this)(row);
  }
  void operator()(const ast::Group& group) {
    for (const auto& key : group.keys) (*this)(key);
    for (const auto& column : group.aggregates) (*this)(column);
  }
  void operator()(const ast::Top& top) {
    (*this)(top.keys);
    (*this)(top.per);
  }
  void operator()(const ast::Order& order) { (*this)(order.keys); }
  void operator()(const ast::Limit&) {}
  void operator()(const ast::Offset&) {}
  void operator()(const ast::With& with) {
    for (const auto& column : with.columns) (*this)(column);
  }
  void operator()(const ast::Call& call) {
    for (const auto& variable : call.results) (*this)(variable);
  }
  void operator()(const ast::Search& search) {
    (*this)(search.arguments);
    for (const auto& variable : search.results) (*this)(variable);
  }
  void operator()(const ast::CiteAs& cite) { (*this)(cite.variable); }
  void operator()(const ast::Nested& nested) {
    if (!nested.block->result) return (*this)(*nested.block);
    for (const auto& column : nested.block->result->columns) (*this)(column);
  }
  void operator()(const ast::Column& column) {
    (*this)(column.value);
    if (column.name) (*this)(*column.name);
  }
  template <typename T>
  void operator()(const std::vector<T>& items) {
    for (const auto& item : items) (*this)(item);
  }
  void operator()(const ast::Sort& sort) { (*this)(sort.key); }
  void operator()(const ast::Expr& expr) { std::visit(*this, expr.node); }
  void operator()(const ast::Unary& unary) { (*this)(*unary.operand); }
  void operator()(const ast::Binary& binary) {
    (*this)(*binary.left);
    (*this)(*binary.right);
  }
  void operator()(const ast::In& in) {
    (*this)(*in.operand);
    (*this)(in.elements);
  }
  void operator()(const ast::IsA& test) {
    (*this)(*test.operand);
    (*this)(test.kinds);
  }
  void operator()(const ast::Field& field) { (*this)(*field.operand); }
  void operator()(const ast::FunctionCall& call) {
    if (expr::aggregate_kind(call.function)) aggregate = true;
    (*this)(call.arguments);
    (*this)(call.order);
  }
  // Blocks inside an expression have aggregates of their own.
  void operator()(const ast::ExistsBlock& exists) { enter(*exists.block); }
  void operator()(const ast::CountBlock& count) { enter(*count.block); }
  void operator()(const ast::Regex&) {}

 private:
  void enter(const ast::Block& block) {
    const bool before = aggregate;
    (*this)(block);
    aggregate = before;
  }
};

}  // namespace

std::set<std::string> names_in(const ast::Block& block) {
  Collector collector;
  collector(block);
  return std::move(collector.names);
}

bool has_aggregate(const ast::Expr& expression) {
  Collector collector;
  collector(expression);
  return collector.aggregate;
}

}  // namespace vouch::bind
