#include "engine/exec/union.hpp"

#include <utility>

#include "engine/exec/distinct_rows.hpp"

namespace vouch::exec {

namespace {

class Union final : public Operator {
 public:
  Union(ExecContext& context, const physical::Node& node, Inputs inputs)
      : Operator(context, node),
        inputs_(std::move(inputs)),
        distinct_(std::get<physical::Union>(node.op).distinct),
        account_(context.memory, "union"),
        seen_(columns().size(), context.terms) {
    for (const OperatorPtr& input : inputs_) {
      positions_.push_back(positions_of(columns(), input->columns()));
    }
  }

 private:
  void do_open() override {
    at_ = 0;
    opened_ = false;
    seen_.clear();
  }
  bool do_next(Batch& out) override {
    while (at_ < inputs_.size()) {
      if (!opened_) inputs_[at_]->open();
      opened_ = true;
      if (!inputs_[at_]->next(batch_)) {
        ++at_;
        opened_ = false;
        continue;
      }
      project(batch_, positions_[at_], out);
      if (!distinct_ || only_fresh(out)) return true;
    }
    return distinct_ && seen_.take_waiting(batch_rows(), out);
  }
  bool only_fresh(Batch& out) {
    const std::span<const std::uint32_t> fresh = seen_.fresh(out);
    account_.hold(seen_.bytes());
    if (fresh.size() < out.rows) keep(out, fresh);
    return out.rows > 0;
  }

  Inputs inputs_;
  std::vector<std::vector<std::uint32_t>> positions_;
  bool distinct_;
  MemoryAccount account_;
  DistinctRows seen_;
  std::size_t at_ = 0;
  bool opened_ = false;
  Batch batch_;
};

}  // namespace

OperatorPtr make_union(ExecContext& context, const physical::Node& node, Inputs inputs) {
  return std::make_unique<Union>(context, node, std::move(inputs));
}

}  // namespace vouch::exec
