// engine/exec/scalar.hpp — an expression made ready for one schema: columns in, a column out.
//
// Shape     a tree; each node is called once per batch, never per row. A test yields Truth,
//           everything else ids; either can be asked of any node.
// Lifetime  borrows context and expression; a returned pointer holds until the batch or scratch
//           changes.
// Errors    none for data: an error makes the value unbound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "engine/exec/context.hpp"
#include "engine/exec/rows.hpp"
#include "engine/expr/expression.hpp"

namespace vouch::exec {

using expr::Truth;

// Some rows of a batch: those numbered, or the first `count` when there are no numbers.
struct RowSet {
  const Batch& batch;
  const std::uint32_t* numbers = nullptr;
  std::size_t count = 0;

  [[nodiscard]] std::uint32_t number(std::size_t i) const {
    return numbers == nullptr ? static_cast<std::uint32_t>(i) : numbers[i];
  }
};
[[nodiscard]] inline RowSet all_rows(const Batch& batch) {
  return {batch, nullptr, batch.rows};
}
[[nodiscard]] inline RowSet rows_of(const Batch& batch, std::span<const std::uint32_t> numbers) {
  return {batch, numbers.data(), numbers.size()};
}

class Scalar {
 public:
  Scalar() = default;
  virtual ~Scalar() = default;
  Scalar(const Scalar&) = delete;
  Scalar& operator=(const Scalar&) = delete;

  // One id per row: in `scratch`, or where the column already is.
  [[nodiscard]] virtual const TermId* values(const RowSet& rows, Column& scratch) = 0;
  virtual void truths(const RowSet& rows, Truth* out) = 0;
  [[nodiscard]] virtual bool is_constant() const { return false; }
};
using ScalarPtr = std::unique_ptr<Scalar>;

[[nodiscard]] TermId id_of(Truth truth);
[[nodiscard]] Truth truth_of(TermId id);  // only booleans are true or false

// Nodes whose nature is a value, or a test: the other question is answered from it.
class ValueScalar : public Scalar {
 public:
  void truths(const RowSet& rows, Truth* out) override;

 private:
  Column scratch_;
};
class TestScalar : public Scalar {
 public:
  [[nodiscard]] const TermId* values(const RowSet& rows, Column& scratch) override;
};

// `shown`: nothing compares the values by id, so a quantity keeps the unit it was computed in.
enum class Use : std::uint8_t { compared, shown };
[[nodiscard]] ScalarPtr compile(const expr::Expression& expression, const Columns& columns,
                                ExecContext& context, Use use = Use::compared);

}  // namespace vouch::exec
