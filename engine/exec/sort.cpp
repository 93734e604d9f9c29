#include "engine/exec/sort.hpp"

#include <numeric>
#include <utility>

#include "engine/exec/row_order.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/sort_keys.hpp"

namespace vouch::exec {

namespace {

class Sort final : public Operator {
 public:
  Sort(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        input_(std::move(input)),
        keys_(std::get<physical::Sort>(node.op).keys, input_->columns(), context),
        positions_(positions_of(columns(), input_->columns())),
        order_(context),
        account_(context.memory, "sort") {}

 private:
  void do_open() override {
    input_->open();
    sorted_ = false;
  }

  bool do_next(Batch& out) override {
    if (!sorted_) {
      read();
      order();
      reader_.start(table_.rows);
      sorted_ = true;
    }
    std::size_t from = 0;
    const std::size_t count = reader_.take(batch_rows(), from);
    reset(out, columns().size());
    append_selected(out, table_, positions_, order_.rows().subspan(from, count));
    return count > 0;
  }

  void read() {
    reset(table_, input_->columns().size());
    keys_.clear();
    std::vector<std::uint32_t> all(table_.columns.size());
    std::iota(all.begin(), all.end(), 0U);
    Batch batch;
    RowNumbers rows;
    while (input_->next(batch)) {
      rows.resize(batch.rows);
      std::iota(rows.begin(), rows.end(), 0U);
      keys_.append(batch, rows);
      append(table_, batch, all);
      account_.hold(bytes_of(table_) + keys_.bytes());
    }
  }

  void order() {
    constexpr std::size_t kBytesPerRow = 24;  // row numbers and their keys
    account_.hold(bytes_of(table_) + keys_.bytes() + table_.rows * kBytesPerRow);
    order_.start(table_.rows);
    keys_.refine(order_, table_);
    for (const std::uint32_t at : positions_) {
      if (at != kNoColumn) order_.refine(table_.columns[at], false);
    }
  }

  OperatorPtr input_;
  SortKeys keys_;
  std::vector<std::uint32_t> positions_;
  RowOrder order_;
  MemoryAccount account_;
  bool sorted_ = false;
  Batch table_;
  RowReader reader_;
};

}  // namespace

OperatorPtr make_sort(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<Sort>(context, node, std::move(input));
}

}  // namespace vouch::exec
