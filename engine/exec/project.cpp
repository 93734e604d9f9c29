#include "engine/exec/project.hpp"

#include <utility>

#include "engine/exec/rows.hpp"

namespace vouch::exec {

namespace {

class Project final : public Operator {
 public:
  Project(ExecContext& context, const physical::Node& node, OperatorPtr input)
      : Operator(context, node),
        input_(std::move(input)),
        positions_(positions_of(columns(), input_->columns())) {}

 private:
  void do_open() override { input_->open(); }
  bool do_next(Batch& out) override {
    if (!input_->next(batch_)) return false;
    project(batch_, positions_, out);
    return true;
  }

  OperatorPtr input_;
  std::vector<std::uint32_t> positions_;
  Batch batch_;
};

}  // namespace

OperatorPtr make_project(ExecContext& context, const physical::Node& node, OperatorPtr input) {
  return std::make_unique<Project>(context, node, std::move(input));
}

}  // namespace vouch::exec
