#include "engine/exec/unit.hpp"

#include "engine/exec/rows.hpp"

namespace vouch::exec {

namespace {

class Unit final : public Operator {
 public:
  using Operator::Operator;

 private:
  void do_open() override { given_ = false; }
  bool do_next(Batch& out) override {
    if (given_) return false;
    given_ = true;
    reset(out, columns().size());
    for (Column& column : out.columns) column.push_back(storage::kUnbound);
    out.rows = 1;
    return true;
  }

  bool given_ = false;
};

}  // namespace

OperatorPtr make_unit(ExecContext& context, const physical::Node& node) {
  return std::make_unique<Unit>(context, node);
}

}  // namespace vouch::exec
