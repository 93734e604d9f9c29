// engine/exec/row_weights.hpp — how often each row of a batch counts.
//
// Shape     the product of some columns of counts; rows that count 0 times are taken out of the
//           batch. Without such columns every row counts once.
// Lifetime  the span holds until the next call.
// Errors    CapacityError "E0403" when a count goes beyond 64 bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/exec/rows.hpp"

namespace vouch::exec {

// Sums and products of counts, and the term of one.
[[nodiscard]] std::int64_t sum_of_counts(std::int64_t a, std::int64_t b);
[[nodiscard]] std::int64_t product_of_counts(std::int64_t a, std::int64_t b);
[[nodiscard]] TermId id_of_count(std::int64_t count, Terms& terms);

class RowWeights {
 public:
  RowWeights(const Columns& columns, const Columns& weights);

  // Parallel to the rows left in the batch; empty: 1 each.
  [[nodiscard]] std::span<const std::int64_t> of(Batch& batch);

 private:
  void drop_zeros(Batch& batch);

  std::vector<std::uint32_t> at_;
  std::vector<std::int64_t> weights_;
  RowNumbers kept_;
};

}  // namespace vouch::exec
