// tests/reference/expressions.hpp — expressions of the reference evaluator, one row at a time.
//
// Shape     operators and functions on single terms are the engine's own (engine/expr/value_ops, tested by
//           tables of their own); what ties them to rows, groups and blocks is written here again.
// Errors    std::runtime_error for what the reference does not know; a user's error is an unbound term.
// Source    docs/language.md §3 (expressions) and "Rulings": Truth, Aggregates, Order.
#pragma once

#include <compare>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/expr/value_ops.hpp"
#include "parser/ast_query.hpp"
#include "tests/reference/table.hpp"
#include "tests/reference/world.hpp"

namespace vouch::reference {

// A visitor of one lambda per alternative.
template <typename... Ts>
struct Cases : Ts... {
  using Ts::operator()...;
};
template <typename... Ts>
Cases(Ts...) -> Cases<Ts...>;

class WorldValues final : public expr::ValueContext {
 public:
  explicit WorldValues(const World& world) : world_(world) {}
  std::string label(const Term& entity) override;
  std::string id_text(const Term& entity) override { return name_of(world_, entity); }
  std::vector<Term> kinds(const Term& entity) override;
  bool is_a(const Term& entity, const Term& kind) override;
  Term field(const Term& subject, std::string_view name) override;
  std::vector<std::vector<Term>> said_by(const Term& claim) override;
  storage::Date today() override;
  std::optional<std::uint64_t> rank(const Term& entity) override;
  const storage::Catalog& catalog() override { return world_.units; }

 private:
  const World& world_;
};

// What an expression sees: a row, and inside `group by` the rows of its group and of all groups.
struct Sight {
  const Row& row;
  const std::vector<Row>* group = nullptr;
  const std::vector<Row>* all = nullptr;
};

class Expressions {
 public:
  using Blocks = std::function<std::size_t(const ast::Block&, const Row&)>;  // number of its rows
  Expressions(const World& world, const std::map<std::string, Term>& parameters, Blocks blocks)
      : world_(world), parameters_(parameters), blocks_(std::move(blocks)), values_(world) {}

  [[nodiscard]] Term value(const ast::Expr& expr, const Sight& sight, bool possibly = false);
  [[nodiscard]] Cells values(const std::vector<ast::Expr>& list, const Sight& sight);
  [[nodiscard]] Cells values(const std::vector<ast::Column>& list, const Sight& sight);
  [[nodiscard]] expr::Truth truth(const ast::Expr& expr, const Sight& sight);
  [[nodiscard]] Term constant(const ast::Term& term) const;  // parameters too
  [[nodiscard]] std::vector<Cells> elements(const ast::For& loop, const Row& row);
  [[nodiscard]] std::size_t number(const ast::Count& count) const;
  // Is it what a constant of a pattern, or one in the place of a qualifier's value, asks for?
  [[nodiscard]] bool matches(const Term& value, const Term& constant);
  [[nodiscard]] bool qualifies(const Term& value, const Term& constant);
  // `quantity > 5`, `to in (a, b)`: is it true, as an expression, of one of the values?
  [[nodiscard]] bool passes(const std::vector<Cells>& values, const ast::Qualifier& test,
                            const Row& row);
  // Unbound last in both directions, then the total order.
  [[nodiscard]] std::strong_ordering order(const Term& a, const Term& b, bool descending = false);
  [[nodiscard]] std::strong_ordering order(const Cells& a, const Cells& b);
  [[nodiscard]] std::strong_ordering order(const Row& a, const Row& b,
                                           const std::vector<ast::Sort>& keys, bool descending);

 private:
  expr::Truth compare(ast::BinaryOp op, const Term& a, const Term& b, bool possibly);
  Term unary(const ast::Unary& unary, const Sight& sight, bool possibly);
  Term binary(const ast::Binary& binary, const Sight& sight, bool possibly);
  Term membership(const ast::In& in, const Sight& sight, bool possibly);
  Term is_a(const ast::IsA& test, const Sight& sight);
  Term call(const ast::FunctionCall& call, const Sight& sight);
  Term aggregate(expr::AggregateKind kind, const ast::FunctionCall& call, const Sight& sight);
  std::vector<Term> collected(const ast::FunctionCall& call, const std::vector<Row>& rows);

  const World& world_;
  const std::map<std::string, Term>& parameters_;
  Blocks blocks_;
  WorldValues values_;
};

// Does it hold an aggregate of its own (not one inside a block)?
[[nodiscard]] bool has_aggregate(const ast::Expr& expr);
[[nodiscard]] bool has_aggregate(const std::vector<ast::Column>& columns);

}  // namespace vouch::reference
