#include "engine/exec/block_join.hpp"

#include <utility>

#include "engine/exec/block_match.hpp"
#include "engine/exec/join_columns.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/scalar_arithmetic.hpp"

namespace vouch::exec {

namespace {

using logical::ApplyKind;
using physical::BlockWay;

bool gives_rows(ApplyKind kind) {
  return kind == ApplyKind::inner || kind == ApplyKind::left;
}

Wanted wanted_by(ApplyKind kind) {
  if (gives_rows(kind)) return Wanted::rows;
  return kind == ApplyKind::count ? Wanted::number : Wanted::test;
}

class BlockJoin final : public Operator {
 public:
  BlockJoin(ExecContext& context, const physical::Node& node, OperatorPtr outer, OperatorPtr inner,
            bool inner_is_fixed)
      : Operator(context, node),
        block_(std::get<physical::BlockJoin>(node.op)),
        outer_(std::move(outer)),
        inner_(std::move(inner)),
        matcher_(make({context, *outer_, *inner_, block_.keys, wanted_by(block_.kind),
                       inner_is_fixed})),
        result_at_(block_.result ? position_of(columns(), *block_.result) : kNoColumn),
        join_(outer_->columns(), gives_rows(block_.kind) ? inner_->columns() : Columns{},
              columns(), block_.keys) {}

 private:
  [[nodiscard]] std::unique_ptr<BlockMatcher> make(const BlockSides& sides) const {
    switch (block_.way) {
      case BlockWay::merge: return merge_matcher(sides);
      case BlockWay::build_inner: return inner_table_matcher(sides);
      case BlockWay::build_outer: return outer_table_matcher(sides);
    }
    return nullptr;
  }

  void do_open() override {
    matcher_->open();
    found_.outer.rows = 0;
    row_ = 0;
    at_ = 0;
  }

  bool do_next(Batch& out) override {
    reset(out, columns().size());
    while (out.rows == 0) {
      if (row_ == found_.outer.rows) {
        row_ = 0;
        at_ = 0;
        found_.outer.rows = 0;
        if (!matcher_->next(found_)) return false;
      }
      pairs_.clear();
      switch (block_.kind) {
        case ApplyKind::inner:
        case ApplyKind::left: pair_up(); break;
        case ApplyKind::semi: select(true); break;
        case ApplyKind::anti: select(false); break;
        case ApplyKind::mark:
        case ApplyKind::count: mark(); break;
      }
      join_.append(found_.outer, *found_.inner, pairs_, out);
      if (result_at_ != kNoColumn) out.columns[result_at_] = results_;
      context().worked(out.rows);
    }
    return true;
  }

  void do_skip_to(TermId key) override {
    if (!node().sorted_by.empty()) outer_->skip_to(key);
  }

  void pair_up() {
    while (row_ < found_.outer.rows && pairs_.size() < batch_rows()) {
      const std::uint32_t count = found_.counts[row_];
      for (; at_ < count && pairs_.size() < batch_rows(); ++at_) {
        pairs_.add(row_, found_.begins[row_] + at_);
      }
      if (at_ < count) return;
      if (count == 0 && block_.kind == ApplyKind::left) pairs_.add(row_, kNoRow);
      ++row_;
      at_ = 0;
    }
  }
  void select(bool with) {
    for (; row_ < found_.outer.rows && pairs_.size() < batch_rows(); ++row_) {
      if ((found_.counts[row_] > 0) == with) pairs_.add(row_, kNoRow);
    }
  }
  void mark() {
    results_.clear();
    for (; row_ < found_.outer.rows && pairs_.size() < batch_rows(); ++row_) {
      const std::uint32_t count = found_.counts[row_];
      pairs_.add(row_, kNoRow);
      results_.push_back(block_.kind == ApplyKind::count
                             ? id_of_integer(static_cast<std::int64_t>(count))
                             : TermId(storage::IdTag::boolean, count > 0 ? 1 : 0));
    }
  }

  const physical::BlockJoin& block_;
  OperatorPtr outer_;
  OperatorPtr inner_;
  std::unique_ptr<BlockMatcher> matcher_;
  std::uint32_t result_at_;
  JoinColumns join_;

  BlockMatches found_;
  std::size_t row_ = 0;  // of the outer rows, the next to give out
  std::size_t at_ = 0;   // in its inner rows
  RowPairs pairs_;
  Column results_;
};

}  // namespace

OperatorPtr make_block_join(ExecContext& context, const physical::Node& node, OperatorPtr outer,
                            OperatorPtr inner, bool inner_is_fixed) {
  return std::make_unique<BlockJoin>(context, node, std::move(outer), std::move(inner),
                                     inner_is_fixed);
}

}  // namespace vouch::exec
