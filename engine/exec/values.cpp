#include "engine/exec/values.hpp"

#include "engine/exec/rows.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

namespace {

class Values final : public Operator {
 public:
  Values(ExecContext& context, const physical::Node& node)
      : Operator(context, node), account_(context.memory, "values") {}

 private:
  void do_open() override {
    if (!computed_) compute();
    computed_ = true;
    reader_.start(table_.rows);
  }

  void compute() {
    const logical::Values& values = std::get<physical::Values>(node().op).values;
    reset(table_, columns().size());
    const Batch none;
    Column scratch;
    for (const std::vector<expr::Expression>& row : values.rows) {
      for (std::size_t c = 0; c < columns().size(); ++c) {
        const std::uint32_t at = position_of(values.variables, columns()[c]);
        TermId id;
        if (at != kNoColumn) {
          const ScalarPtr cell = compile(row[at], {}, context());
          id = *cell->values({none, nullptr, 1}, scratch);
        }
        table_.columns[c].push_back(id);
      }
    }
    table_.rows = values.rows.size();
    account_.hold(bytes_of(table_));
  }

  bool do_next(Batch& out) override {
    std::size_t from = 0;
    const std::size_t count = reader_.take(batch_rows(), from);
    reset(out, columns().size());
    for (std::size_t c = 0; c < columns().size(); ++c) {
      const auto begin = table_.columns[c].begin() + static_cast<std::ptrdiff_t>(from);
      out.columns[c].assign(begin, begin + static_cast<std::ptrdiff_t>(count));
    }
    out.rows = count;
    return count > 0;
  }

  MemoryAccount account_;
  bool computed_ = false;
  Batch table_;
  RowReader reader_;
};

}  // namespace

OperatorPtr make_values(ExecContext& context, const physical::Node& node) {
  return std::make_unique<Values>(context, node);
}

}  // namespace vouch::exec
