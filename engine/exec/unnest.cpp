#include "engine/exec/unnest.hpp"

#include <utility>

#include "engine/exec/rows.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

namespace {

class Unnest final : public Operator {
 public:
  Unnest(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        input_(std::move(input)),
        list_(compile(std::get<physical::Unnest>(node.op).list, input_->columns(), context)),
        target_(position_of(columns(), std::get<physical::Unnest>(node.op).variable)),
        positions_(positions_of(columns(), input_->columns())) {}

 private:
  void do_open() override {
    input_->open();
    batch_.rows = 0;
    row_ = 0;
    items_.clear();
    item_ = 0;
  }

  bool do_next(Batch& out) override {
    rows_.clear();
    elements_.clear();
    while (rows_.empty()) {
      if (row_ == batch_.rows && item_ == items_.size()) {
        if (!input_->next(batch_)) return false;
        const TermId* ids = list_->values(all_rows(batch_), scratch_);
        lists_.assign(ids, ids + batch_.rows);
        row_ = 0;
      }
      fill();
    }
    reset(out, columns().size());
    append_selected(out, batch_, positions_, rows_);
    if (target_ != kNoColumn) out.columns[target_] = elements_;
    return true;
  }

  // Rows of the current input batch until it or the output is full.
  void fill() {
    while (rows_.size() < batch_rows()) {
      if (item_ == items_.size()) {
        if (row_ == batch_.rows) return;
        unfold(lists_[row_++]);
        continue;
      }
      rows_.push_back(static_cast<std::uint32_t>(row_ - 1));
      elements_.push_back(items_[item_++]);
    }
  }

  void unfold(TermId id) {
    items_.clear();
    item_ = 0;
    if (!id.bound()) return;
    if (id.tag() != storage::IdTag::local) {
      items_.push_back(id);
      return;
    }
    const auto* list = context().terms.decode(id).as<storage::List>();
    if (list == nullptr) {
      items_.push_back(id);
      return;
    }
    const std::vector<Term> terms = list->items;
    for (const Term& term : terms) items_.push_back(context().terms.encode(term));
    context().worked(items_.size());
  }

  OperatorPtr input_;
  ScalarPtr list_;
  std::uint32_t target_;
  std::vector<std::uint32_t> positions_;
  Batch batch_;
  std::size_t row_ = 0;
  Column lists_;
  Column items_;  // of row_ - 1
  std::size_t item_ = 0;
  Column scratch_;
  RowNumbers rows_;
  Column elements_;
};

}  // namespace

OperatorPtr make_unnest(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<Unnest>(context, node, std::move(input));
}

}  // namespace vouch::exec
