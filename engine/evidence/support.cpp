#include "engine/evidence/support.hpp"

#include <algorithm>
#include <set>
#include <type_traits>
#include <utility>

#include "engine/logical/overloaded.hpp"
#include "engine/logical/rewrite.hpp"
#include "engine/logical/schema.hpp"

namespace vouch::evidence {

namespace {

using logical::ApplyKind;
using logical::Node;
using logical::Overloaded;
using logical::schema_of;

using Variables = std::vector<VariableId>;

bool among(const Variables& list, VariableId variable) {
  return std::find(list.begin(), list.end(), variable) != list.end();
}

expr::Expression reference(VariableId variable) {
  return expr::Expression{expr::VariableRef{variable}};
}

// Does every row of the plan stand for one derivation? What only tests for absence does not matter.
bool keeps_rows_apart(const Node& node) {
  const auto* apply = std::get_if<logical::Apply>(&node.op);
  if (apply != nullptr && apply->kind == ApplyKind::anti) return keeps_rows_apart(*apply->outer);
  const bool merges =
      std::holds_alternative<logical::Distinct>(node.op) ||
      std::holds_alternative<logical::Aggregate>(node.op) ||
      std::holds_alternative<logical::Top>(node.op) ||
      std::holds_alternative<logical::Slice>(node.op) ||
      (apply != nullptr && apply->kind != ApplyKind::inner && apply->kind != ApplyKind::left);
  if (merges) return false;
  const std::vector<const Node*> inputs = logical::children(node);
  return std::all_of(inputs.begin(), inputs.end(),
                     [](const Node* input) { return keeps_rows_apart(*input); });
}

// The rows as they are, with all that the projections on the way to them leave out.
Node widened(const Node& node) {
  if (const auto* project = std::get_if<logical::Project>(&node.op)) {
    return widened(*project->input);
  }
  return std::visit(
      [&](auto op) {
        using Op = decltype(op);
        constexpr bool chained =
            std::is_same_v<Op, logical::Sort> || std::is_same_v<Op, logical::Filter> ||
            std::is_same_v<Op, logical::Extend> || std::is_same_v<Op, logical::Unnest> ||
            std::is_same_v<Op, logical::Top> || std::is_same_v<Op, logical::Slice>;
        if constexpr (chained) {
          Node input = widened(*op.input);
          if constexpr (requires { op.variable; }) {
            if (schema_of(input).has(op.variable)) return node;  // it is bound anew
          }
          op.input = std::move(input);
        }
        return Node{std::move(op)};
      },
      node.op);
}

// Ids of seeds are below this.
std::uint32_t seeds_in(const Node& node) {
  std::uint32_t most = 0;
  if (const auto* apply = std::get_if<logical::Apply>(&node.op)) most = apply->seed + 1;
  for (const Node* child : logical::children(node)) most = std::max(most, seeds_in(*child));
  return most;
}

class Builder {
 public:
  Builder(const logical::Plan& plan, Support& out)
      : out_(out), variables_(plan.variables), seeds_(seeds_in(plan.root)) {}

  // The plan below the root: down to what makes rows out of derivations nothing is needed but the
  // rows themselves.
  void build(const logical::Plan& plan) {
    out_.one_to_one = keeps_rows_apart(plan.root);
    out_.answer.root = widened(plan.root);
    out_.derivations.root = below_root(plan.root);
    out_.identity = merged_ != nullptr ? identity_ : schema_of(out_.answer.root).variables;
    out_.items = std::move(items_);
    out_.answer.variables = plan.variables;
    out_.answer.columns = plan.columns;
    for (const VariableId variable : out_.identity) {
      if (!among(out_.answer.columns, variable)) out_.answer.columns.push_back(variable);
    }
    out_.derivations.variables = std::move(variables_);
  }

 private:
  Node below_root(const Node& node);
  Node support(const Node& node);

  Node pattern(const Node& node, Leaf leaf);
  struct Said {  // so far
    std::size_t leaves = 0;
    std::size_t items = 0;
  };
  Node extend(const logical::Extend& extend, const Node& node, Node below, const Said& before);
  void rename_since(const Said& before, VariableId from, VariableId to);
  Node apply(const logical::Apply& apply, const Node& node);
  Node any_of(const logical::Union& all, const Node& node);
  Node group(const logical::Aggregate& aggregate, const Node& node);
  Node cut(const Node& node, const Node& input);

  VariableId marker(std::string name) {
    variables_.push_back({std::move(name), true});
    return VariableId{static_cast<std::uint32_t>(variables_.size() - 1)};
  }
  void item(Item::Kind kind, const Node& node, std::vector<Item> below = {},
            std::optional<VariableId> guard = {}) {
    items_.push_back({kind, &node, 0, guard, std::move(below)});
  }
  // What `make` says of itself, apart from what was said before.
  template <typename Make>
  std::pair<Node, std::vector<Item>> apart(const Make& make) {
    std::vector<Item> before = std::exchange(items_, {});
    Node made = make();
    std::vector<Item> said = std::exchange(items_, std::move(before));
    return {std::move(made), std::move(said)};
  }
  // The same below a marker that says whether it holds.
  template <typename Make>
  std::pair<Node, std::vector<Item>> guarded(VariableId guard, const Make& make) {
    const std::optional<VariableId> outer = std::exchange(guard_, guard);
    auto out = apart(make);
    guard_ = outer;
    out.first = Node{logical::Extend{std::move(out.first), guard,
                                     expr::Expression{expr::Constant{storage::Term(true)}}}};
    return out;
  }

  Support& out_;
  logical::VariableTable variables_;
  std::vector<Item> items_;
  std::optional<VariableId> guard_;
  std::uint32_t seeds_;
  const Node* merged_ = nullptr;  // the Distinct or Aggregate whose rows the answer's rows are
  Variables identity_;
};

Node Builder::below_root(const Node& node) {
  if (const auto* distinct = std::get_if<logical::Distinct>(&node.op)) {
    merged_ = &node;
    identity_ = schema_of(node).variables;
    return support(*distinct->input);
  }
  if (const auto* aggregate = std::get_if<logical::Aggregate>(&node.op)) {
    merged_ = &node;
    identity_ = aggregate->keys;
    out_.grouped = true;
    out_.member = schema_of(*aggregate->input).variables;
    auto [members, said] = apart([&] { return support(*aggregate->input); });
    item(Item::Kind::group, node, std::move(said));
    return std::move(members);
  }
  return std::visit(
      [&](const auto& op) {
        using Op = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<Op, logical::Project>) {
          return below_root(*op.input);
        } else if constexpr (std::is_same_v<Op, logical::Top> ||
                             std::is_same_v<Op, logical::Slice>) {
          Node input = below_root(*op.input);
          item(Item::Kind::kept, node);
          return input;
        } else if constexpr (std::is_same_v<Op, logical::Sort>) {
          Node input = below_root(*op.input);
          return out_.one_to_one ? Node{logical::Sort{std::move(input), op.keys}} : input;
        } else if constexpr (std::is_same_v<Op, logical::Filter>) {
          Node input = below_root(*op.input);
          item(Item::Kind::condition, node);
          return merged_ != nullptr ? input : Node{logical::Filter{std::move(input), op.condition}};
        } else if constexpr (std::is_same_v<Op, logical::Extend>) {
          const Said before{out_.leaves.size(), items_.size()};
          Node input = below_root(*op.input);
          if (merged_ == nullptr) return extend(op, node, std::move(input), before);
          item(Item::Kind::value, node);
          return input;
        } else if constexpr (std::is_same_v<Op, logical::Unnest>) {
          Node input = below_root(*op.input);
          item(Item::Kind::element, node);
          if (merged_ != nullptr) return input;
          return Node{logical::Unnest{std::move(input), op.variable, op.list}};
        } else {
          return support(node);
        }
      },
      node.op);
}

Node Builder::support(const Node& node) {
  return std::visit(
      Overloaded{
          [&](const logical::TripleScan& scan) { return pattern(node, {scan, guard_}); },
          [&](const logical::ClaimScan& scan) { return pattern(node, {scan, guard_}); },
          [&](const logical::PathScan& scan) { return pattern(node, {scan, guard_}); },
          [&](const logical::WordSearch&) {
            item(Item::Kind::found, node);
            return node;
          },
          [&](const logical::Values&) {
            item(Item::Kind::given, node);
            return node;
          },
          [&](const logical::Unit&) { return node; },
          [&](const logical::Empty&) { return node; },
          [&](const logical::Seed&) { return node; },
          [&](const logical::Join& join) {
            logical::Join out;
            for (const Node& input : join.inputs) out.inputs.push_back(support(input));
            return Node{std::move(out)};
          },
          [&](const logical::Apply& op) { return apply(op, node); },
          [&](const logical::Filter& op) {
            Node input = support(*op.input);
            item(Item::Kind::condition, node);
            return Node{logical::Filter{std::move(input), op.condition}};
          },
          [&](const logical::Extend& op) {
            const Said before{out_.leaves.size(), items_.size()};
            Node input = support(*op.input);
            return extend(op, node, std::move(input), before);
          },
          [&](const logical::Unnest& op) {
            Node input = support(*op.input);
            item(Item::Kind::element, node);
            return Node{logical::Unnest{std::move(input), op.variable, op.list}};
          },
          [&](const logical::Union& op) { return any_of(op, node); },
          [&](const logical::Distinct& op) { return support(*op.input); },
          [&](const logical::Project& op) { return support(*op.input); },
          [&](const logical::Sort& op) { return support(*op.input); },
          [&](const logical::Aggregate& op) { return group(op, node); },
          [&](const logical::Top& op) { return cut(node, *op.input); },
          [&](const logical::Slice& op) { return cut(node, *op.input); },
      },
      node.op);
}

Node Builder::pattern(const Node& node, Leaf leaf) {
  out_.leaves.push_back(std::move(leaf));
  items_.push_back({Item::Kind::pattern, &node, out_.leaves.size() - 1, {}, {}});
  return node;
}

void rename(logical::Slot& slot, VariableId from, VariableId to) {
  if (slot.is_variable() && slot.variable == from) slot.variable = to;
}

void rename(std::vector<Item>& items, std::size_t first, VariableId from, VariableId to) {
  for (std::size_t i = first; i < items.size(); ++i) {
    items[i].renamed.emplace(from, to);
    rename(items[i].items, 0, from, to);
  }
}

void Builder::rename_since(const Said& before, VariableId from, VariableId to) {
  for (std::size_t i = before.leaves; i < out_.leaves.size(); ++i) {
    std::visit(
        [&](auto& scan) {
          rename(scan.subject, from, to);
          rename(scan.object, from, to);
          if constexpr (requires { scan.relation; }) rename(scan.relation, from, to);
          if constexpr (requires { scan.claim; }) rename(scan.claim, from, to);
        },
        out_.leaves[i].pattern);
  }
  rename(items_, before.items, from, to);
}

// A name that a projection took away may be bound again above it; what it was below has another
// name from here on.
Node Builder::extend(const logical::Extend& extend, const Node& node, Node below,
                     const Said& before) {
  const Variables known = schema_of(below).variables;
  if (among(known, extend.variable)) {
    const VariableId aside = marker(variables_[extend.variable.value()].name);
    Variables kept;
    for (const VariableId variable : known) {
      if (variable != extend.variable) kept.push_back(variable);
    }
    kept.push_back(aside);
    rename_since(before, extend.variable, aside);
    below = Node{logical::Extend{std::move(below), aside, reference(extend.variable)}};
    below = Node{logical::Project{std::move(below), std::move(kept)}};
  }
  item(Item::Kind::value, node);
  return Node{logical::Extend{std::move(below), extend.variable, extend.value}};
}

Node Builder::apply(const logical::Apply& apply, const Node& node) {
  Node outer = support(*apply.outer);
  logical::Apply out = apply;
  switch (apply.kind) {
    case ApplyKind::anti:
      item(Item::Kind::absent, node);
      out.outer = std::move(outer);
      return Node{std::move(out)};
    case ApplyKind::inner: {
      out.outer = std::move(outer);
      out.inner = support(*apply.inner);
      return Node{std::move(out)};
    }
    case ApplyKind::semi: {
      auto [inner, said] = apart([&] { return support(*apply.inner); });
      item(Item::Kind::test, node, std::move(said));
      out.kind = ApplyKind::inner;
      out.outer = std::move(outer);
      out.inner = std::move(inner);
      return Node{std::move(out)};
    }
    case ApplyKind::left: {
      const VariableId guard = marker("held");
      auto [inner, said] = guarded(guard, [&] { return support(*apply.inner); });
      item(Item::Kind::optional, node, std::move(said), guard);
      out.outer = std::move(outer);
      out.inner = std::move(inner);
      return Node{std::move(out)};
    }
    case ApplyKind::mark:
    case ApplyKind::count: break;
  }
  // The result as it is, then what it was found from, if there was anything.
  const VariableId guard = marker("found");
  auto [inner, said] = guarded(guard, [&] { return support(*apply.inner); });
  item(Item::Kind::test, node, std::move(said), guard);
  out.outer = std::move(outer);
  return Node{logical::Apply{ApplyKind::left, apply.seed, apply.correlated, {},
                             Node{std::move(out)}, std::move(inner)}};
}

Node Builder::any_of(const logical::Union& all, const Node& node) {
  logical::Union out;
  for (const Node& input : all.inputs) {
    const VariableId guard = marker("branch");
    auto [branch, said] = guarded(guard, [&] { return support(input); });
    item(Item::Kind::branch, node, std::move(said), guard);
    out.inputs.push_back(std::move(branch));
  }
  return Node{std::move(out)};
}

// The group with each of its members, or alone where it has none.
Node Builder::group(const logical::Aggregate& aggregate, const Node& node) {
  const VariableId guard = marker("member");
  auto [members, said] = guarded(guard, [&] { return support(*aggregate.input); });
  item(Item::Kind::group, node, std::move(said), guard);
  return Node{logical::Apply{ApplyKind::left, seeds_++, aggregate.keys, {}, node,
                             std::move(members)}};
}

// The rows that were kept, each with its derivations.
Node Builder::cut(const Node& node, const Node& input) {
  const Variables columns = schema_of(node).variables;
  Node all = support(input);
  item(Item::Kind::kept, node);
  return Node{logical::Apply{ApplyKind::inner, seeds_++, columns, {},
                             Node{logical::Distinct{node}}, std::move(all)}};
}

}  // namespace

Support support_of(const logical::Plan& plan) {
  Support out;
  Builder(plan, out).build(plan);
  out.derivations.columns = variables_needed(out);
  return out;
}

std::vector<VariableId> variables_needed(const Support& support) {
  Variables out;
  const auto add = [&](VariableId variable) {
    if (!among(out, variable)) out.push_back(variable);
  };
  if (support.one_to_one) {
    for (const VariableId variable : support.answer.columns) add(variable);
  }
  for (const VariableId variable : support.identity) add(variable);
  for (const VariableId variable : support.member) add(variable);
  for (const Leaf& leaf : support.leaves) {
    if (leaf.guard) add(*leaf.guard);
    std::visit(
        [&](const auto& scan) {
          for (const VariableId variable : logical::variables_of(scan)) add(variable);
        },
        leaf.pattern);
  }
  return out;
}

namespace {

// Where a join with the rows does most: below all that only follows from its input.
Node& start_of(Node& node) {
  if (auto* op = std::get_if<logical::Filter>(&node.op)) return start_of(*op->input);
  if (auto* op = std::get_if<logical::Extend>(&node.op)) return start_of(*op->input);
  if (auto* op = std::get_if<logical::Unnest>(&node.op)) return start_of(*op->input);
  if (auto* op = std::get_if<logical::Project>(&node.op)) return start_of(*op->input);
  if (auto* op = std::get_if<logical::Sort>(&node.op)) return start_of(*op->input);
  if (auto* op = std::get_if<logical::Apply>(&node.op)) return start_of(*op->outer);
  return node;
}

}  // namespace

logical::Plan derivations_of(const Support& support, const std::vector<IdRow>& rows,
                             exec::Terms& terms) {
  logical::Plan plan = support.derivations;
  if (rows.empty() || rows.size() > kRowsHandedIn) return plan;
  Node& start = start_of(plan.root);
  const logical::Schema schema = schema_of(start);
  logical::Values values;
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < support.identity.size(); ++i) {
    const VariableId variable = support.identity[i];
    const bool bound = std::all_of(rows.begin(), rows.end(), [&](const IdRow& row) {
      return row[i].bound() && row[i].tag() != storage::IdTag::local;
    });
    if (!bound || !schema.has(variable) || schema.may_be_unbound(variable)) continue;
    values.variables.push_back(variable);
    columns.push_back(i);
  }
  if (columns.empty()) return plan;
  std::set<IdRow> seen;  // what is handed in twice would be found twice
  for (const IdRow& row : rows) {
    IdRow ids;
    for (const std::size_t i : columns) ids.push_back(row[i]);
    if (!seen.insert(ids).second) continue;
    std::vector<expr::Expression> cells;
    for (const storage::TermId id : ids) {
      cells.push_back(expr::Expression{expr::Constant{terms.decode(id)}});
    }
    values.rows.push_back(std::move(cells));
  }
  if (auto* join = std::get_if<logical::Join>(&start.op)) {
    join->inputs.insert(join->inputs.begin(), Node{std::move(values)});
  } else {
    logical::Join both;
    both.inputs.push_back(Node{std::move(values)});
    both.inputs.push_back(std::move(start));
    start = Node{std::move(both)};
  }
  return plan;
}

}  // namespace vouch::evidence
