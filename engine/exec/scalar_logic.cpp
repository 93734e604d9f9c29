#include "engine/exec/scalar_logic.hpp"

#include <algorithm>
#include <utility>

namespace vouch::exec {

namespace {

class ConstantScalar final : public ValueScalar {
 public:
  explicit ConstantScalar(TermId id) : id_(id) {}
  const TermId* values(const RowSet& rows, Column& scratch) override {
    scratch.assign(rows.count, id_);
    return scratch.data();
  }
  [[nodiscard]] bool is_constant() const override { return true; }

 private:
  TermId id_;
};

class ColumnScalar final : public ValueScalar {
 public:
  explicit ColumnScalar(std::uint32_t position) : position_(position) {}
  const TermId* values(const RowSet& rows, Column& scratch) override {
    const Column& column = rows.batch.columns[position_];
    if (rows.numbers == nullptr) return column.data();
    scratch.resize(rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) scratch[i] = column[rows.numbers[i]];
    return scratch.data();
  }

 private:
  std::uint32_t position_;
};

// Places in a row set that are still open, with the batch rows they stand for.
struct OpenRows {
  RowNumbers places;
  RowNumbers numbers;

  void clear() {
    places.clear();
    numbers.clear();
  }
  void add(const RowSet& rows, std::size_t place) {
    places.push_back(static_cast<std::uint32_t>(place));
    numbers.push_back(rows.number(place));
  }
};

class JunctionScalar final : public TestScalar {
 public:
  JunctionScalar(bool conjunction, std::vector<ScalarPtr> operands)
      : conjunction_(conjunction), operands_(std::move(operands)) {}

  void truths(const RowSet& rows, Truth* out) override {
    std::fill_n(out, rows.count, conjunction_ ? Truth::yes : Truth::no);
    const Truth settled = conjunction_ ? Truth::no : Truth::yes;
    for (const ScalarPtr& operand : operands_) {
      open_.clear();
      for (std::size_t i = 0; i < rows.count; ++i) {
        if (out[i] != settled) open_.add(rows, i);
      }
      if (open_.places.empty()) return;
      found_.resize(open_.places.size());
      operand->truths(rows_of(rows.batch, open_.numbers), found_.data());
      for (std::size_t i = 0; i < found_.size(); ++i) {
        Truth& truth = out[open_.places[i]];
        truth = conjunction_ ? expr::both(truth, found_[i]) : expr::either(truth, found_[i]);
      }
    }
  }

 private:
  bool conjunction_;
  std::vector<ScalarPtr> operands_;
  OpenRows open_;
  std::vector<Truth> found_;
};

class NegationScalar final : public TestScalar {
 public:
  explicit NegationScalar(ScalarPtr operand) : operand_(std::move(operand)) {}
  void truths(const RowSet& rows, Truth* out) override {
    operand_->truths(rows, out);
    for (std::size_t i = 0; i < rows.count; ++i) out[i] = expr::negate(out[i]);
  }

 private:
  ScalarPtr operand_;
};

class ConditionalScalar final : public ValueScalar {
 public:
  ConditionalScalar(ScalarPtr condition, ScalarPtr then, ScalarPtr otherwise)
      : condition_(std::move(condition)),
        then_(std::move(then)),
        otherwise_(std::move(otherwise)) {}

  const TermId* values(const RowSet& rows, Column& scratch) override {
    truths_.resize(rows.count);
    condition_->truths(rows, truths_.data());
    scratch.assign(rows.count, storage::kUnbound);
    fill(rows, Truth::yes, *then_, scratch);
    fill(rows, Truth::no, *otherwise_, scratch);
    return scratch.data();
  }

 private:
  void fill(const RowSet& rows, Truth when, Scalar& branch, Column& out) {
    open_.clear();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (truths_[i] == when) open_.add(rows, i);
    }
    if (open_.places.empty()) return;
    const TermId* ids = branch.values(rows_of(rows.batch, open_.numbers), branch_scratch_);
    for (std::size_t i = 0; i < open_.places.size(); ++i) out[open_.places[i]] = ids[i];
  }

  ScalarPtr condition_;
  ScalarPtr then_;
  ScalarPtr otherwise_;
  std::vector<Truth> truths_;
  OpenRows open_;
  Column branch_scratch_;
};

class CoalesceScalar final : public ValueScalar {
 public:
  explicit CoalesceScalar(std::vector<ScalarPtr> operands) : operands_(std::move(operands)) {}

  const TermId* values(const RowSet& rows, Column& scratch) override {
    scratch.assign(rows.count, storage::kUnbound);
    for (const ScalarPtr& operand : operands_) {
      open_.clear();
      for (std::size_t i = 0; i < rows.count; ++i) {
        if (!scratch[i].bound()) open_.add(rows, i);
      }
      if (open_.places.empty()) break;
      const TermId* ids = operand->values(rows_of(rows.batch, open_.numbers), branch_scratch_);
      for (std::size_t i = 0; i < open_.places.size(); ++i) scratch[open_.places[i]] = ids[i];
    }
    return scratch.data();
  }

 private:
  std::vector<ScalarPtr> operands_;
  OpenRows open_;
  Column branch_scratch_;
};

}  // namespace

ScalarPtr constant_scalar(TermId id) {
  return std::make_unique<ConstantScalar>(id);
}

ScalarPtr column_scalar(std::uint32_t position) {
  if (position == kNoColumn) return constant_scalar(storage::kUnbound);
  return std::make_unique<ColumnScalar>(position);
}

ScalarPtr logical_scalar(expr::LogicalOp op, std::vector<ScalarPtr> operands) {
  if (op == expr::LogicalOp::negation) {
    return std::make_unique<NegationScalar>(std::move(operands.front()));
  }
  return std::make_unique<JunctionScalar>(op == expr::LogicalOp::conjunction, std::move(operands));
}

ScalarPtr conditional_scalar(ScalarPtr condition, ScalarPtr then, ScalarPtr otherwise) {
  return std::make_unique<ConditionalScalar>(std::move(condition), std::move(then),
                                             std::move(otherwise));
}

ScalarPtr coalesce_scalar(std::vector<ScalarPtr> operands) {
  return std::make_unique<CoalesceScalar>(std::move(operands));
}

}  // namespace vouch::exec
