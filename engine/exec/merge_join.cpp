#include "engine/exec/merge_join.hpp"

#include <algorithm>
#include <utility>

#include "base/invariant.hpp"
#include "engine/exec/join_columns.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

namespace {

// One sorted input: its current batch and where we are in it.
struct Side {
  OperatorPtr input;
  std::uint32_t key = 0;
  Batch batch;
  std::size_t row = 0;

  Side(OperatorPtr operator_, VariableId variable)
      : input(std::move(operator_)), key(position_of(input->columns(), variable)) {
    invariant(key != kNoColumn, "a merge key that one side lacks");
  }
  void open() {
    input->open();
    batch.rows = 0;
    row = 0;
  }
  [[nodiscard]] bool at_end() const { return row == batch.rows; }
  [[nodiscard]] TermId id() const { return batch.columns[key][row]; }
  [[nodiscard]] bool load() {
    row = 0;
    batch.rows = 0;
    if (!input->next(batch)) return false;
    invariant(batch.columns[key][0].bound(), "a merge join over an unbound key");
    return true;
  }
  // The end of the rows with the key at `row`.
  [[nodiscard]] std::size_t run_end() const {
    const Column& ids = batch.columns[key];
    std::size_t end = row + 1;
    while (end < batch.rows && ids[end] == ids[row]) ++end;
    return end;
  }
  // To the first row whose key is at least `id`, by doubling steps.
  void advance_to(TermId id) {
    const TermId* ids = batch.columns[key].data();
    std::size_t step = 1;
    std::size_t end = row;
    while (end < batch.rows && ids[end] < id) {
      row = end;
      end += step;
      step *= 2;
    }
    end = std::min(end, batch.rows);
    row = static_cast<std::size_t>(std::lower_bound(ids + row, ids + end, id) - ids);
  }
};

class MergeJoin final : public Operator {
 public:
  MergeJoin(ExecContext& context, const physical::Node& node, OperatorPtr left, OperatorPtr right)
      : Operator(context, node),
        left_(std::move(left), std::get<physical::MergeJoin>(node.op).key),
        right_(std::move(right), std::get<physical::MergeJoin>(node.op).key),
        join_(left_.input->columns(), right_.input->columns(), columns(),
              {std::get<physical::MergeJoin>(node.op).key}),
        account_(context.memory, "merge join") {}

 private:
  // Rows of the left batch × rows of the right batch or the kept group, given out bit by bit.
  struct Block {
    std::size_t left = 0;
    std::size_t left_end = 0;
    std::size_t right_begin = 0;
    std::size_t right_end = 0;
    std::size_t right = 0;
    bool kept = false;
  };

  void do_open() override {
    left_.open();
    right_.open();
    block_ = {};
    group_.rows = 0;
    finished_ = false;
  }

  void do_skip_to(TermId key) override {
    left_.input->skip_to(key);
    right_.input->skip_to(key);
  }

  bool do_next(Batch& out) override {
    reset(out, columns().size());
    pairs_.clear();
    for (;;) {
      fill_pairs(batch_rows() - out.rows);
      if (out.rows + pairs_.size() >= batch_rows()) flush(out);
      if (out.rows >= batch_rows()) return true;
      if (block_.left < block_.left_end) continue;  // pairs fell away: go on filling
      if (finished_ || !next_block(out)) {
        finished_ = true;
        flush(out);
        return out.rows > 0;
      }
    }
  }

  void fill_pairs(std::size_t limit) {
    while (block_.left < block_.left_end && pairs_.size() < limit) {
      if (!pairs_.left.empty() && pairs_kept_ != block_.kept) return;
      pairs_kept_ = block_.kept;
      for (; block_.right < block_.right_end && pairs_.size() < limit; ++block_.right) {
        pairs_.add(block_.left, block_.right);
      }
      if (block_.right < block_.right_end) return;
      ++block_.left;
      block_.right = block_.right_begin;
    }
  }

  // Pairs name rows of the present batches: they go out before one of these changes.
  void flush(Batch& out) {
    if (pairs_.size() == 0) return;
    const Batch& right = pairs_kept_ ? group_ : right_.batch;
    if (join_.needs_check()) join_.keep_compatible(left_.batch, right, false, pairs_);
    join_.append(left_.batch, right, pairs_, out);
    context().worked(pairs_.size());
    pairs_.clear();
  }

  // A side that is behind skips; not the left one while it may have rows for the kept group.
  bool load(Side& side, const Side& other, Batch& out) {
    flush(out);
    if (group_.rows == 0 && !other.at_end()) side.input->skip_to(other.id());
    return side.load();
  }

  // Finds the next rows with equal keys. False: one side is exhausted.
  bool next_block(Batch& out) {
    for (;;) {
      if (left_.at_end() && !load(left_, right_, out)) return false;
      if (group_.rows > 0) {  // right rows kept for a key that may go on on the left
        if (left_.id() == group_key_) {
          take(0, group_.rows, true, out);
          return true;
        }
        flush(out);
        group_.rows = 0;
      }
      if (right_.at_end() && !load(right_, left_, out)) return false;
      if (left_.id() < right_.id()) {
        left_.advance_to(right_.id());
      } else if (right_.id() < left_.id()) {
        right_.advance_to(left_.id());
      } else {
        return meet(out);
      }
    }
  }

  bool meet(Batch& out) {
    const std::size_t begin = right_.row;
    const std::size_t end = right_.run_end();
    if (end < right_.batch.rows) {
      take(begin, end, false, out);
      if (!left_.at_end()) right_.row = end;  // else the key may go on in the next left batch
      return true;
    }
    keep_group(out);
    take(0, group_.rows, true, out);
    return true;
  }

  void take(std::size_t begin, std::size_t end, bool kept, Batch& out) {
    if (kept != pairs_kept_) flush(out);
    block_ = {left_.row, left_.run_end(), begin, end, begin, kept};
    left_.row = block_.left_end;
  }

  // Copies the right rows of the current key, however many batches they span.
  void keep_group(Batch& out) {
    flush(out);
    group_key_ = right_.id();
    reset(group_, right_.input->columns().size());
    std::vector<std::uint32_t> all(group_.columns.size());
    for (std::uint32_t c = 0; c < all.size(); ++c) all[c] = c;
    do {
      const std::size_t end = right_.run_end();
      RowNumbers rows;
      for (std::size_t row = right_.row; row < end; ++row) {
        rows.push_back(static_cast<std::uint32_t>(row));
      }
      append_selected(group_, right_.batch, all, rows);
      account_.hold(bytes_of(group_));
      right_.row = end;
    } while (right_.at_end() && right_.load() && right_.id() == group_key_);
  }

  Side left_;
  Side right_;
  JoinColumns join_;
  MemoryAccount account_;
  Block block_;
  Batch group_;
  TermId group_key_;
  RowPairs pairs_;
  bool pairs_kept_ = false;
  bool finished_ = false;
};

}  // namespace

OperatorPtr make_merge_join(ExecContext& context, const physical::Node& node, OperatorPtr left,
                            OperatorPtr right) {
  return std::make_unique<MergeJoin>(context, node, std::move(left), std::move(right));
}

}  // namespace vouch::exec
