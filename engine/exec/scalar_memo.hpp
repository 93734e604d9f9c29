// engine/exec/scalar_memo.hpp — an operation on decoded terms, done once per distinct operands.
//
// Shape     operands that are constant are decoded once and do not count as part of the key. Errors
//           an operation notes (overflow, division by zero) are counted for every row that meets
//           them.
// Units     forgets everything when it knows kMemoKeys results.
// Lifetime  borrows context.
// Threads   one.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/exec/key_table.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

class TermMemo {
 public:
  // The operation sees all operands in order. References hold for the call.
  using Operation = std::function<Term(std::span<const Term> operands)>;

  TermMemo(std::vector<ScalarPtr> operands, Operation operation, ExecContext& context);

  // One id per row. Rows whose `decided` is set are skipped (may be null).
  void values(const RowSet& rows, TermId* out);
  // For callers that have the operands' columns (of all operands, constants included) at hand.
  [[nodiscard]] TermId value(const TermId* operands);

  [[nodiscard]] std::size_t operands() const { return operands_.size(); }
  [[nodiscard]] Scalar& operand(std::size_t i) { return *operands_[i]; }

 private:
  static constexpr std::size_t kMemoKeys = std::size_t{1} << 16U;

  struct Result {
    TermId id;
    std::uint32_t overflows = 0;
    std::uint32_t divisions_by_zero = 0;
  };
  [[nodiscard]] Result compute(const TermId* key);
  [[nodiscard]] TermId known(const TermId* key);

  ExecContext& context_;
  std::vector<ScalarPtr> operands_;
  Operation operation_;
  std::vector<std::uint32_t> varying_;  // operands that are no constants
  std::vector<Term> terms_;             // decoded operands of the call
  KeyTable keys_;
  std::vector<Result> results_;
  std::vector<Column> scratch_;
};

// A node that is nothing but such an operation.
[[nodiscard]] ScalarPtr memo_scalar(std::vector<ScalarPtr> operands, TermMemo::Operation operation,
                                    ExecContext& context);

}  // namespace vouch::exec
