#include "engine/exec/empty.hpp"

namespace vouch::exec {

namespace {

class Empty final : public Operator {
 public:
  using Operator::Operator;

 private:
  void do_open() override {}
  bool do_next(Batch& /*out*/) override { return false; }
};

}  // namespace

OperatorPtr make_empty(ExecContext& context, const physical::Node& node) {
  return std::make_unique<Empty>(context, node);
}

}  // namespace vouch::exec
