#include "engine/exec/slice.hpp"

#include <limits>
#include <utility>

#include "base/invariant.hpp"
#include "engine/exec/key_table.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

namespace {

class Slice final : public Operator {
 public:
  Slice(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        slice_(std::get<physical::Slice>(node.op)),
        input_(std::move(input)),
        positions_(positions_of(columns(), input_->columns())),
        group_columns_(positions_of(slice_.per, input_->columns())),
        account_(context.memory, "limit per group"),
        groups_(group_columns_.size()) {
    for (const std::uint32_t at : group_columns_) {
      invariant(at != kNoColumn, "a slice per a variable its input lacks");
    }
  }

 private:
  void do_open() override {
    input_->open();
    groups_.clear();
    seen_.clear();
  }

  bool do_next(Batch& out) override {
    while (!finished() && input_->next(batch_)) {
      select();
      if (rows_.empty()) continue;
      if (rows_.size() == batch_.rows) {
        project(batch_, positions_, out);
      } else {
        reset(out, columns().size());
        append_selected(out, batch_, positions_, rows_);
      }
      return true;
    }
    return false;
  }

  [[nodiscard]] std::uint64_t end() const {
    if (!slice_.limit) return std::numeric_limits<std::uint64_t>::max();
    std::uint64_t end = 0;
    return __builtin_add_overflow(slice_.offset, *slice_.limit, &end)
               ? std::numeric_limits<std::uint64_t>::max()
               : end;
  }
  // Without groups the input need not be read to its end.
  [[nodiscard]] bool finished() const {
    return group_columns_.empty() && (seen_.empty() ? 0 : seen_[0]) >= end();
  }

  void select() {
    std::vector<const TermId*> keys;
    for (const std::uint32_t at : group_columns_) keys.push_back(batch_.columns[at].data());
    numbers_.resize(batch_.rows);
    groups_.insert(keys, batch_.rows, numbers_.data());
    seen_.resize(groups_.size());
    account_.hold(groups_.bytes() + seen_.capacity() * sizeof(std::uint64_t));
    rows_.clear();
    for (std::uint32_t row = 0; row < batch_.rows; ++row) {
      const std::uint64_t at = seen_[numbers_[row]]++;
      if (at >= slice_.offset && at < end()) rows_.push_back(row);
    }
  }

  const physical::Slice& slice_;
  OperatorPtr input_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint32_t> group_columns_;
  MemoryAccount account_;
  KeyTable groups_;
  std::vector<std::uint64_t> seen_;  // rows per group
  Batch batch_;
  RowNumbers numbers_;
  RowNumbers rows_;
};

}  // namespace

OperatorPtr make_slice(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<Slice>(context, node, std::move(input));
}

}  // namespace vouch::exec
