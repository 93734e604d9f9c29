#include "engine/exec/distinct.hpp"

#include <utility>

#include "engine/exec/distinct_rows.hpp"

namespace vouch::exec {

namespace {

class Distinct final : public Operator {
 public:
  Distinct(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        input_(std::move(input)),
        positions_(positions_of(columns(), input_->columns())),
        account_(context.memory, "distinct"),
        seen_(columns().size(), context.terms) {}

 private:
  void do_open() override {
    input_->open();
    seen_.clear();
  }
  bool do_next(Batch& out) override {
    while (input_->next(batch_)) {
      project(batch_, positions_, out);
      const std::span<const std::uint32_t> fresh = seen_.fresh(out);
      account_.hold(seen_.bytes());
      if (fresh.empty()) continue;
      if (fresh.size() < out.rows) keep(out, fresh);
      return true;
    }
    return seen_.take_waiting(batch_rows(), out);
  }

  OperatorPtr input_;
  std::vector<std::uint32_t> positions_;
  MemoryAccount account_;
  DistinctRows seen_;
  Batch batch_;
};

}  // namespace

OperatorPtr make_distinct(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<Distinct>(context, node, std::move(input));
}

}  // namespace vouch::exec
