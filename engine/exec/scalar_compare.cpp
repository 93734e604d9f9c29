#include "engine/exec/scalar_compare.hpp"

#include <array>
#include <utility>

#include "engine/exec/scalar_memo.hpp"

namespace vouch::exec {

namespace {

using expr::Comparison;
using storage::IdTag;

// What kinds of value can be equal to each other.
enum class Family : std::uint8_t { none, entity, boolean, exact, measured, text };

Family family(IdTag tag) {
  switch (tag) {
    case IdTag::blank:
    case IdTag::iri:
    case IdTag::claim: return Family::entity;
    case IdTag::boolean: return Family::boolean;
    case IdTag::integer:
    case IdTag::number: return Family::exact;
    case IdTag::quantity:
    case IdTag::date:
    case IdTag::long_date: return Family::measured;
    case IdTag::text:
    case IdTag::long_text:
    case IdTag::literal: return Family::text;
    case IdTag::unbound:
    case IdTag::local: return Family::none;
  }
  return Family::none;
}

bool measured_meet(Family a, Family b) {
  return (a == Family::measured || a == Family::exact) &&
         (b == Family::measured || b == Family::exact) &&
         !(a == Family::exact && b == Family::exact);
}

// Are the terms equal, as far as their ids tell? False in `decided` when they do not.
bool equal_by_id(TermId a, TermId b, bool& decided) {
  const Family left = family(a.tag());
  const Family right = family(b.tag());
  decided = left != Family::none && right != Family::none && !measured_meet(left, right);
  return a == b;
}

bool in_order(Comparison op, TermId a, TermId b) {
  switch (op) {
    case Comparison::equal: return a == b;
    case Comparison::not_equal: return a != b;
    case Comparison::less: return a < b;
    case Comparison::less_equal: return a <= b;
    case Comparison::greater: return a > b;
    case Comparison::greater_equal: return a >= b;
  }
  return false;
}

bool ids_are_ordered(TermId a, TermId b) {
  return a.tag() == b.tag() &&
         (a.tag() == IdTag::integer || a.tag() == IdTag::text || a.tag() == IdTag::boolean);
}

class CompareScalar final : public TestScalar {
 public:
  CompareScalar(Comparison op, bool possibly, std::vector<ScalarPtr> operands, ExecContext& context)
      : op_(op),
        memo_(
            std::move(operands),
            [op, possibly, &values = context.values](std::span<const Term> terms) {
              return expr::term_of(expr::compare(op, terms[0], terms[1], possibly, values));
            },
            context) {}

  void truths(const RowSet& rows, Truth* out) override {
    const TermId* left = memo_.operand(0).values(rows, left_);
    const TermId* right = memo_.operand(1).values(rows, right_);
    if (op_ == Comparison::equal || op_ == Comparison::not_equal) {
      for (std::size_t i = 0; i < rows.count; ++i) out[i] = equality(left[i], right[i]);
    } else {
      for (std::size_t i = 0; i < rows.count; ++i) out[i] = order(left[i], right[i]);
    }
  }

 private:
  Truth equality(TermId a, TermId b) {
    bool decided = false;
    const bool equal = equal_by_id(a, b, decided);
    if (decided) return expr::truth(equal == (op_ == Comparison::equal));
    return by_value(a, b);
  }
  Truth order(TermId a, TermId b) {
    if (ids_are_ordered(a, b)) return expr::truth(in_order(op_, a, b));
    return by_value(a, b);
  }
  Truth by_value(TermId a, TermId b) {
    if (!a.bound() || !b.bound()) return Truth::unknown;
    const std::array<TermId, 2> pair{a, b};
    return truth_of(memo_.value(pair.data()));
  }

  Comparison op_;
  TermMemo memo_;
  Column left_;
  Column right_;
};

std::vector<ScalarPtr> pair_of(ScalarPtr left, ScalarPtr right) {
  std::vector<ScalarPtr> operands;
  operands.push_back(std::move(left));
  operands.push_back(std::move(right));
  return operands;
}

}  // namespace

ScalarPtr compare_scalar(Comparison op, bool possibly, ScalarPtr left, ScalarPtr right,
                         ExecContext& context) {
  return std::make_unique<CompareScalar>(op, possibly, pair_of(std::move(left), std::move(right)),
                                         context);
}

}  // namespace vouch::exec
