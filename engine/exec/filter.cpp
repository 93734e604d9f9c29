#include "engine/exec/filter.hpp"

#include <utility>

#include "engine/exec/rows.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

namespace {

class Filter final : public Operator {
 public:
  Filter(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        input_(std::move(input)),
        parts_(expr::conjuncts(std::get<physical::Filter>(node.op).condition)),
        positions_(positions_of(columns(), input_->columns())) {
    for (const expr::Expression& part : parts_) {
      tests_.push_back(compile(part, input_->columns(), context));
    }
  }

 private:
  void do_open() override { input_->open(); }
  void do_skip_to(TermId key) override {
    if (!node().sorted_by.empty()) input_->skip_to(key);
  }

  bool do_next(Batch& out) override {
    while (input_->next(batch_)) {
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

  // Leaves the rows in rows_ for which every part is true.
  void select() {
    rows_.resize(batch_.rows);
    for (std::uint32_t i = 0; i < rows_.size(); ++i) rows_[i] = i;
    unknown_.assign(batch_.rows, false);
    for (const ScalarPtr& test : tests_) {
      found_.resize(rows_.size());
      const RowSet set = rows_.size() == batch_.rows ? all_rows(batch_) : rows_of(batch_, rows_);
      test->truths(set, found_.data());
      std::size_t kept = 0;
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (found_[i] == Truth::unknown) unknown_[rows_[i]] = 1;
        rows_[kept] = rows_[i];
        kept += found_[i] != Truth::no ? 1U : 0U;
      }
      rows_.resize(kept);
    }
    const std::size_t possible = rows_.size();
    std::erase_if(rows_, [this](std::uint32_t row) { return unknown_[row] != 0; });
    context().notes.dropped_unknown += possible - rows_.size();
  }

  OperatorPtr input_;
  std::vector<expr::Expression> parts_;
  std::vector<std::uint32_t> positions_;
  std::vector<ScalarPtr> tests_;
  Batch batch_;
  RowNumbers rows_;
  std::vector<std::uint8_t> unknown_;
  std::vector<Truth> found_;
};

}  // namespace

OperatorPtr make_filter(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<Filter>(context, node, std::move(input));
}

}  // namespace vouch::exec
