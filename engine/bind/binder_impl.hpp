// engine/bind/binder_impl.hpp — the binder's working parts; private to engine/bind.
//
// Shape     one Binder per query: patterns.cpp, qualifiers.cpp, paths.cpp, clauses.cpp, grouping.cpp and
//           expressions.cpp each bind what their name says.
// Errors    problems_ collects errors and notices; a failed part leaves the plan usable so that binding
//           goes on and finds the next mistake.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/bind/binder.hpp"
#include "engine/bind/scope.hpp"

namespace vouch::bind {

class Binder {
 public:
  explicit Binder(const BindInput& input);

  std::optional<BoundQuery> query(const ast::Query& query);
  std::optional<BoundQuery> lone_expression(const ast::Expr& expression);
  std::optional<BoundQuery> claim_test(const ast::Qualifier& test);
  [[nodiscard]] Diagnostics& problems() { return problems_; }

 private:
  // -- variables (scope.cpp)
  VariableId new_variable(std::string name, bool hidden);
  VariableId hidden(std::string about);
  // The variable of a name in a pattern: the visible one, or a new one made visible.
  VariableId declare(Frame& frame, const ast::Variable& variable);
  void make_visible(Frame& frame, const std::string& name, VariableId id, bool nullable, Span place);
  std::optional<VariableId> use(const Frame& frame, const ast::Variable& variable);

  // -- blocks and clauses (clauses.cpp)
  void block(Frame& frame, const std::vector<ast::Clause>& clauses);
  void clause(Frame& frame, const ast::Clause& clause);
  void match(Frame& frame, const ast::Match& match);
  void maybe(Frame& frame, const ast::Block& block);
  void not_block(Frame& frame, const ast::Block& block, Span place);
  void either(Frame& frame, const ast::Either& either);
  void where(Frame& frame, const ast::Where& where);
  void let(Frame& frame, const ast::Let& let);
  void for_each(Frame& frame, const ast::For& loop, Span place);
  void search(Frame& frame, const ast::Search& search, Span place);
  void nested(Frame& frame, const ast::Nested& nested);
  // One with heads of its own, run before the rest.
  Frame nested_with_heads(const ast::Nested& nested, Span place);
  enum class BlockGives : std::uint8_t { rows, test };
  // A frame that starts from the rows of `outer`; names of the outer that occur in the block are correlated.
  Frame inner_frame(Frame& outer, std::uint32_t seed, const std::set<std::string>& mentioned,
                    BlockGives gives);
  void hand_unsure(Frame& outer, Frame& inner, BlockGives gives);
  // Unsure names that `kept` lost are again what the row has.
  void restore(Frame& frame, const std::vector<VariableId>& kept);
  // Binds a block inside a frame made by inner_frame, its return included.
  void inner_block(Frame& inner, const ast::Block& block);
  Node apply(logical::ApplyKind kind, std::uint32_t seed, const Frame& inner, Node outer, Node plan,
             std::optional<VariableId> result);
  Node projected(const Frame& inner) const;  // correlated variables and the block's own names

  // -- grouping and columns (grouping.cpp)
  void group(Frame& frame, const ast::Group& group);
  void top(Frame& frame, const ast::Top& top);
  void order(Frame& frame, const ast::Order& order);
  void slice(Frame& frame, const ast::Count* limit, const ast::Count* offset);
  void with(Frame& frame, const ast::With& with);
  // Columns of return / with: the frame's plan is projected to them. Titles in order.
  std::vector<std::pair<std::string, VariableId>> columns(Frame& frame,
                                                          const std::vector<ast::Column>& columns,
                                                          bool distinct, bool narrow,
                                                          const std::vector<ast::Clause>* tail);
  void return_tail(Frame& frame, const std::vector<ast::Clause>& tail,
                   const std::vector<std::pair<std::string, VariableId>>& returned);
  std::vector<logical::SortKey> sort_keys(Frame& frame, const std::vector<ast::Sort>& keys,
                                          bool descending);
  std::optional<std::uint64_t> count_of(const ast::Count& count);
  // An expression with aggregates: each becomes a hidden variable of `aggregations`.
  std::optional<Expression> aggregated(Frame& frame, const ast::Expr& expression,
                                       std::vector<logical::Aggregation>& aggregations);
  std::optional<logical::Aggregation> aggregation(Frame& frame, const ast::FunctionCall& call);
  void finish_aggregate(Frame& frame, const std::vector<VariableId>& keys,
                        std::vector<logical::Aggregation> aggregations);

  // -- patterns (patterns.cpp, qualifiers.cpp, paths.cpp)
  struct Relation {  // what stands between subject and object
    std::vector<logical::Step> steps;             // fixed relations
    logical::Slot slot;                           // variable or anything, when steps are empty
    std::optional<logical::PathExpr> path;        // a proper path
    bool to_kind = false;                         // ends with is_a: objects are kinds
    const storage::RelationInfo* info = nullptr;  // of a single plain relation
  };
  void pattern(Frame& frame, const ast::Pattern& pattern);
  void bind_pattern(Frame& frame, const ast::Pattern& pattern);
  void plain_pattern(Frame& frame, const ast::Pattern& pattern, const Relation& relation);
  void claim_pattern(Frame& frame, const ast::Pattern& pattern, const Relation& relation,
                     const std::map<std::string, VisibleName>& before);
  std::optional<Relation> relation(Frame& frame, const ast::Link& link);
  std::optional<logical::PathExpr> path(const ast::Path& path);
  std::optional<logical::PathExpr> path_step(const ast::Name& name);
  logical::Slot subject_slot(Frame& frame, const ast::Term& term);
  struct Object {
    logical::Slot slot;
    std::vector<TermId> choices;
    std::optional<Expression> test;  // on `slot`'s hidden variable
  };
  std::optional<Object> object(Frame& frame, const ast::Link& link, const Relation& relation);
  void kind_test(Frame& frame, const ast::Variable& variable, VariableId id);
  [[nodiscard]] bool tests_row(const Frame& frame, const ast::Link& link);
  std::vector<VariableId> claim_parts(Frame& frame, const ast::Pattern& pattern,
                                      const Relation& relation);
  // What naming `polarity` or `alternative` lifts.
  void view_of(const ast::Qualifier& qualifier, bool named, logical::ClaimScan& scan);
  void qualifier(Frame& frame, VariableId claim, const ast::Qualifier& qualifier,
                 std::vector<VariableId>& named);
  void qualifier_values(Frame& frame, VariableId claim, TermId relation,
                        const ast::QualifierValues& values, Span place,
                        std::vector<VariableId>& named);
  std::optional<logical::TripleScan> qualifier_scan(VariableId claim, TermId relation,
                                                    const std::vector<Expression>& constants);
  void qualifier_chain(Frame& frame, VariableId claim, const ast::QualifierValues& values, Span place);
  // Joins `claim relation ?hidden` and returns the hidden variable.
  VariableId qualifier_value(Frame& frame, VariableId claim, TermId relation, Span place);
  std::optional<Expression> qualifier_constant(Frame& frame, TermId relation, const ast::Term& term);
  std::optional<Expression> qualifier_expression(Frame& frame, TermId relation, const ast::Expr& expr);
  void check_constant(const ast::Term& term, const std::vector<TermId>& kinds,
                      const storage::RelationInfo& info, bool subject, std::optional<TermId> id);
  void note_classes(const Relation& relation, const logical::Slot& subject, const logical::Slot& object);
  void check_connected(const Frame& frame, const std::vector<ast::Pattern>& patterns);

  // -- expressions (expressions.cpp)
  std::optional<Expression> expression(Frame& frame, const ast::Expr& expr);
  std::optional<Expression> term(Frame& frame, const ast::Term& term);
  std::optional<Expression> name(const ast::Name& name);
  std::optional<Expression> binary(Frame& frame, const ast::Binary& binary, Span place);
  std::optional<Expression> membership(Frame& frame, const ast::In& in);
  std::optional<Expression> is_a(Frame& frame, const ast::IsA& test);
  std::optional<Expression> call(Frame& frame, const ast::FunctionCall& call, Span place);
  std::optional<Expression> special_call(Frame& frame, const ast::FunctionCall& call, bool& handled);
  std::optional<Expression> matches(std::optional<Expression> operand, const ast::Expr& right,
                                    bool negated);
  std::optional<Expression> exists(Frame& frame, const ast::Block& block, bool count);
  void check_comparable(const Expression& a, const Expression& b, Span place);
  [[nodiscard]] ValueClass class_of(const Expression& expression) const;
  std::vector<Expression> expressions(Frame& frame, const std::vector<ast::Expr>& list);

  void error(Span place, std::string code, std::string message);
  void unsupported(Span place, const std::string& what);
  void warn(Span place, std::string code, std::string message);
  std::optional<BoundQuery> finished(Frame& frame,
                                     const std::vector<std::pair<std::string, VariableId>>& columns);

  const BindInput& input_;
  Diagnostics problems_;
  Resolver resolver_;
  logical::VariableTable variables_;
  std::map<VariableId, ValueClass> classes_;
  std::uint32_t seeds_ = 0;
  std::string text_;  // for explain
};

// Every variable name that occurs in a block, nested blocks included (of an independent `{ }` only what
// it returns).
[[nodiscard]] std::set<std::string> names_in(const ast::Block& block);
[[nodiscard]] bool has_aggregate(const ast::Expr& expression);

}  // namespace vouch::bind
