// Aggregates: groups, distinct, order and limit inside, unbound values, mixed kinds.
#include <random>

#include "engine/exec/snapshot_values.hpp"
#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

using expr::AggregateKind;

const VariableId kX = var(0);
const VariableId kG = var(1);
const VariableId kResult = var(2);

class Aggregates : public testing::Test {
 protected:
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }
  static logical::Aggregation of(AggregateKind kind, bool distinct = false) {
    logical::Aggregation made;
    made.result = kResult;
    made.kind = kind;
    made.distinct = distinct;
    made.argument = ref(kX);
    return made;
  }
  [[nodiscard]] physical::Plan plan(const Rows& input, logical::Aggregation aggregation,
                                    Variables keys) {
    Variables columns = keys;
    columns.push_back(kResult);
    return plan_of(node(
        physical::Aggregate{
            values(terms(), {kX, kG}, input), std::move(keys), {std::move(aggregation)}},
        columns));
  }
  // One group.
  [[nodiscard]] Term all(const Rows& input, logical::Aggregation aggregation) {
    const Rows found = run(plan(input, std::move(aggregation), {}), terms());
    EXPECT_EQ(found.size(), 1U);
    return terms().decode(found.at(0).at(0));
  }
  [[nodiscard]] Rows grouped(const Rows& input, logical::Aggregation aggregation) {
    return sorted(run(plan(input, std::move(aggregation), {kG}), terms()));
  }
  static Row pair(std::int64_t a, std::int64_t b) { return {integer(a), integer(b)}; }
  static Rows numbers(std::initializer_list<std::int64_t> list) {
    Rows made;
    for (const std::int64_t number : list) made.push_back(pair(number, 0));
    return made;
  }
  static Term fraction(std::int64_t a, std::int64_t b) {
    return Term(storage::Quantity::of(*storage::Number::from_fraction(a, b)));
  }

  Facts facts_;
};

TEST_F(Aggregates, OfNothingGiveOneRow) {
  EXPECT_EQ(all({}, of(AggregateKind::count)), storage::number_term(0));
  EXPECT_EQ(all({}, of(AggregateKind::sum)), storage::number_term(0));
  EXPECT_EQ(all({}, of(AggregateKind::list)), Term(storage::List{}));
  for (const AggregateKind kind :
       {AggregateKind::avg, AggregateKind::min, AggregateKind::max, AggregateKind::median,
        AggregateKind::first, AggregateKind::last, AggregateKind::product, AggregateKind::all,
        AggregateKind::any, AggregateKind::hhi, AggregateKind::share}) {
    EXPECT_FALSE(all({}, of(kind)).bound());
  }
  EXPECT_EQ(grouped({}, of(AggregateKind::count)), Rows{});
}

TEST_F(Aggregates, OfIntegers) {
  const Rows input = numbers({4, 1, 4, 3});
  EXPECT_EQ(all(input, of(AggregateKind::count)), storage::number_term(4));
  EXPECT_EQ(all(input, of(AggregateKind::sum)), storage::number_term(12));
  EXPECT_EQ(all(input, of(AggregateKind::avg)), storage::number_term(3));
  EXPECT_EQ(all(input, of(AggregateKind::min)), storage::number_term(1));
  EXPECT_EQ(all(input, of(AggregateKind::max)), storage::number_term(4));
  EXPECT_EQ(all(input, of(AggregateKind::median)), fraction(7, 2));
  EXPECT_EQ(all(input, of(AggregateKind::product)), storage::number_term(48));
  EXPECT_EQ(all(input, of(AggregateKind::sum, true)), storage::number_term(8));
  EXPECT_EQ(all(input, of(AggregateKind::count, true)), storage::number_term(3));
}

TEST_F(Aggregates, MixedNumbersAgreeWithTheValueFunctions) {
  std::mt19937_64 random(5);
  for (const AggregateKind kind : {AggregateKind::sum, AggregateKind::avg, AggregateKind::min,
                                   AggregateKind::max, AggregateKind::median}) {
    std::vector<Term> values_;
    Rows input;
    for (int i = 0; i < 50; ++i) {
      values_.push_back(random() % 2 == 0
                            ? storage::number_term(static_cast<std::int64_t>(random() % 9))
                            : fraction(static_cast<std::int64_t>(random() % 9), 4));
      input.push_back({terms().encode(values_.back()), kNothing});
    }
    exec::SnapshotValues context(terms(), {});
    EXPECT_EQ(all(input, of(kind)), expr::aggregate(kind, values_, context));
  }
}

TEST_F(Aggregates, GroupByKeysWithUnboundAsAGroup) {
  const Rows input{pair(1, 5), pair(2, 6), pair(3, 5), {integer(4), kNothing}};
  EXPECT_EQ(grouped(input, of(AggregateKind::sum)),
            sorted({pair(5, 4), pair(6, 2), {kNothing, integer(4)}}));
}

TEST_F(Aggregates, UnboundValuesAreSkippedAndCounted) {
  const Rows input{pair(1, 0), {kNothing, integer(0)}, {kNothing, integer(0)}};
  const physical::Plan counted = plan(input, of(AggregateKind::count), {});
  exec::Execution execution(counted, terms(), {});
  EXPECT_EQ(rows_of(execution, 1024), (Rows{{integer(1)}}));
  EXPECT_EQ(execution.notes().skipped_unbound, 2U);
  logical::Aggregation rows_counted = of(AggregateKind::count);
  rows_counted.rows = true;
  rows_counted.argument.reset();
  EXPECT_EQ(all(input, rows_counted), storage::number_term(3));
  rows_counted.distinct = true;
  EXPECT_EQ(all(input, rows_counted), storage::number_term(2));
}

TEST_F(Aggregates, DistinctValuesCountOnceHoweverManyRowsOneStandsFor) {
  physical::Aggregate made{values(terms(), {kX, kG}, {pair(7, 3), pair(7, 2), pair(8, 4)}),
                           {},
                           {of(AggregateKind::count)}};
  made.weights = {kG};
  EXPECT_EQ(run(plan_of(node(made, {kResult})), terms()), (Rows{{integer(9)}}));
  made.aggregations = {of(AggregateKind::count, true)};
  EXPECT_EQ(run(plan_of(node(made, {kResult})), terms()), (Rows{{integer(2)}}));
}

TEST_F(Aggregates, ListsAreOrderedAndLimited) {
  const Rows input{pair(3, 1), pair(1, 2), pair(2, 3), pair(3, 4)};
  const auto list = [](std::initializer_list<std::int64_t> values_) {
    storage::List made;
    for (const std::int64_t value : values_) made.items.push_back(storage::number_term(value));
    return Term(made);
  };
  EXPECT_EQ(all(input, of(AggregateKind::list)), list({1, 2, 3, 3}));
  EXPECT_EQ(all(input, of(AggregateKind::list, true)), list({1, 2, 3}));
  logical::Aggregation ordered = of(AggregateKind::list);
  ordered.order = {{ref(kG), true}};
  EXPECT_EQ(all(input, ordered), list({3, 2, 1, 3}));
  ordered.limit = 2;
  EXPECT_EQ(all(input, ordered), list({3, 2}));
  ordered.kind = AggregateKind::sum;
  EXPECT_EQ(all(input, ordered), storage::number_term(5));
  ordered.limit.reset();
  ordered.kind = AggregateKind::first;
  EXPECT_EQ(all(input, ordered), storage::number_term(3));
}

TEST_F(Aggregates, SharesAreOfTheSumOverAllGroups) {
  const Rows input{pair(1, 1), pair(2, 2), pair(1, 1)};
  const Rows found = grouped(input, of(AggregateKind::share));
  ASSERT_EQ(found.size(), 2U);
  for (const Row& row : found) {
    const auto* share = terms().decode(row[1]).as<storage::Quantity>();
    ASSERT_NE(share, nullptr);
    EXPECT_EQ(share->unit, "%");
    EXPECT_EQ(*share->lower, storage::Number(50));
  }
}

TEST_F(Aggregates, ExtremesOfDatesAndTexts) {
  const auto date = [this](const char* text) {
    return terms().encode(Term(storage::Date::single(*storage::Date::parse_period(text))));
  };
  const Rows dates{
      {date("2025-03"), kNothing}, {date("2024"), kNothing}, {date("2025-03-02"), kNothing}};
  EXPECT_EQ(terms().encode(all(dates, of(AggregateKind::min))), date("2024"));
  EXPECT_EQ(terms().encode(all(dates, of(AggregateKind::max))), date("2025-03-02"));
  EXPECT_FALSE(all({{date("2024"), kNothing}, {terms().encode(storage::text_term("a")), kNothing}},
                   of(AggregateKind::max))
                   .bound());
}

TEST_F(Aggregates, SumsBeyondIntegersStop) {
  const std::int64_t huge = (std::int64_t{1} << 59U) - 1;
  Rows input;
  for (int i = 0; i < 40; ++i) input.push_back(pair(huge, i));
  try {
    static_cast<void>(all(input, of(AggregateKind::sum)));
    FAIL() << "no error";
  } catch (const CapacityError& error) {
    EXPECT_EQ(error.code(), "E0403");
  }
  input.resize(3);
  EXPECT_EQ(all(input, of(AggregateKind::sum)), storage::number_term(3 * huge));
}

TEST_F(Aggregates, ManyGroupsInAnyBatchSize) {
  Rows input;
  Rows expected;
  for (std::int64_t i = 0; i < 6000; ++i) input.push_back(pair(i, i % 2000));
  for (std::int64_t g = 0; g < 2000; ++g) expected.push_back(pair(g, 3));
  Node counted =
      node(physical::Aggregate{values(terms(), {kX, kG}, input), {kG}, {of(AggregateKind::count)}},
           {kG, kResult});
  EXPECT_EQ(rows(std::move(counted), terms()), expected);
}

}  // namespace
}  // namespace vouch::test
