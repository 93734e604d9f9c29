#include "engine/exec/scalar.hpp"

namespace vouch::exec {

TermId id_of(Truth truth) {
  if (truth == Truth::unknown) return storage::kUnbound;
  return {storage::IdTag::boolean, truth == Truth::yes ? 1U : 0U};
}

Truth truth_of(TermId id) {
  if (id.tag() != storage::IdTag::boolean) return Truth::unknown;
  return id.payload() != 0 ? Truth::yes : Truth::no;
}

void ValueScalar::truths(const RowSet& rows, Truth* out) {
  const TermId* ids = values(rows, scratch_);
  for (std::size_t i = 0; i < rows.count; ++i) out[i] = truth_of(ids[i]);
}

const TermId* TestScalar::values(const RowSet& rows, Column& scratch) {
  std::vector<Truth> found(rows.count);
  truths(rows, found.data());
  scratch.resize(rows.count);
  for (std::size_t i = 0; i < rows.count; ++i) scratch[i] = id_of(found[i]);
  return scratch.data();
}

}  // namespace vouch::exec
