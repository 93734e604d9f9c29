#include "engine/exec/hash_join.hpp"

#include <algorithm>
#include <utility>

#include "base/invariant.hpp"
#include "engine/exec/join_columns.hpp"
#include "engine/exec/key_table.hpp"
#include "engine/exec/row_groups.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

namespace {

class HashJoin final : public Operator {
 public:
  HashJoin(ExecContext& context, const physical::Node& node, OperatorPtr left, OperatorPtr right,
           HashJoinSettings settings)
      : Operator(context, node),
        left_(std::move(left)),
        right_(std::move(right)),
        settings_(std::move(settings)),
        left_keys_(positions_of(settings_.keys, left_->columns())),
        right_keys_(positions_of(settings_.keys, right_->columns())),
        join_(left_->columns(), right_->columns(), columns(), settings_.keys),
        table_account_(context.memory, settings_.name),
        groups_account_(context.memory, settings_.name),
        keys_(settings_.keys.size()) {
    for (std::size_t i = 0; i < left_keys_.size(); ++i) {
      invariant(left_keys_[i] != kNoColumn && right_keys_[i] != kNoColumn,
                "a join key that one side lacks");
    }
  }

 private:
  void do_open() override {
    left_->open();
    if (!built_ || !settings_.right_is_fixed) {
      right_->open();
      build();
    }
    built_ = true;
    batch_.rows = 0;
    row_ = 0;
    start_row();
  }

  void build() {
    read_all(*right_, table_, table_account_);
    keys_.clear();
    RowNumbers numbers(table_.rows);
    std::vector<const TermId*> keys(right_keys_.size());
    for (std::size_t begin = 0; begin < table_.rows; begin += kBuildRows) {
      for (std::size_t k = 0; k < keys.size(); ++k) {
        keys[k] = table_.columns[right_keys_[k]].data() + begin;
      }
      const std::size_t count = std::min(kBuildRows, table_.rows - begin);
      keys_.insert(keys, count, numbers.data() + begin);
      groups_account_.hold(keys_.bytes() + numbers.capacity() * sizeof(std::uint32_t));
      context().worked(count);
    }
    loose_.clear();
    for (std::uint32_t row = 0; row < table_.rows; ++row) {
      if (!has_unbound(table_, right_keys_, row)) continue;
      numbers[row] = RowGroups::kLeftOut;
      loose_.push_back(row);
    }
    groups_.group(numbers, keys_.size());
    groups_account_.hold(keys_.bytes() + groups_.bytes());
    if (loose_.empty()) arrange();
  }

  // Puts the table's rows in the order of groups, so that matches stand together.
  void arrange() {
    Column arranged;
    const std::span<const std::uint32_t> order = groups_.rows();
    bool in_order = true;
    for (std::uint32_t i = 0; in_order && i < order.size(); ++i) in_order = order[i] == i;
    if (in_order) return;
    for (Column& column : table_.columns) {
      context().check();
      gather(column, order, arranged);
      std::swap(column, arranged);
    }
  }

  static bool has_unbound(const Batch& batch, const std::vector<std::uint32_t>& columns,
                          std::size_t row) {
    for (const std::uint32_t at : columns) {
      if (!batch.columns[at][row].bound()) return true;
    }
    return false;
  }

  bool do_next(Batch& out) override {
    if (table_.rows == 0) return false;
    reset(out, columns().size());
    while (out.rows == 0) {
      if (row_ == batch_.rows && !load()) return false;
      collect(batch_rows());
      if (join_.needs_check() || keys_unsure_) {
        join_.keep_compatible(batch_, table_, keys_unsure_, pairs_);
      }
      join_.append(batch_, table_, pairs_, out);
      context().worked(pairs_.size());
      pairs_.clear();
    }
    return true;
  }

  bool load() {
    if (!left_->next(batch_)) return false;
    std::vector<const TermId*> keys;
    for (const std::uint32_t at : left_keys_) keys.push_back(batch_.columns[at].data());
    found_.resize(batch_.rows);
    keys_.find(keys, batch_.rows, found_.data());
    keys_unsure_ = !loose_.empty();
    for (std::uint32_t row = 0; row < batch_.rows; ++row) {
      if (!has_unbound(batch_, left_keys_, row)) continue;
      found_[row] = kEveryRow;
      keys_unsure_ = true;
    }
    row_ = 0;
    start_row();
    return true;
  }

  void start_row() {
    at_ = 0;
    loose_at_ = 0;
  }

  // Candidate pairs until `limit` or the end of the batch.
  void collect(std::size_t limit) {
    pairs_.clear();
    while (row_ < batch_.rows && pairs_.size() < limit) {
      const std::uint32_t found = found_[row_];
      if (found == kEveryRow) {
        for (; at_ < table_.rows && pairs_.size() < limit; ++at_) pairs_.add(row_, at_);
        if (at_ < table_.rows) return;
      } else {
        if (!collect_group(found, limit)) return;
        for (; loose_at_ < loose_.size() && pairs_.size() < limit; ++loose_at_) {
          pairs_.add(row_, loose_[loose_at_]);
        }
        if (loose_at_ < loose_.size()) return;
      }
      ++row_;
      start_row();
    }
  }

  // False when the limit came first.
  bool collect_group(std::uint32_t group, std::size_t limit) {
    if (group == KeyTable::kNone) return true;
    const std::uint32_t size = groups_.size(group);
    const std::uint32_t begin = groups_.begin(group);
    for (; at_ < size && pairs_.size() < limit; ++at_) {
      const std::size_t place = begin + at_;
      pairs_.add(row_, loose_.empty() ? place : groups_.rows()[place]);
    }
    return at_ == size;
  }

  static constexpr std::size_t kBuildRows = 16384;  // put into the table between checks
  static constexpr std::uint32_t kEveryRow = KeyTable::kNone - 1;

  OperatorPtr left_;
  OperatorPtr right_;
  HashJoinSettings settings_;
  std::vector<std::uint32_t> left_keys_;
  std::vector<std::uint32_t> right_keys_;
  JoinColumns join_;
  MemoryAccount table_account_;
  MemoryAccount groups_account_;

  bool built_ = false;
  Batch table_;
  KeyTable keys_;
  RowGroups groups_;
  RowNumbers loose_;  // right rows with an unbound key

  Batch batch_;       // of the left side
  RowNumbers found_;  // group per left row
  bool keys_unsure_ = false;
  std::size_t row_ = 0;
  std::size_t at_ = 0;  // in the candidates of row_
  std::size_t loose_at_ = 0;
  RowPairs pairs_;
};

}  // namespace

OperatorPtr make_hash_join(ExecContext& context, const physical::Node& node, OperatorPtr left,
                           OperatorPtr right, HashJoinSettings settings) {
  return std::make_unique<HashJoin>(context, node, std::move(left), std::move(right),
                                    std::move(settings));
}

}  // namespace vouch::exec
