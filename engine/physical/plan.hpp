// engine/physical/plan.hpp — how to compute it: algorithms, index orders, delivered orders, estimates.
//
// Shape     still data: exec/build.cpp makes operators of it, print.cpp shows it (explain).
// Units     rows: estimated number of rows; cost: abstract units of about one row touched (cost.hpp).
// Lifetime  immutable values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/box.hpp"
#include "engine/logical/plan.hpp"
#include "storage/store.hpp"

namespace vouch::physical {

using expr::Expression;
using expr::VariableId;
using logical::PathExpr;
using logical::Slot;
using storage::TermId;

struct Node;

// One index range: constants and (in a LookupJoin) variables bound by the left side make the prefix.
struct TripleAccess {
  logical::TripleScan scan;      // exactly one step or none
  storage::Order order = storage::Order::spo;
  std::uint8_t prefix = 0;       // how many leading places of the order are bound
  bool distinct = false;         // places that are `anything` can repeat a row: skip repeats
  // Values of the place after the prefix may be limited to a range of ids (pushed filters).
  std::optional<TermId> low;
  std::optional<TermId> high;
};
struct ClaimAccess {
  logical::ClaimScan scan;       // exactly one step or none
  storage::ClaimOrder order = storage::ClaimOrder::spoc;
  std::uint8_t prefix = 0;
};

struct Unit {};
struct Empty { std::vector<VariableId> variables; };
struct Values { logical::Values values; };
struct Seed { std::uint32_t id = 0; std::vector<VariableId> variables; };
struct TripleScan {
  TripleAccess access;
  bool in_parts = false;  // below a Gather: only the part of the first free place's values in turn
};
struct ClaimScan { ClaimAccess access; };
struct PathScan { logical::PathScan scan; };           // from whichever ends are constant
struct WordSearch { logical::WordSearch search; };
// For each row of the left side (in batches, sorted by key where it pays) a range of the index.
// A left value that is unbound counts as free and is filled in.
struct LookupJoin { Box<Node> left; std::variant<TripleAccess, ClaimAccess> right; };
struct PathJoin { Box<Node> left; logical::PathScan path; };   // ends bound by the left side or free
struct SearchJoin { Box<Node> left; logical::WordSearch search; };
struct MergeJoin { Box<Node> left; Box<Node> right; VariableId key; };  // both sides sorted by key
struct HashJoin { Box<Node> left; Box<Node> right; std::vector<VariableId> keys; };  // builds the right side
// All patterns at once, variable by variable: the values that every pattern admits. Patterns have
// one step, and two different variables or a variable and a constant.
struct MultiwayJoin { std::vector<logical::TripleScan> parts; std::vector<VariableId> order; };
struct NestedLoop { Box<Node> left; Box<Node> right; };  // compatible rows; also the cross product
struct Apply {
  logical::ApplyKind kind = logical::ApplyKind::inner;
  std::uint32_t seed = 0;
  std::vector<VariableId> correlated;
  std::optional<VariableId> result;
  Box<Node> outer;
  Box<Node> inner;
};
// The same where the inner side needs no rows handed in: its rows are matched with the outer ones by
// equality of the keys, which both sides have bound. Keeps the outer order.
enum class BlockWay : std::uint8_t {
  merge,        // both sides sorted by the only key
  build_inner,  // a table of the inner side; the outer one goes by
  build_outer   // a table of the outer side; the inner one goes by
};
struct BlockJoin {
  logical::ApplyKind kind = logical::ApplyKind::inner;
  BlockWay way = BlockWay::merge;
  std::vector<VariableId> keys;
  std::optional<VariableId> result;
  Box<Node> outer;
  Box<Node> inner;
};
struct Filter { Box<Node> input; Expression condition; };
struct Extend {
  Box<Node> input;
  VariableId variable;
  Expression value;
  bool shown = false;  // no operator compares the value (shown.hpp)
};
struct Unnest { Box<Node> input; VariableId variable; Expression list; };
struct Union { std::vector<Node> inputs; bool distinct = false; };
struct Distinct { Box<Node> input; };
struct Project { Box<Node> input; std::vector<VariableId> variables; };
struct Aggregate {
  Box<Node> input;
  std::vector<VariableId> keys;
  std::vector<logical::Aggregation> aggregations;
  std::vector<VariableId> weights;  // see logical::Aggregate
  bool in_runs = false;  // plain counts over rows sorted by the keys (or without keys): no table
  bool shown = false;    // no operator above compares the results (shown.hpp)
};
// How many pairs of ends a path of one step without end has; by one of the ends, or all.
struct PathCount { logical::PathScan scan; std::optional<VariableId> key; VariableId result; };
// The number of keys in one index range; every free place of it is another variable.
struct RangeCount { TripleAccess access; VariableId result; };
// The rows of the input, by several workers; each takes parts of the values of `split`, the first
// free place of the scan that drives it.
struct Gather {
  Box<Node> input;
  VariableId split;
  TripleAccess driver;
};
struct Sort { Box<Node> input; std::vector<logical::SortKey> keys; };
struct Top {
  Box<Node> input;
  std::uint64_t count = 0;
  std::vector<logical::SortKey> keys;
  std::vector<Expression> per;
};
struct Slice {
  Box<Node> input;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> limit;
  std::vector<VariableId> per;
};

struct Node {
  std::variant<Unit, Empty, Values, Seed, TripleScan, ClaimScan, PathScan, WordSearch, LookupJoin, PathJoin,
               SearchJoin, MergeJoin, HashJoin, NestedLoop, Apply, BlockJoin, Filter, Extend, Unnest, Union, Distinct,
               Project, Aggregate, RangeCount, PathCount, MultiwayJoin, Gather, Sort, Top, Slice>
      op;
  std::vector<VariableId> columns;     // what the node yields, in this order
  std::vector<VariableId> sorted_by;   // delivered order by id, ascending; may be empty
  double rows = 0;
  double cost = 0;
  std::uint32_t id = 0;                // preorder number; operators report their statistics under it
};

struct Plan {
  Node root;
  logical::VariableTable variables;
  std::vector<VariableId> columns;     // returned, in order
  std::uint32_t nodes = 0;             // ids are 0..nodes-1
};

}  // namespace vouch::physical
