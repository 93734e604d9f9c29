#include "engine/exec/lookup_join.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/exec/claim_probe.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/triple_probe.hpp"

namespace vouch::exec {

namespace {

constexpr std::size_t kFirstTogether = 1024;  // left rows visited together, growing
constexpr std::size_t kTogetherGrowth = 8;
constexpr std::size_t kMostTogether = std::size_t{1} << 16U;
constexpr std::size_t kShareRows = 4096;  // matches kept for several left rows at a time

// The pattern's variables that the left side has, in the sequence of the index.
Columns keys_of(const Pattern& pattern, const Sequence& sequence, const Columns& left) {
  Columns keys;
  for (const std::uint8_t place : sequence) {
    const Slot& slot = pattern.slots[place];
    if (slot.is_variable() && has(left, slot.variable) && !has(keys, slot.variable)) {
      keys.push_back(slot.variable);
    }
  }
  return keys;
}

// The variables the index gives: new ones first, then keys (which may be unbound on the left).
Columns found_of(const Pattern& pattern, const Columns& keys, const Columns& out) {
  Columns found;
  for (const VariableId variable : variables_of(pattern)) {
    if (has(out, variable) && !has(keys, variable)) found.push_back(variable);
  }
  for (const VariableId variable : keys) {
    if (has(out, variable)) found.push_back(variable);
  }
  return found;
}

template <typename Probe>
class LookupJoin final : public Operator {
 public:
  using Access = typename Probe::Access;

  LookupJoin(ExecContext& context, const physical::Node& node, const Access& access,
             OperatorPtr left)
      : Operator(context, node),
        left_(std::move(left)),
        keys_(keys_of(pattern_of(access.scan), sequence_of(access.order), left_->columns())),
        found_(found_of(pattern_of(access.scan), keys_, columns())),
        key_at_(positions_of(keys_, left_->columns())),
        left_at_(positions_of(columns(), left_->columns())),
        found_at_(positions_of(columns(), found_)),
        probe_(context, reads(), access, keys_, found_),
        account_(context.memory, "lookup join"),
        left_account_(context.memory, "lookup join"),
        keep_order_(!node.sorted_by.empty()),
        key_(keys_.size()) {
    reset(shared_, found_.size());
  }

 private:
  void do_open() override {
    left_->open();
    batch_.rows = 0;
    order_.clear();
    at_ = 0;
    active_ = false;
    together_ = std::min(kFirstTogether, batch_rows());
  }

  void do_skip_to(TermId key) override {
    if (keep_order_) left_->skip_to(key);
  }

  bool do_next(Batch& out) override {
    out.columns.resize(columns().size());
    for (Column& column : out.columns) column.resize(batch_rows());
    std::size_t filled = 0;
    while (filled < batch_rows()) {
      if (!active_ && !next_run()) break;
      filled += run_end_ - run_ == 1 ? emit_one(out, filled) : emit_shared(out, filled);
    }
    for (Column& column : out.columns) column.resize(filled);
    out.rows = filled;
    return filled > 0;
  }

  // Left rows with the same keys: [run_, run_end_) of order_, the probe opened for them.
  bool next_run() {
    if (at_ == order_.size() && !load()) return false;
    run_ = at_;
    const std::uint32_t first = order_[run_];
    for (std::size_t k = 0; k < key_.size(); ++k) key_[k] = batch_.columns[key_at_[k]][first];
    run_end_ = run_ + 1;
    while (run_end_ < order_.size() && same_key(order_[run_end_])) ++run_end_;
    at_ = run_end_;
    probe_.open(key_);
    active_ = true;
    shared_.rows = 0;
    shared_row_ = run_end_;
    choose_sources();
    return true;
  }

  bool same_key(std::uint32_t row) const {
    for (std::size_t k = 0; k < key_.size(); ++k) {
      if (batch_.columns[key_at_[k]][row] != key_[k]) return false;
    }
    return true;
  }

  // Which found columns are wanted for this run: keys only where the left value is unbound.
  void choose_sources() {
    wanted_.assign(found_.size(), true);
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      const std::uint32_t at = position_of(found_, keys_[k]);
      if (at != kNoColumn) wanted_[at] = !key_[k].bound();
    }
  }

  bool load() {
    if (!left_->next(batch_)) return false;
    const bool sorts = !keep_order_ && !key_at_.empty();
    if (sorts) gather_more();
    order_.resize(batch_.rows);
    for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = i;
    if (sorts && order_.size() > 1) sort_by_key();
    at_ = 0;
    return true;
  }

  // The more left rows are visited together, the closer their keys lie in the index.
  void gather_more() {
    std::vector<std::uint32_t> all(batch_.columns.size());
    for (std::uint32_t c = 0; c < all.size(); ++c) all[c] = c;
    while (batch_.rows < together_ && left_->next(more_)) append(batch_, more_, all);
    together_ = std::min(together_ * kTogetherGrowth, kMostTogether);
    left_account_.hold(batch_.rows > batch_rows() ? bytes_of(batch_) : 0);
  }

  void sort_by_key() {
    const TermId* first = batch_.columns[key_at_[0]].data();
    if (key_at_.size() == 1) {
      if (std::is_sorted(first, first + batch_.rows)) return;
      sortable_.resize(batch_.rows);
      for (std::uint32_t i = 0; i < batch_.rows; ++i) sortable_[i] = {first[i], i};
      std::sort(sortable_.begin(), sortable_.end());
      for (std::size_t i = 0; i < sortable_.size(); ++i) order_[i] = sortable_[i].second;
      return;
    }
    std::sort(order_.begin(), order_.end(), [this](std::uint32_t a, std::uint32_t b) {
      for (const std::uint32_t at : key_at_) {
        const Column& column = batch_.columns[at];
        if (column[a] != column[b]) return column[a] < column[b];
      }
      return a < b;
    });
  }

  // One left row: matches go straight into the batch.
  std::size_t emit_one(Batch& out, std::size_t filled) {
    std::array<TermId*, 8> targets{};
    for (std::size_t c = 0; c < out.columns.size(); ++c) {
      const std::uint32_t at = found_at_[c];
      if (at != kNoColumn && wanted_[at]) targets[at] = out.columns[c].data() + filled;
    }
    const std::size_t count =
        probe_.next(std::span<TermId* const>(targets.data(), found_.size()), batch_rows() - filled);
    if (count == 0) {
      active_ = false;
      return 0;
    }
    fill_left(out, filled, count, order_[run_]);
    return count;
  }

  void fill_left(Batch& out, std::size_t filled, std::size_t count, std::uint32_t row) {
    for (std::size_t c = 0; c < out.columns.size(); ++c) {
      if (found_at_[c] != kNoColumn && wanted_[found_at_[c]]) continue;
      const TermId id =
          left_at_[c] == kNoColumn ? storage::kUnbound : batch_.columns[left_at_[c]][row];
      std::fill_n(out.columns[c].data() + filled, count, id);
    }
  }

  // Several left rows: matches are read once, some at a time (all, where order is promised).
  std::size_t emit_shared(Batch& out, std::size_t filled) {
    if (shared_row_ == run_end_) {
      if (!read_shared()) {
        active_ = false;
        return 0;
      }
      shared_row_ = run_;
      shared_at_ = 0;
    }
    const std::size_t count = std::min(shared_.rows - shared_at_, batch_rows() - filled);
    fill_left(out, filled, count, order_[shared_row_]);
    for (std::size_t c = 0; c < out.columns.size(); ++c) {
      const std::uint32_t at = found_at_[c];
      if (at == kNoColumn || !wanted_[at]) continue;
      const auto begin = shared_.columns[at].begin() + static_cast<std::ptrdiff_t>(shared_at_);
      std::copy_n(begin, count, out.columns[c].begin() + static_cast<std::ptrdiff_t>(filled));
    }
    shared_at_ += count;
    if (shared_at_ == shared_.rows) {
      ++shared_row_;
      shared_at_ = 0;
    }
    return count;
  }

  bool read_shared() {
    if (keep_order_ && shared_.rows > 0) return false;  // all were read the first time
    shared_.rows = 0;
    for (;;) {
      std::array<TermId*, 8> targets{};
      for (std::size_t at = 0; at < found_.size(); ++at) {
        if (!wanted_[at]) continue;
        shared_.columns[at].resize(shared_.rows + kShareRows);
        targets[at] = shared_.columns[at].data() + shared_.rows;
      }
      const std::size_t count =
          probe_.next(std::span<TermId* const>(targets.data(), found_.size()), kShareRows);
      shared_.rows += count;
      if (count == 0 || (!keep_order_ && shared_.rows >= kShareRows)) break;
      if (shared_.rows > kShareRows) account_.hold(bytes_of(shared_));
    }
    return shared_.rows > 0;
  }

  OperatorPtr left_;
  Columns keys_;
  Columns found_;
  std::vector<std::uint32_t> key_at_;    // in the left side
  std::vector<std::uint32_t> left_at_;   // per out column
  std::vector<std::uint32_t> found_at_;  // per out column
  Probe probe_;
  MemoryAccount account_;
  MemoryAccount left_account_;
  bool keep_order_;

  Batch batch_;
  Batch more_;
  std::size_t together_ = kFirstTogether;
  RowNumbers order_;  // of batch_, as visited
  std::vector<std::pair<TermId, std::uint32_t>> sortable_;
  std::size_t at_ = 0;
  std::size_t run_ = 0;
  std::size_t run_end_ = 0;
  bool active_ = false;
  std::vector<TermId> key_;
  std::vector<std::uint8_t> wanted_;  // per found column
  Batch shared_;
  std::size_t shared_row_ = 0;
  std::size_t shared_at_ = 0;
};

}  // namespace

OperatorPtr make_lookup_join(ExecContext& context, const physical::Node& node, OperatorPtr left) {
  const auto& join = std::get<physical::LookupJoin>(node.op);
  if (const auto* triples = std::get_if<physical::TripleAccess>(&join.right)) {
    return std::make_unique<LookupJoin<TripleProbe>>(context, node, *triples, std::move(left));
  }
  return std::make_unique<LookupJoin<ClaimProbe>>(
      context, node, std::get<physical::ClaimAccess>(join.right), std::move(left));
}

}  // namespace vouch::exec
