#include "engine/exec/scalar_memo.hpp"

#include <array>
#include <utility>

namespace vouch::exec {

namespace {

std::vector<std::uint32_t> varying(const std::vector<ScalarPtr>& operands) {
  std::vector<std::uint32_t> positions;
  for (std::uint32_t i = 0; i < operands.size(); ++i) {
    if (!operands[i]->is_constant()) positions.push_back(i);
  }
  return positions;
}

class MemoScalar final : public ValueScalar {
 public:
  MemoScalar(std::vector<ScalarPtr> operands, TermMemo::Operation operation, ExecContext& context)
      : memo_(std::move(operands), std::move(operation), context) {}

  const TermId* values(const RowSet& rows, Column& scratch) override {
    scratch.resize(rows.count);
    memo_.values(rows, scratch.data());
    return scratch.data();
  }

 private:
  TermMemo memo_;
};

}  // namespace

TermMemo::TermMemo(std::vector<ScalarPtr> operands, Operation operation, ExecContext& context)
    : context_(context),
      operands_(std::move(operands)),
      operation_(std::move(operation)),
      varying_(varying(operands_)),
      terms_(operands_.size()),
      keys_(varying_.size()),
      scratch_(varying_.size()) {
  const Batch none;
  Column scratch;
  for (std::size_t i = 0; i < operands_.size(); ++i) {
    if (!operands_[i]->is_constant()) continue;
    terms_[i] = context_.terms.decode(*operands_[i]->values({none, nullptr, 1}, scratch));
  }
}

TermMemo::Result TermMemo::compute(const TermId* key) {
  for (std::size_t i = 0; i < varying_.size(); ++i) {
    terms_[varying_[i]] = context_.terms.decode(key[i]);
  }
  expr::ValueContext& values = context_.values;
  const std::uint64_t overflows = values.overflows;
  const std::uint64_t divisions = values.divisions_by_zero;
  context_.worked(1);
  const TermId id = context_.terms.encode_spelled(operation_(terms_));
  return {id, static_cast<std::uint32_t>(values.overflows - overflows),
          static_cast<std::uint32_t>(values.divisions_by_zero - divisions)};
}

TermId TermMemo::known(const TermId* key) {
  if (keys_.size() >= kMemoKeys) {
    keys_.clear();
    results_.clear();
  }
  bool fresh = false;
  const std::uint32_t number = keys_.insert(key, fresh);
  if (fresh) {
    results_.emplace_back();
    results_.back() = compute(key);
    return results_.back().id;
  }
  const Result& result = results_[number];
  context_.values.overflows += result.overflows;
  context_.values.divisions_by_zero += result.divisions_by_zero;
  return result.id;
}

TermId TermMemo::value(const TermId* operands) {
  std::array<TermId, 4> few;
  std::vector<TermId> many;
  TermId* key = few.data();
  if (varying_.size() > few.size()) {
    many.resize(varying_.size());
    key = many.data();
  }
  for (std::size_t i = 0; i < varying_.size(); ++i) key[i] = operands[varying_[i]];
  return known(key);
}

void TermMemo::values(const RowSet& rows, TermId* out) {
  std::vector<const TermId*> columns(varying_.size());
  for (std::size_t i = 0; i < varying_.size(); ++i) {
    columns[i] = operands_[varying_[i]]->values(rows, scratch_[i]);
  }
  std::vector<TermId> key(varying_.size() + 1);
  for (std::size_t row = 0; row < rows.count; ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) key[i] = columns[i][row];
    out[row] = known(key.data());
  }
}

ScalarPtr memo_scalar(std::vector<ScalarPtr> operands, TermMemo::Operation operation,
                      ExecContext& context) {
  return std::make_unique<MemoScalar>(std::move(operands), std::move(operation), context);
}

}  // namespace vouch::exec
