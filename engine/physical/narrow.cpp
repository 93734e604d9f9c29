#include "engine/physical/narrow.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/logical/schema.hpp"
#include "engine/physical/planned.hpp"

namespace vouch::physical {

namespace {

using Columns = std::vector<VariableId>;

bool contains(const Columns& columns, VariableId variable) {
  return std::find(columns.begin(), columns.end(), variable) != columns.end();
}

Columns common(const Columns& a, const Columns& b) {
  Columns out;
  std::copy_if(a.begin(), a.end(), std::back_inserter(out),
               [&](VariableId variable) { return contains(b, variable); });
  return out;
}

Columns with(Columns columns, const Columns& more) {
  return all_columns(columns, more);
}

Columns with(Columns columns, const std::vector<logical::SortKey>& keys) {
  for (const logical::SortKey& key : keys) {
    columns = with(std::move(columns), expr::variables_of(key.key));
  }
  return columns;
}

// A node that may give any of the columns it has.
void keep(Node& node, const Columns& read) {
  Columns kept = common(node.columns, read);
  if (kept.empty() && !node.columns.empty()) {
    kept.push_back(node.columns.front());
  }
  node.columns = std::move(kept);
}

// A node that gives what its input gives, and perhaps a column of its own.
void follow(Node& node, const Node& input) {
  std::erase_if(node.columns,
                [&](VariableId variable) { return !contains(input.columns, variable); });
}

void narrow_sides(Node& node, Node& left, Node& right, const Columns& read) {
  const Columns both = with(read, common(left.columns, right.columns));
  narrow(left, both);
  narrow(right, both);
  keep(node, read);
}

struct Narrower {
  Node& node;
  const Columns& read;

  void operator()(Unit&) const {}
  void operator()(Empty&) const {}
  void operator()(Values&) const {}
  void operator()(Seed&) const {}
  void operator()(PathScan&) const {}
  void operator()(WordSearch&) const {}
  void operator()(RangeCount&) const {}
  void operator()(PathCount&) const {}
  void operator()(MultiwayJoin&) const { keep(node, read); }
  void operator()(Gather&) const {}  // made afterwards
  void operator()(TripleScan&) const { keep(node, read); }
  void operator()(ClaimScan&) const { keep(node, read); }
  void operator()(LookupJoin& op) const {
    const Columns keys =
        std::visit([](const auto& access) { return logical::variables_of(access.scan); }, op.right);
    narrow(*op.left, with(read, keys));
    keep(node, read);
  }
  void operator()(PathJoin& op) const {
    narrow(*op.left, with(read, logical::variables_of(op.path)));
    keep(node, read);
  }
  void operator()(SearchJoin& op) const {
    const Columns found = with(read, logical::variables_of(op.search));
    narrow(*op.left, with(found, expr::variables_of(op.search.text)));
    keep(node, read);
  }
  void operator()(MergeJoin& op) const { narrow_sides(node, *op.left, *op.right, read); }
  void operator()(HashJoin& op) const { narrow_sides(node, *op.left, *op.right, read); }
  void operator()(NestedLoop& op) const { narrow_sides(node, *op.left, *op.right, read); }
  void operator()(Apply& op) const {
    const Columns both =
        with(with(read, op.correlated), common(op.outer->columns, op.inner->columns));
    narrow(*op.outer, both);
    narrow(*op.inner, both);
    keep(node, read);
  }
  void operator()(BlockJoin& op) const {
    const bool pairs =
        op.kind == logical::ApplyKind::inner || op.kind == logical::ApplyKind::left;
    narrow(*op.outer, with(read, op.keys));
    narrow(*op.inner, pairs ? with(read, op.keys) : op.keys);
    keep(node, read);
  }
  void operator()(Filter& op) const {
    narrow(*op.input, with(read, expr::variables_of(op.condition)));
    keep(node, read);
  }
  void operator()(Extend& op) const {
    narrow(*op.input, with(read, expr::variables_of(op.value)));
    node.columns = with(op.input->columns, Columns{op.variable});
  }
  void operator()(Unnest& op) const {
    narrow(*op.input, with(read, expr::variables_of(op.list)));
    node.columns = with(op.input->columns, Columns{op.variable});
  }
  void operator()(Union& op) const {
    const Columns here = op.distinct ? node.columns : read;
    for (Node& input : op.inputs) {
      narrow(input, here);
    }
    keep(node, here);
  }
  void operator()(Distinct& op) const { narrow(*op.input, node.columns); }
  void operator()(Project& op) const { narrow(*op.input, op.variables); }
  void operator()(Aggregate& op) const {
    Columns below = with(op.keys, op.weights);
    for (const logical::Aggregation& aggregation : op.aggregations) {
      below = with(std::move(below), aggregation.order);
      if (aggregation.argument) {
        below = with(std::move(below), expr::variables_of(*aggregation.argument));
      }
    }
    narrow(*op.input, below);
  }
  void operator()(Sort& op) const { narrow(*op.input, node.columns); }  // ties: by every column
  void operator()(Top& op) const { narrow(*op.input, node.columns); }
  void operator()(Slice& op) const {
    narrow(*op.input, with(read, op.per));
    follow(node, *op.input);
  }
};

}  // namespace

void narrow(Node& node, const std::vector<VariableId>& read) {
  std::visit(Narrower{node, read}, node.op);
  node.sorted_by = order_within(node.sorted_by, node.columns);
}

}  // namespace vouch::physical
