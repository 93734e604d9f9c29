#include "engine/exec/scalar_label.hpp"

#include <array>
#include <utility>

#include "storage/well_known.hpp"

namespace vouch::exec {

namespace {

class LabelScalar final : public ValueScalar {
 public:
  LabelScalar(const expr::FunctionOp& function, ScalarPtr entity, ExecContext& context)
      : function_(function),
        entity_(std::move(entity)),
        context_(context),
        labels_(context.snapshot, storage::Order::spo),
        nothing_(context.terms.encode(storage::text_term(""))) {}

  const TermId* values(const RowSet& rows, Column& scratch) override {
    const TermId* entities = entity_->values(rows, entities_);
    scratch.resize(rows.count);
    for (std::size_t row = 0; row < rows.count; ++row) {
      const bool again = row > 0 && entities[row] == entities[row - 1];
      scratch[row] = again ? scratch[row - 1] : label(entities[row]);
    }
    return scratch.data();
  }

 private:
  TermId label(TermId entity) {
    context_.worked(1);
    if (entity.tag() != storage::IdTag::iri) return worked_out(entity);
    TermId found;
    labels_.open(std::array{entity, storage::well_known::kLabel});
    if (labels_.next(nullptr, nullptr, &found, 1) == 0 || found == nothing_) return {};
    const bool plain =
        found.tag() == storage::IdTag::text || found.tag() == storage::IdTag::long_text;
    return plain ? found : worked_out(entity);
  }

  TermId worked_out(TermId entity) {
    const Term term = context_.terms.decode(entity);
    return context_.terms.encode(
        expr::call(*function_.function, std::span(&term, 1), nullptr, context_.values));
  }

  const expr::FunctionOp& function_;
  ScalarPtr entity_;
  ExecContext& context_;
  storage::TripleCursor labels_;
  TermId nothing_;  // an empty label is none
  Column entities_;
};

}  // namespace

ScalarPtr label_scalar(const expr::FunctionOp& function, ScalarPtr entity, ExecContext& context) {
  return std::make_unique<LabelScalar>(function, std::move(entity), context);
}

}  // namespace vouch::exec
