// engine/exec/fold.hpp — the running state of one aggregate over all groups.
//
// Shape     add() takes bound, already distinct values with their groups; finish() gives one id per
//           group. Counts, sums, means and extremes of small integers (and extremes of dates) never
//           leave ids; other values are kept and handed to expr::aggregate at the end.
//           Results that are only shown keep their spelling.
// Units     bytes() is what to charge.
// Lifetime  borrows context and the plan's aggregation.
// Errors    CapacityError "E0403" when an exact sum overflows.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "engine/exec/context.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

struct FoldInput {
  const Batch& batch;                     // the input rows
  std::span<const std::uint32_t> rows;    // those that count
  std::span<const std::uint32_t> groups;  // parallel to rows
  std::span<const TermId> ids;            // parallel; empty for count(*)
  std::span<const std::int64_t> weights;  // parallel to rows of the batch; empty: 1 each
};

class Fold {
 public:
  Fold() = default;
  virtual ~Fold() = default;
  Fold(const Fold&) = delete;
  Fold& operator=(const Fold&) = delete;

  virtual void clear() = 0;
  virtual void add(const FoldInput& input, std::size_t groups) = 0;
  [[nodiscard]] virtual Column finish(std::size_t groups) = 0;
  [[nodiscard]] virtual std::size_t bytes() const = 0;
};

[[nodiscard]] std::unique_ptr<Fold> make_fold(const logical::Aggregation& aggregation,
                                              const Columns& columns, ExecContext& context,
                                              Use use);

}  // namespace vouch::exec
