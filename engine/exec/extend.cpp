#include "engine/exec/extend.hpp"

#include <utility>

#include "engine/exec/rows.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

namespace {

class Extend final : public Operator {
 public:
  Extend(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        input_(std::move(input)),
        value_(compile(std::get<physical::Extend>(node.op).value, input_->columns(), context,
                       std::get<physical::Extend>(node.op).shown ? Use::shown : Use::compared)),
        target_(position_of(columns(), std::get<physical::Extend>(node.op).variable)),
        positions_(positions_of(columns(), input_->columns())) {}

 private:
  void do_open() override { input_->open(); }

  bool do_next(Batch& out) override {
    if (!input_->next(batch_)) return false;
    const TermId* ids = value_->values(all_rows(batch_), scratch_);
    if (target_ != kNoColumn) computed_.assign(ids, ids + batch_.rows);
    project(batch_, positions_, out);
    if (target_ != kNoColumn) std::swap(out.columns[target_], computed_);
    return true;
  }

  OperatorPtr input_;
  ScalarPtr value_;
  std::uint32_t target_;
  std::vector<std::uint32_t> positions_;
  Batch batch_;
  Column scratch_;
  Column computed_;
};

}  // namespace

OperatorPtr make_extend(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<Extend>(context, node, std::move(input));
}

}  // namespace vouch::exec
