#include "engine/exec/row_weights.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/invariant.hpp"
#include "engine/exec/scalar_arithmetic.hpp"

namespace vouch::exec {

namespace {

[[noreturn]] void too_many() {
  throw CapacityError("E0403", "a count goes beyond what integers can hold");
}

}  // namespace

std::int64_t sum_of_counts(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) too_many();
  return sum;
}

std::int64_t product_of_counts(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) too_many();
  return product;
}

TermId id_of_count(std::int64_t count, Terms& terms) {
  return fits_inline(count) ? id_of_integer(count) : terms.encode(storage::number_term(count));
}

RowWeights::RowWeights(const Columns& columns, const Columns& weights)
    : at_(positions_of(weights, columns)) {
  for (const std::uint32_t at : at_) invariant(at != kNoColumn, "a weight the input lacks");
}

std::span<const std::int64_t> RowWeights::of(Batch& batch) {
  if (at_.empty()) return {};
  weights_.assign(batch.rows, 1);
  bool zeros = false;
  for (const std::uint32_t at : at_) {
    const Column& counts = batch.columns[at];
    for (std::size_t row = 0; row < batch.rows; ++row) {
      if (counts[row].tag() != storage::IdTag::integer) too_many();  // larger than ids hold
      weights_[row] = product_of_counts(weights_[row], integer_of(counts[row]));
      zeros = zeros || weights_[row] == 0;
    }
  }
  if (zeros) drop_zeros(batch);
  return weights_;
}

void RowWeights::drop_zeros(Batch& batch) {
  kept_.clear();
  for (std::uint32_t row = 0; row < batch.rows; ++row) {
    if (weights_[row] != 0) kept_.push_back(row);
  }
  keep(batch, kept_);
  std::erase(weights_, 0);
}

}  // namespace vouch::exec
