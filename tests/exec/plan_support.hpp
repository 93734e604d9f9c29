// tests/exec/plan_support.hpp — physical plans by hand over a small store, run in batches.
//
// Shape     Facts holds a store; values(), scan() … make plan nodes; rows() runs a plan with
//           batches of 1, 3 and 1024 rows, expects the same answer each time and returns it.
// Lifetime  plans borrow nothing; Facts must outlive its snapshot.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "engine/exec/run.hpp"
#include "engine/physical/plan.hpp"
#include "storage/names.hpp"
#include "storage/store.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::test {

using expr::Expression;
using expr::VariableId;
using logical::Slot;
using physical::Node;
using storage::Term;
using storage::TermId;

using Row = std::vector<TermId>;
using Rows = std::vector<Row>;
using Variables = std::vector<VariableId>;

[[nodiscard]] inline VariableId var(std::uint32_t number) {
  return VariableId(number);
}
[[nodiscard]] inline TermId integer(std::int64_t value) {
  return {storage::IdTag::integer, static_cast<std::uint64_t>(value + (std::int64_t{1} << 59U))};
}
inline constexpr TermId kNothing = storage::kUnbound;

// ── a store ──────────────────────────────────────────────────────────────────────────────────────

class Facts {
 public:
  Facts() : update_(store_.store().update()) {}

  [[nodiscard]] TermId entity(std::string_view name) {
    return update_->intern(Term(
        storage::Iri{storage::iri_of(storage::kDefaultBase, storage::NameSpace::entity, name)}));
  }
  [[nodiscard]] TermId relation(std::string_view name) {
    const TermId id = update_->intern(Term(
        storage::Iri{storage::iri_of(storage::kDefaultBase, storage::NameSpace::relation, name)}));
    if (std::find(relations_.begin(), relations_.end(), id) == relations_.end()) {
      storage::RelationInfo info;
      info.id = id;
      info.name = name;
      update_->put(info);
      relations_.push_back(id);
    }
    return id;
  }
  [[nodiscard]] TermId term(const Term& term) { return update_->intern(term); }
  TermId claim(TermId s, TermId r, TermId o) { return claim({"", {s, r, o}}); }
  TermId claim(const storage::NewClaim& claim) {
    return update_->add_claim(claim).value_or(storage::kUnbound);
  }
  void claim(std::string_view s, std::string_view r, std::string_view o) {
    claim(entity(s), relation(r), entity(o));
  }
  [[nodiscard]] storage::Update& update() { return *update_; }

  // Commits; afterwards the facts are fixed.
  [[nodiscard]] exec::Terms& terms() {
    if (!terms_) {
      update_->commit();
      update_.reset();
      snapshot_ = store_.store().snapshot();
      terms_.emplace(*snapshot_);
    }
    return *terms_;
  }
  [[nodiscard]] const storage::Snapshot& snapshot() { return terms().snapshot(); }

 private:
  TempStore store_;
  std::optional<storage::Update> update_;
  std::vector<TermId> relations_;
  std::optional<storage::Snapshot> snapshot_;
  std::optional<exec::Terms> terms_;
};

// ── expressions ──────────────────────────────────────────────────────────────────────────────────

[[nodiscard]] inline Expression constant(Term value) {
  return {expr::Constant{std::move(value)}};
}
[[nodiscard]] inline Expression number(std::int64_t value) {
  return constant(storage::number_term(value));
}
[[nodiscard]] inline Expression ref(VariableId variable) {
  return {expr::VariableRef{variable}};
}
[[nodiscard]] inline Expression compare(expr::Comparison op, Expression a, Expression b) {
  return {expr::Compare{op, false, std::move(a), std::move(b)}};
}
[[nodiscard]] inline Expression arithmetic(expr::Arithmetic op, Expression a, Expression b) {
  return {expr::ArithmeticOp{op, std::move(a), std::move(b)}};
}

// ── plans ────────────────────────────────────────────────────────────────────────────────────────

template <typename Op>
[[nodiscard]] Node node(Op op, Variables columns, Variables sorted_by = {}) {
  Node made;
  made.op = std::move(op);
  made.columns = std::move(columns);
  made.sorted_by = std::move(sorted_by);
  return made;
}

// Rows of ids, decoded into constants; kNothing is unbound.
[[nodiscard]] inline Node values(exec::Terms& terms, Variables columns, const Rows& rows,
                                 Variables sorted_by = {}) {
  logical::Values made{columns, {}};
  for (const Row& row : rows) {
    auto& cells = made.rows.emplace_back();
    for (const TermId id : row) cells.push_back(constant(terms.decode(id)));
  }
  return node(physical::Values{std::move(made)}, std::move(columns), std::move(sorted_by));
}

[[nodiscard]] inline physical::TripleAccess triples(Slot s, TermId r, Slot o, storage::Order order,
                                                    std::uint8_t prefix, bool inverse = false) {
  physical::TripleAccess access;
  access.scan.subject = s;
  access.scan.steps = {{r, inverse}};
  access.scan.object = o;
  access.order = order;
  access.prefix = prefix;
  return access;
}
[[nodiscard]] inline physical::TripleAccess open_triples(Slot s, Slot r, Slot o,
                                                         storage::Order order,
                                                         std::uint8_t prefix) {
  physical::TripleAccess access;
  access.scan.subject = s;
  access.scan.relation = r;
  access.scan.object = o;
  access.order = order;
  access.prefix = prefix;
  return access;
}

[[nodiscard]] inline std::vector<Node*> children(Node& node) {
  std::vector<Node*> found;
  std::visit(
      [&found](auto& op) {
        if constexpr (requires { op.outer; }) found = {&*op.outer, &*op.inner};
        if constexpr (requires { op.left; }) found.push_back(&*op.left);
        if constexpr (requires {
                        op.left;
                        op.right->op;
                      })
          found.push_back(&*op.right);
        if constexpr (requires { op.input; }) found.push_back(&*op.input);
        if constexpr (requires { op.inputs; }) {
          for (auto& input : op.inputs) found.push_back(&input);
        }
      },
      node.op);
  return found;
}

inline void number_nodes(Node& node, std::uint32_t& next) {
  node.id = next++;
  for (Node* child : children(node)) number_nodes(*child, next);
}

[[nodiscard]] inline physical::Plan plan_of(Node root) {
  physical::Plan plan;
  plan.columns = root.columns;
  plan.root = std::move(root);
  number_nodes(plan.root, plan.nodes);
  return plan;
}

// ── running ──────────────────────────────────────────────────────────────────────────────────────

[[nodiscard]] inline Rows rows_of(exec::Execution& execution, std::size_t batch_rows) {
  Rows rows;
  exec::Batch batch;
  while (execution.next(batch)) {
    EXPECT_GE(batch.rows, 1U);
    EXPECT_LE(batch.rows, batch_rows);
    for (std::size_t i = 0; i < batch.rows; ++i) {
      Row& row = rows.emplace_back();
      for (const auto& column : batch.columns) {
        EXPECT_EQ(column.size(), batch.rows);
        row.push_back(column[i]);
      }
    }
  }
  return rows;
}

[[nodiscard]] inline Rows run(const physical::Plan& plan, exec::Terms& terms,
                              exec::RunOptions options = {}) {
  exec::Execution execution(plan, terms, options);
  return rows_of(execution, options.batch_rows);
}

[[nodiscard]] inline Rows sorted(Rows rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}

// In the order given, which every batch size must give alike.
[[nodiscard]] inline Rows ordered_rows(Node root, exec::Terms& terms) {
  const physical::Plan plan = plan_of(std::move(root));
  exec::RunOptions options;
  const Rows expected = run(plan, terms, options);
  for (const std::size_t batch_rows : {std::size_t{1}, std::size_t{3}}) {
    options.batch_rows = batch_rows;
    EXPECT_EQ(run(plan, terms, options), expected) << "with batches of " << batch_rows;
  }
  return expected;
}

// In no order: sorted by id.
[[nodiscard]] inline Rows rows(Node root, exec::Terms& terms) {
  const physical::Plan plan = plan_of(std::move(root));
  exec::RunOptions options;
  const Rows expected = sorted(run(plan, terms, options));
  for (const std::size_t batch_rows : {std::size_t{1}, std::size_t{3}}) {
    options.batch_rows = batch_rows;
    EXPECT_EQ(sorted(run(plan, terms, options)), expected) << "with batches of " << batch_rows;
  }
  return expected;
}

}  // namespace vouch::test
