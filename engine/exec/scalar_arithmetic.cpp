#include "engine/exec/scalar_arithmetic.hpp"

#include <array>
#include <utility>

#include "engine/exec/scalar_memo.hpp"

namespace vouch::exec {

namespace {

using expr::Arithmetic;
using storage::IdTag;

// Nothing when the result is no small integer.
bool small_result(Arithmetic op, std::int64_t a, std::int64_t b, std::int64_t& result) {
  switch (op) {
    case Arithmetic::add: return !__builtin_add_overflow(a, b, &result) && fits_inline(result);
    case Arithmetic::subtract: return !__builtin_sub_overflow(a, b, &result) && fits_inline(result);
    case Arithmetic::multiply: return !__builtin_mul_overflow(a, b, &result) && fits_inline(result);
    case Arithmetic::divide:
      if (b == 0 || a % b != 0) return false;
      result = a / b;
      return fits_inline(result);
    case Arithmetic::remainder:
      if (b == 0) return false;
      result = a % b;
      return true;
  }
  return false;
}

class ArithmeticScalar final : public ValueScalar {
 public:
  ArithmeticScalar(Arithmetic op, std::vector<ScalarPtr> operands, ExecContext& context)
      : op_(op),
        memo_(
            std::move(operands),
            [op, &values = context.values](std::span<const Term> terms) {
              return expr::arithmetic(op, terms[0], terms[1], values);
            },
            context) {}

  const TermId* values(const RowSet& rows, Column& scratch) override {
    const TermId* left = memo_.operand(0).values(rows, left_);
    const TermId* right = memo_.operand(1).values(rows, right_);
    scratch.resize(rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) scratch[i] = value(left[i], right[i]);
    return scratch.data();
  }

 private:
  TermId value(TermId a, TermId b) {
    if (!a.bound() || !b.bound()) return storage::kUnbound;
    std::int64_t result = 0;
    if (a.tag() == IdTag::integer && b.tag() == IdTag::integer &&
        small_result(op_, integer_of(a), integer_of(b), result)) {
      return id_of_integer(result);
    }
    const std::array<TermId, 2> pair{a, b};
    return memo_.value(pair.data());
  }

  Arithmetic op_;
  TermMemo memo_;
  Column left_;
  Column right_;
};

}  // namespace

ScalarPtr arithmetic_scalar(Arithmetic op, ScalarPtr left, ScalarPtr right, ExecContext& context) {
  std::vector<ScalarPtr> operands;
  operands.push_back(std::move(left));
  operands.push_back(std::move(right));
  return std::make_unique<ArithmeticScalar>(op, std::move(operands), context);
}

}  // namespace vouch::exec
