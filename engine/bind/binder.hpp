// engine/bind/binder.hpp — names to meaning: syntax tree + store → logical plan.
//
// Shape     scopes are checked, names become ids, kinds and types are compared with the vocabulary, blocks
//           become correlated plans. Everything wrong is a Diagnostic; nothing is run.
// Errors    E02xx names (resolver.hpp), E03xx meaning: E0301 type mismatch, E0302 unbound variable,
//           E0303 assigned twice, E0304 mixing rows and aggregates, E0305 returned but not bound,
//           E0306 wrong number of arguments, E0307 unknown function, E0308 bad regular expression,
//           E0310 not supported yet; W0401 cross product, W0402 `not` shares no name, W0403 name that
//           a `maybe` may leave unbound.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/bind/resolver.hpp"
#include "engine/logical/plan.hpp"
#include "parser/ast_query.hpp"

namespace vouch::bind {

// The rows of a nested query that has heads of its own: it sees another graph, so it runs before the rest.
struct NestedRows {
  std::vector<std::string> columns;
  std::vector<std::vector<Term>> rows;
};
using RunNested = std::function<Result<NestedRows>(const ast::Nested& nested)>;

struct BindInput {
  const storage::Snapshot& snapshot;
  const Parameters& parameters;
  const std::map<std::string, std::string>& prefixes;
  RunNested run_nested{};  // none: such queries are refused
};

struct BoundQuery {
  logical::Plan plan;
  std::vector<std::string> columns;  // titles, parallel to plan.columns
  bool ordered = false;              // the query orders its rows
  std::optional<std::uint64_t> limit_without_order;
  Diagnostics notices;               // warnings and notes; never errors
  std::string text;                  // for `explain`: names resolved, one item a line
};

[[nodiscard]] Result<BoundQuery> bind_query(const ast::Query& query, const BindInput& input);
// A lone expression as a query of one row and one column.
[[nodiscard]] Result<BoundQuery> bind_expression(const ast::Expr& expression, const BindInput& input);

// Heads (heads.cpp). A test of `using` as a query whose one column are the claims that pass it; the query's
// snapshot says which claims there are. Not for `polarity`, `stance` and `identity`, which are more than tests.
[[nodiscard]] Result<BoundQuery> bind_claim_test(const ast::Qualifier& test, const BindInput& input);
// The date of `at` and `as of`.
[[nodiscard]] Result<storage::Date> bind_when(const ast::When& when, const BindInput& input);

// For an empty answer: the query cut after each of its patterns and clauses, in the order written, each a
// query of its own (counted with limit 1 by the caller until one is empty).
struct Prefix {
  Span place;           // of the pattern or clause that comes last
  std::string text;     // as written
  logical::Plan plan;   // everything up to and with it
  logical::Plan alone;  // the pattern by itself; empty root for clauses
  bool has_alone = false;
  // The pattern with its constant object (or subject) freed, for "what comes nearest": one column.
  std::optional<logical::Plan> freed;
};
[[nodiscard]] std::vector<Prefix> prefixes_of(const ast::Query& query, const BindInput& input);

}  // namespace vouch::bind
