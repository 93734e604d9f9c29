#include "engine/exec/run_count.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/invariant.hpp"
#include "engine/exec/row_weights.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

namespace {

class RunCount final : public Operator {
 public:
  RunCount(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        aggregate_(std::get<physical::Aggregate>(node.op)),
        input_(std::move(input)),
        key_at_(positions_of(aggregate_.keys, input_->columns())),
        weights_(input_->columns(), aggregate_.weights),
        key_(key_at_.size()) {
    for (const std::uint32_t at : key_at_) invariant(at != kNoColumn, "a key the input lacks");
    for (const VariableId column : columns()) {
      key_of_column_.push_back(position_of(aggregate_.keys, column));
    }
  }

 private:
  void do_open() override {
    input_->open();
    batch_.rows = 0;
    row_ = 0;
    count_ = 0;
    in_run_ = key_at_.empty();  // without keys there is a row in any case
    ended_ = false;
  }

  void do_skip_to(TermId key) override {
    if (!node().sorted_by.empty()) input_->skip_to(key);
  }

  bool do_next(Batch& out) override {
    reset(out, columns().size());
    while (!ended_ && out.rows < batch_rows()) {
      if (row_ == batch_.rows && !load()) {
        if (in_run_) emit(out);
        ended_ = true;
        break;
      }
      if (!in_run_) start_run();
      const std::size_t end = run_end();
      count_ = sum_of_counts(count_, weight(row_, end));
      row_ = end;
      if (row_ < batch_.rows) {
        emit(out);
        in_run_ = false;
      } else if (load() && !same_run(row_)) {
        emit(out);
        in_run_ = false;
      }
    }
    return out.rows > 0;
  }

  bool load() {
    row_ = 0;
    do {
      if (!input_->next(batch_)) {
        batch_.rows = 0;
        return false;
      }
      counts_ = weights_.of(batch_);
    } while (batch_.rows == 0);
    return true;
  }

  void start_run() {
    for (std::size_t k = 0; k < key_at_.size(); ++k) key_[k] = batch_.columns[key_at_[k]][row_];
    count_ = 0;
    in_run_ = true;
  }

  [[nodiscard]] bool same_run(std::size_t row) const {
    for (std::size_t k = 0; k < key_at_.size(); ++k) {
      if (batch_.columns[key_at_[k]][row] != key_[k]) return false;
    }
    return true;
  }

  // The first row from row_ on that is of another run.
  [[nodiscard]] std::size_t run_end() const {
    if (key_at_.empty()) return batch_.rows;
    std::size_t end = row_;
    if (key_at_.size() == 1) {
      const TermId* ids = batch_.columns[key_at_.front()].data();
      while (end < batch_.rows && ids[end] == key_.front()) ++end;
    } else {
      while (end < batch_.rows && same_run(end)) ++end;
    }
    return end;
  }

  [[nodiscard]] std::int64_t weight(std::size_t from, std::size_t to) const {
    if (counts_.empty()) return static_cast<std::int64_t>(to - from);
    std::int64_t sum = 0;
    for (std::size_t row = from; row < to; ++row) sum = sum_of_counts(sum, counts_[row]);
    return sum;
  }

  void emit(Batch& out) {
    const TermId count = id_of_count(count_, context().terms);
    for (std::size_t c = 0; c < key_of_column_.size(); ++c) {
      const std::uint32_t k = key_of_column_[c];
      out.columns[c].push_back(k == kNoColumn ? count : key_[k]);
    }
    ++out.rows;
  }

  const physical::Aggregate& aggregate_;
  OperatorPtr input_;
  std::vector<std::uint32_t> key_at_;
  std::vector<std::uint32_t> key_of_column_;  // kNoColumn: a count
  RowWeights weights_;

  Batch batch_;
  std::span<const std::int64_t> counts_;
  std::size_t row_ = 0;
  Column key_;
  std::int64_t count_ = 0;
  bool in_run_ = false;
  bool ended_ = false;
};

}  // namespace

OperatorPtr make_run_count(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<RunCount>(context, node, std::move(input));
}

}  // namespace vouch::exec
