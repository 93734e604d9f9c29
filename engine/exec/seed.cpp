#include "engine/exec/seed.hpp"

#include "engine/exec/rows.hpp"

namespace vouch::exec {

namespace {

class Seed final : public Operator {
 public:
  using Operator::Operator;

 private:
  void do_open() override {
    rows_ = &context().seed(std::get<physical::Seed>(node().op).id);
    positions_ = positions_of(columns(), rows_->variables);
    reader_.start(rows_->rows.rows);
  }
  bool do_next(Batch& out) override {
    std::size_t from = 0;
    const std::size_t count = reader_.take(batch_rows(), from);
    reset(out, columns().size());
    for (std::size_t c = 0; c < columns().size(); ++c) {
      if (positions_[c] == kNoColumn) {
        out.columns[c].resize(count);
        continue;
      }
      const TermId* begin = rows_->rows.columns[positions_[c]].data() + from;
      out.columns[c].assign(begin, begin + count);
    }
    out.rows = count;
    return count > 0;
  }

  const SeedRows* rows_ = nullptr;
  std::vector<std::uint32_t> positions_;
  RowReader reader_;
};

}  // namespace

OperatorPtr make_seed(ExecContext& context, const physical::Node& node) {
  return std::make_unique<Seed>(context, node);
}

}  // namespace vouch::exec
