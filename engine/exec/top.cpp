#include "engine/exec/top.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/exec/row_order.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/sort_keys.hpp"

namespace vouch::exec {

namespace {

constexpr std::size_t kSlack = 4096;  // candidates beyond twice the kept ones

std::vector<logical::SortKey> ascending(const std::vector<expr::Expression>& expressions) {
  std::vector<logical::SortKey> keys;
  for (const expr::Expression& expression : expressions) keys.push_back({expression, false});
  return keys;
}

class Top final : public Operator {
 public:
  Top(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        top_(std::get<physical::Top>(node.op)),
        input_(std::move(input)),
        groups_(ascending(top_.per), input_->columns(), context),
        keys_(top_.keys, input_->columns(), context),
        positions_(positions_of(columns(), input_->columns())),
        all_(input_->columns().size()),
        order_(context),
        account_(context.memory, "top") {
    std::iota(all_.begin(), all_.end(), 0U);
  }

 private:
  void do_open() override {
    input_->open();
    done_ = false;
  }

  bool do_next(Batch& out) override {
    if (!done_) {
      if (top_.count > 0) read();
      reader_.start(top_.count > 0 ? table_.rows : 0);
      done_ = true;
    }
    std::size_t from = 0;
    const std::size_t count = reader_.take(batch_rows(), from);
    if (count == 0) return false;
    rows_.resize(count);
    std::iota(rows_.begin(), rows_.end(), static_cast<std::uint32_t>(from));
    reset(out, columns().size());
    append_selected(out, table_, positions_, rows_);
    return true;
  }

  void read() {
    reset(table_, input_->columns().size());
    keys_.clear();
    groups_.clear();
    worst_ = storage::kUnbound;
    std::size_t limit = kSlack;
    Batch batch;
    while (input_->next(batch)) {
      select(batch);
      if (rows_.empty()) continue;
      keys_.append(batch, rows_);
      groups_.append(batch, rows_);
      append_selected(table_, batch, all_, rows_);
      account_.hold(bytes_of(table_) + keys_.bytes() + groups_.bytes());
      if (table_.rows < limit) continue;
      cut();
      limit = 2 * table_.rows + kSlack;
    }
    cut();
  }

  // Rows of the batch that may be among the first.
  void select(const Batch& batch) {
    rows_.resize(batch.rows);
    std::iota(rows_.begin(), rows_.end(), 0U);
    if (keys_.size() == 0) return;
    const TermId* first = keys_.values(0, batch);
    std::erase_if(rows_, [first](std::uint32_t row) { return !first[row].bound(); });
    if (!ordered_ids(worst_.tag())) return;
    const bool descending = keys_.descending(0);
    std::erase_if(rows_, [&](std::uint32_t row) {
      if (first[row].tag() != worst_.tag()) return false;
      return descending ? first[row] < worst_ : first[row] > worst_;
    });
  }

  // Puts the candidates in order and leaves the first of each group.
  void cut() {
    order_.start(table_.rows, groups_.size() == 0 ? top_.count : RowOrder::kAll);
    groups_.refine(order_, table_);
    keys_.refine(order_, table_);
    for (const std::uint32_t at : positions_) {
      if (at != kNoColumn) order_.refine(table_.columns[at], false);
    }
    rows_.clear();
    std::uint64_t in_group = 0;
    std::uint32_t before = kNoColumn;
    for (const std::uint32_t row : order_.rows()) {
      in_group = before != kNoColumn && same_group(before, row) ? in_group + 1 : 0;
      before = row;
      if (in_group < top_.count) rows_.push_back(row);
    }
    keys_.keep(rows_);
    groups_.keep(rows_);
    keep(table_, rows_);
    if (groups_.size() == 0 && keys_.size() > 0 && table_.rows >= top_.count) {
      worst_ = keys_.ids(0, table_).back();
    }
  }

  [[nodiscard]] bool same_group(std::uint32_t a, std::uint32_t b) const {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      const std::span<const TermId> ids = groups_.ids(g, table_);
      if (ids[a] != ids[b]) return false;
    }
    return true;
  }

  const physical::Top& top_;
  OperatorPtr input_;
  SortKeys groups_;
  SortKeys keys_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint32_t> all_;
  RowOrder order_;
  MemoryAccount account_;
  bool done_ = false;
  Batch table_;   // candidates
  TermId worst_;  // first key of the last row of a full set
  RowNumbers rows_;
  RowReader reader_;
};

}  // namespace

OperatorPtr make_top(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<Top>(context, node, std::move(input));
}

}  // namespace vouch::exec
