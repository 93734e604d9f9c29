// Filter, extend, unnest, union, distinct, project, slice: operators that take rows one by one.
#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

using expr::Comparison;

class RowOperators : public testing::Test {
 protected:
  [[nodiscard]] Node numbers(std::initializer_list<std::int64_t> list) {
    Rows made;
    for (const std::int64_t number : list) made.push_back({integer(number)});
    return values(facts_.terms(), {x_}, made);
  }
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }

  Facts facts_;
  const VariableId x_ = var(0);
  const VariableId y_ = var(1);
};

TEST_F(RowOperators, UnitGivesOneRowAndEmptyNone) {
  EXPECT_EQ(rows(node(physical::Unit{}, {}), terms()), Rows{Row{}});
  EXPECT_EQ(rows(node(physical::Empty{{x_}}, {x_}), terms()), Rows{});
}

TEST_F(RowOperators, ValuesKeepUnboundCellsAndRepeats) {
  const Rows expected{{kNothing, integer(1)}, {integer(2), integer(2)}, {integer(2), integer(2)}};
  EXPECT_EQ(rows(values(terms(), {x_, y_}, expected), terms()), expected);
}

TEST_F(RowOperators, FilterKeepsRowsThatAreTrue) {
  Node filter = node(
      physical::Filter{numbers({5, 1, 7, 3, 5}), compare(Comparison::greater, ref(x_), number(3))},
      {x_});
  EXPECT_EQ(ordered_rows(std::move(filter), terms()),
            (Rows{{integer(5)}, {integer(7)}, {integer(5)}}));
}

TEST_F(RowOperators, FilterCountsOnlyRowsUnknownAsAWhole) {
  const Rows input{{integer(1), kNothing}, {integer(9), kNothing}, {integer(9), integer(9)}};
  std::vector<Expression> both{compare(Comparison::equal, ref(y_), number(9)),
                               compare(Comparison::equal, ref(x_), number(9))};
  const physical::Plan plan = plan_of(
      node(physical::Filter{values(terms(), {x_, y_}, input), expr::conjunction(both)}, {x_}));
  exec::Execution execution(plan, terms(), {});
  EXPECT_EQ(rows_of(execution, 1024), (Rows{{integer(9)}}));
  EXPECT_EQ(execution.notes().dropped_unknown, 1U);
}

TEST_F(RowOperators, ExtendComputesAndLeavesErrorsUnbound) {
  Node extend = node(physical::Extend{numbers({4, 0}), y_,
                                      arithmetic(expr::Arithmetic::divide, number(8), ref(x_))},
                     {x_, y_});
  const physical::Plan plan = plan_of(std::move(extend));
  exec::Execution execution(plan, terms(), {});
  EXPECT_EQ(rows_of(execution, 1024), (Rows{{integer(4), integer(2)}, {integer(0), kNothing}}));
  EXPECT_EQ(execution.notes().divisions_by_zero, 1U);
}

TEST_F(RowOperators, ErrorsAreCountedForEveryRow) {
  Node extend = node(physical::Extend{numbers({0, 0, 0}), y_,
                                      arithmetic(expr::Arithmetic::divide, number(8), ref(x_))},
                     {x_, y_});
  const physical::Plan plan = plan_of(std::move(extend));
  exec::Execution execution(plan, terms(), {});
  EXPECT_EQ(rows_of(execution, 1024).size(), 3U);
  EXPECT_EQ(execution.notes().divisions_by_zero, 3U);
}

TEST_F(RowOperators, UnnestGivesARowPerElement) {
  storage::List list{
      {storage::number_term(1), storage::text_term("a rather long text"), storage::number_term(1)}};
  logical::Values input{{x_}, {{constant(Term(list))}, {number(7)}, {constant(Term())}}};
  Node unnest = node(physical::Unnest{node(physical::Values{input}, {x_}), y_, ref(x_)}, {y_});
  const TermId text = terms().encode(storage::text_term("a rather long text"));
  EXPECT_EQ(ordered_rows(std::move(unnest), terms()),
            (Rows{{integer(1)}, {text}, {integer(1)}, {integer(7)}}));
}

TEST_F(RowOperators, UnionAlignsColumnsAndLeavesMissingOnesUnbound) {
  Node other = values(terms(), {y_, x_}, {{integer(20), integer(10)}});
  Node all = node(physical::Union{{numbers({1}), std::move(other)}, false}, {x_, y_});
  EXPECT_EQ(ordered_rows(std::move(all), terms()),
            (Rows{{integer(1), kNothing}, {integer(10), integer(20)}}));
}

TEST_F(RowOperators, UnionDistinctGivesRowsOfBothBranchesOnce) {
  Node all = node(physical::Union{{numbers({1, 2, 1}), numbers({2, 3})}, true}, {x_});
  EXPECT_EQ(ordered_rows(std::move(all), terms()),
            (Rows{{integer(1)}, {integer(2)}, {integer(3)}}));
}

TEST_F(RowOperators, DistinctTakesUnboundForAValue) {
  const Rows input{{kNothing}, {integer(1)}, {kNothing}, {integer(1)}};
  Node distinct = node(physical::Distinct{values(terms(), {x_}, input)}, {x_});
  EXPECT_EQ(ordered_rows(std::move(distinct), terms()), (Rows{{kNothing}, {integer(1)}}));
}

TEST_F(RowOperators, ProjectReordersAndDrops) {
  Node input = values(terms(), {x_, y_}, {{integer(1), integer(2)}});
  EXPECT_EQ(rows(node(physical::Project{input, {y_, x_}}, {y_, x_}), terms()),
            (Rows{{integer(2), integer(1)}}));
  EXPECT_EQ(rows(node(physical::Project{input, {}}, {}), terms()), Rows{Row{}});
}

TEST_F(RowOperators, SliceCountsOverAllRowsOrPerGroup) {
  Node all = node(physical::Slice{numbers({1, 2, 3, 4, 5}), 1, 3, {}}, {x_});
  EXPECT_EQ(ordered_rows(std::move(all), terms()),
            (Rows{{integer(2)}, {integer(3)}, {integer(4)}}));
  const Rows input{{integer(1), integer(1)},
                   {integer(2), integer(1)},
                   {integer(1), integer(2)},
                   {integer(2), integer(2)},
                   {integer(1), integer(3)}};
  Node grouped = node(physical::Slice{values(terms(), {x_, y_}, input), 1, 1, {x_}}, {x_, y_});
  EXPECT_EQ(ordered_rows(std::move(grouped), terms()),
            (Rows{{integer(1), integer(2)}, {integer(2), integer(2)}}));
}

TEST_F(RowOperators, SliceWithoutLimitOrWithZero) {
  EXPECT_EQ(rows(node(physical::Slice{numbers({1, 2}), 1, std::nullopt, {}}, {x_}), terms()),
            (Rows{{integer(2)}}));
  EXPECT_EQ(rows(node(physical::Slice{numbers({1, 2}), 0, 0, {}}, {x_}), terms()), Rows{});
  EXPECT_EQ(rows(node(physical::Slice{numbers({1, 2}), 9, 9, {}}, {x_}), terms()), Rows{});
}

TEST_F(RowOperators, EqualComputedValuesHaveOneId) {
  // 2 + 3 is the integer 5 whether written or computed; a text computed twice is one local term.
  const TermId long_text = terms().encode(storage::text_term("nowhere in the store"));
  EXPECT_EQ(long_text.tag(), storage::IdTag::local);
  EXPECT_EQ(terms().encode(storage::text_term("nowhere in the store")), long_text);
  Node extend = node(
      physical::Extend{numbers({2}), y_, arithmetic(expr::Arithmetic::add, ref(x_), number(3))},
      {y_});
  EXPECT_EQ(rows(std::move(extend), terms()), (Rows{{integer(5)}}));
}

}  // namespace
}  // namespace vouch::test
