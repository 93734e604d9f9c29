// engine/logical/plan.hpp — what to compute: relational algebra over triples and claims.
//
// Shape     a closed variant; every node yields rows of variables (schema.hpp). Knows no word of VQL:
//           other front ends (SPARQL) build it, other back ends (a remote engine) may take it.
// Order     rows have none, except below Sort and Top.
// Lifetime  immutable values with ==; passes return new plans.
// Source    docs/language.md; correlated blocks by Apply with a Seed: "sideways information passing".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/box.hpp"
#include "base/span.hpp"
#include "engine/expr/expression.hpp"
#include "storage/term_id.hpp"

namespace vouch::logical {

using expr::Expression;
using expr::VariableId;
using storage::TermId;

// The variables of one query. Hidden ones were made by the front end and are never returned.
struct VariableInfo {
  std::string name;
  bool hidden = false;
};
using VariableTable = std::vector<VariableInfo>;

struct Node;

// A place in a pattern: a constant, a variable, or anything (which never multiplies rows).
struct Slot {
  enum class Kind : std::uint8_t { anything, constant, variable };
  Kind kind = Kind::anything;
  TermId constant;      // unbound never; a constant unknown to the store is TermId(IdTag::local, …)
  VariableId variable;
  [[nodiscard]] static Slot any() { return {}; }
  [[nodiscard]] static Slot of(TermId id) { return {Kind::constant, id, {}}; }
  [[nodiscard]] static Slot of(VariableId v) { return {Kind::variable, {}, v}; }
  [[nodiscard]] bool is_constant() const { return kind == Kind::constant; }
  [[nodiscard]] bool is_variable() const { return kind == Kind::variable; }
  friend bool operator==(const Slot&, const Slot&) = default;
};

struct Step {  // one hop along a stored relation
  TermId relation;
  bool inverse = false;
  friend bool operator==(const Step&, const Step&) = default;
};

struct Unit {  // one row without columns
  friend bool operator==(const Unit&, const Unit&) = default;
};
struct Empty {  // no rows, with these columns
  std::vector<VariableId> variables;
  friend bool operator==(const Empty&, const Empty&) = default;
};
struct Values {
  std::vector<VariableId> variables;
  std::vector<std::vector<Expression>> rows;  // constant expressions (may be computed, may be unbound)
  friend bool operator==(const Values&, const Values&) = default;
};
// The rows an enclosing Apply hands in, distinct.
struct Seed {
  std::uint32_t id = 0;
  std::vector<VariableId> variables;
  friend bool operator==(const Seed&, const Seed&) = default;
};
// Distinct rows of the named variables for which a triple of the default graph matches.
// A variable that stands twice must be the same term in both places.
struct TripleScan {
  Slot subject;
  std::vector<Step> steps;  // any one of these; empty: see `relation`
  Slot relation;            // variable or anything; then only claimed triples count (no book-keeping)
  Slot object;
  std::vector<TermId> object_choices;  // when not empty the object is one of these (object is `anything`)
  Span place;
  friend bool operator==(const TripleScan&, const TripleScan&) = default;
};
// Claims, one row each: unretracted; affirmed and without alternative unless asked otherwise.
struct ClaimScan {
  Slot claim;  // variable or constant
  Slot subject;
  std::vector<Step> steps;  // as above; inverse steps swap subject and object
  Slot relation;
  Slot object;
  std::vector<TermId> object_choices;
  enum class Polarity : std::uint8_t { affirmed, denied, any };
  Polarity polarity = Polarity::affirmed;
  bool alternatives = false;  // also claims that are one branch of an "A or B"
  Span place;
  friend bool operator==(const ClaimScan&, const ClaimScan&) = default;
};

// Paths: sets of pairs of end points.
struct PathExpr;
struct PathAny {  // `_`: any claimed relation
  friend bool operator==(const PathAny&, const PathAny&) = default;
};
struct PathSequence {
  std::vector<PathExpr> parts;
  friend bool operator==(const PathSequence&, const PathSequence&);
};
struct PathChoice {
  std::vector<PathExpr> parts;
  friend bool operator==(const PathChoice&, const PathChoice&);
};
struct PathInverse {
  Box<PathExpr> path;
  friend bool operator==(const PathInverse&, const PathInverse&);
};
struct PathRepeat {
  Box<PathExpr> path;
  std::uint32_t least = 0;
  std::optional<std::uint32_t> most;
  friend bool operator==(const PathRepeat&, const PathRepeat&);
};
struct PathExcept {  // one hop along any claimed relation but these (forward), and/or back along any but those
  bool forward = false;
  bool backward = false;
  std::vector<TermId> not_forward;
  std::vector<TermId> not_backward;
  friend bool operator==(const PathExcept&, const PathExcept&) = default;
};
struct PathExpr {
  std::variant<Step, PathAny, PathSequence, PathChoice, PathInverse, PathRepeat, PathExcept> node;
  friend bool operator==(const PathExpr&, const PathExpr&) = default;
};
struct PathScan {
  Slot subject;
  PathExpr path;
  Slot object;
  std::vector<TermId> object_choices;
  Span place;
  friend bool operator==(const PathScan&, const PathScan&) = default;
};
// Entities whose words match all words of the text, with a score; the text is a constant expression or
// uses variables of the input.
struct WordSearch {
  Expression text;
  VariableId entity;
  std::optional<VariableId> score;
  friend bool operator==(const WordSearch&, const WordSearch&) = default;
};

struct Join {  // natural inner join of all inputs; unbound shared variables are compatible with anything
  std::vector<Node> inputs;
  friend bool operator==(const Join&, const Join&);
};
enum class ApplyKind : std::uint8_t {
  inner,  // each outer row with each inner row
  left,   // the same, or the outer row alone
  anti,   // outer rows without an inner row
  semi,   // outer rows with one
  mark,   // every outer row, `result` = is there an inner row
  count   // every outer row, `result` = number of inner rows
};
// For each outer row: the inner plan, in which a Seed leaf of this id stands for the outer row's values of
// `correlated`. Inner rows carry the correlated variables along.
struct Apply {
  ApplyKind kind = ApplyKind::inner;
  std::uint32_t seed = 0;
  std::vector<VariableId> correlated;
  std::optional<VariableId> result;
  Box<Node> outer;
  Box<Node> inner;
  friend bool operator==(const Apply&, const Apply&);
};
struct Filter {
  Box<Node> input;
  Expression condition;  // rows for which it is true
  friend bool operator==(const Filter&, const Filter&);
};
struct Extend {
  Box<Node> input;
  VariableId variable;
  Expression value;
  friend bool operator==(const Extend&, const Extend&);
};
struct Unnest {  // a row for each element of the list (a single value: one row; unbound: none)
  Box<Node> input;
  VariableId variable;
  Expression list;
  friend bool operator==(const Unnest&, const Unnest&);
};
struct Union {  // all rows of all inputs; columns missing in one are unbound there
  std::vector<Node> inputs;
  friend bool operator==(const Union&, const Union&);
};
struct Distinct {
  Box<Node> input;
  friend bool operator==(const Distinct&, const Distinct&);
};
struct Project {
  Box<Node> input;
  std::vector<VariableId> variables;
  friend bool operator==(const Project&, const Project&);
};
struct SortKey {
  Expression key;
  bool descending = false;
  friend bool operator==(const SortKey&, const SortKey&) = default;
};
struct Aggregation {
  VariableId result;
  expr::AggregateKind kind = expr::AggregateKind::count;
  bool rows = false;      // count(*), count()
  bool distinct = false;
  std::optional<Expression> argument;
  std::vector<SortKey> order;
  std::optional<std::uint64_t> limit;
  friend bool operator==(const Aggregation&, const Aggregation&) = default;
};
struct Aggregate {
  Box<Node> input;
  std::vector<VariableId> keys;  // bound by the input (computed keys were extended before)
  // Without keys there is always one row. With `per_seed` the keys after the first `user_keys` are the
  // correlated variables of a block, and "one row" means one per seed row: the front end adds a left Apply.
  std::vector<Aggregation> aggregations;
  // Each row counts as often as the product of these counts says, not at all where one is 0.
  // Only plain counts and aggregates that ignore repeats can stand over weights.
  std::vector<VariableId> weights{};
  friend bool operator==(const Aggregate&, const Aggregate&);
};
struct Sort {
  Box<Node> input;
  std::vector<SortKey> keys;  // ties: by the columns of the input's schema, left to right
  friend bool operator==(const Sort&, const Sort&);
};
// The first `count` rows by keys, within each group of equal `per`; rows whose first key is unbound are left out.
struct Top {
  Box<Node> input;
  std::uint64_t count = 0;
  std::vector<SortKey> keys;
  std::vector<Expression> per;
  friend bool operator==(const Top&, const Top&);
};
struct Slice {
  Box<Node> input;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> limit;
  std::vector<VariableId> per;  // of a correlated block: counted within each group of equal values
  friend bool operator==(const Slice&, const Slice&);
};

struct Node {
  std::variant<Unit, Empty, Values, Seed, TripleScan, ClaimScan, PathScan, WordSearch, Join, Apply, Filter,
               Extend, Unnest, Union, Distinct, Project, Aggregate, Sort, Top, Slice>
      op;
  friend bool operator==(const Node&, const Node&) = default;
};

struct Plan {
  Node root;
  VariableTable variables;
  std::vector<VariableId> columns;  // returned, in order
};

// Comparisons that need Node complete.
inline bool operator==(const PathSequence& a, const PathSequence& b) { return a.parts == b.parts; }
inline bool operator==(const PathChoice& a, const PathChoice& b) { return a.parts == b.parts; }
inline bool operator==(const PathInverse& a, const PathInverse& b) { return a.path == b.path; }
inline bool operator==(const PathRepeat& a, const PathRepeat& b) {
  return a.path == b.path && a.least == b.least && a.most == b.most;
}
inline bool operator==(const Join& a, const Join& b) { return a.inputs == b.inputs; }
inline bool operator==(const Apply& a, const Apply& b) {
  return a.kind == b.kind && a.seed == b.seed && a.correlated == b.correlated &&
         a.result == b.result && a.outer == b.outer && a.inner == b.inner;
}
inline bool operator==(const Filter& a, const Filter& b) {
  return a.input == b.input && a.condition == b.condition;
}
inline bool operator==(const Extend& a, const Extend& b) {
  return a.input == b.input && a.variable == b.variable && a.value == b.value;
}
inline bool operator==(const Unnest& a, const Unnest& b) {
  return a.input == b.input && a.variable == b.variable && a.list == b.list;
}
inline bool operator==(const Union& a, const Union& b) { return a.inputs == b.inputs; }
inline bool operator==(const Distinct& a, const Distinct& b) { return a.input == b.input; }
inline bool operator==(const Project& a, const Project& b) {
  return a.input == b.input && a.variables == b.variables;
}
inline bool operator==(const Aggregate& a, const Aggregate& b) {
  return a.input == b.input && a.keys == b.keys && a.aggregations == b.aggregations &&
         a.weights == b.weights;
}
inline bool operator==(const Sort& a, const Sort& b) { return a.input == b.input && a.keys == b.keys; }
inline bool operator==(const Top& a, const Top& b) {
  return a.input == b.input && a.count == b.count && a.keys == b.keys && a.per == b.per;
}
inline bool operator==(const Slice& a, const Slice& b) {
  return a.input == b.input && a.offset == b.offset && a.limit == b.limit && a.per == b.per;
}

}  // namespace vouch::logical
