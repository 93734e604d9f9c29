// engine/exec/operator.hpp — one step of a running plan: opened, then asked for batches.
//
// Shape     public part counts and checks, once; a kind of operator is do_open and do_next. A batch
//           has one column of ids per variable of columns(), all of `rows` length, 1..batch_rows
//           rows.
// Order     rows come in the order the plan node promises (sorted_by), else in any.
// Lifetime  borrows the context and the plan node. open() may be called again and starts afresh.
// Errors    Cancelled, CapacityError, StorageError; afterwards the operator is good for nothing.
// Source    docs/ARCHITECTURE "operator interface"; BindingIter of MillenniumDB, RDF-3X's Operator.
#pragma once

#include <memory>
#include <vector>

#include "engine/exec/context.hpp"
#include "engine/exec/run.hpp"
#include "engine/physical/plan.hpp"

namespace vouch::exec {

using expr::VariableId;
using Columns = std::vector<VariableId>;

class Operator {
 public:
  Operator(ExecContext& context, const physical::Node& node);
  virtual ~Operator() = default;
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  void open();
  [[nodiscard]] bool next(Batch& out);  // false: exhausted
  // Rows whose value of sorted_by.front() is below `key` are not wanted any more; a hint.
  void skip_to(TermId key) { do_skip_to(key); }
  [[nodiscard]] const Columns& columns() const noexcept { return node_.columns; }
  [[nodiscard]] const NodeStatistics& statistics() const noexcept { return statistics_; }

 protected:
  [[nodiscard]] ExecContext& context() noexcept { return context_; }
  [[nodiscard]] std::size_t batch_rows() const noexcept { return context_.options.batch_rows; }
  [[nodiscard]] const physical::Node& node() const noexcept { return node_; }
  [[nodiscard]] Reads& reads() noexcept { return statistics_.reads; }

 private:
  virtual void do_open() = 0;
  virtual bool do_next(Batch& out) = 0;
  virtual void do_skip_to(TermId /*key*/) {}

  ExecContext& context_;
  const physical::Node& node_;
  NodeStatistics& statistics_;
  bool exhausted_ = false;
};

using OperatorPtr = std::unique_ptr<Operator>;
using Inputs = std::vector<OperatorPtr>;

}  // namespace vouch::exec
