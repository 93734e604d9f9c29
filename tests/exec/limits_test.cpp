// Limits and cancelling: every operator that keeps rows says so, every long run can be stopped.
#include <chrono>
#include <random>
#include <thread>

#include "engine/exec/context.hpp"
#include "engine/exec/row_order.hpp"
#include "storage/well_known.hpp"
#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

const VariableId kX = var(0);
const VariableId kY = var(1);
const VariableId kZ = var(2);

class Limits : public testing::Test {
 protected:
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }
  [[nodiscard]] Node many(VariableId variable, std::int64_t count) {
    Rows made;
    for (std::int64_t i = 0; i < count; ++i) made.push_back({integer(i)});
    return values(terms(), {variable}, made);
  }
  void expect_limit(Node root, const std::string& who) {
    const physical::Plan plan = plan_of(std::move(root));
    exec::RunOptions options;
    options.memory_bytes = 400'000;
    try {
      static_cast<void>(run(plan, terms(), options));
      FAIL() << "no limit for " << who;
    } catch (const CapacityError& error) {
      EXPECT_EQ(error.code(), "E0503");
      EXPECT_NE(std::string(error.what()).find(who), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find("391 KiB"), std::string::npos) << error.what();
    }
  }

  Facts facts_;
};

TEST_F(Limits, OperatorsThatKeepRowsAreNamed) {
  const std::int64_t n = 20'000;  // the values themselves take 160 kB, twice that while growing
  expect_limit(node(physical::Sort{many(kX, n), {{ref(kX), true}}}, {kX}), "sort");
  expect_limit(node(physical::Distinct{many(kX, n)}, {kX}), "distinct");
  expect_limit(node(physical::HashJoin{many(kX, 1), many(kX, n), {kX}}, {kX}), "hash join");
  expect_limit(node(physical::NestedLoop{many(kX, 1), many(kY, n)}, {kX, kY}), "nested loop");
  logical::Aggregation count;
  count.result = kY;
  count.rows = true;
  expect_limit(node(physical::Aggregate{many(kX, n), {kX}, {count}}, {kX, kY}), "aggregate");
  physical::Apply apply;
  apply.kind = logical::ApplyKind::inner;
  apply.outer = many(kX, 1);
  apply.inner = many(kY, n);
  expect_limit(node(std::move(apply), {kX, kY}), "apply");
  for (const auto way : {physical::BlockWay::build_inner, physical::BlockWay::build_outer}) {
    physical::BlockJoin block;
    block.kind = logical::ApplyKind::semi;
    block.way = way;
    block.keys = {kX};
    block.outer = many(kX, way == physical::BlockWay::build_outer ? n : 1);
    block.inner = many(kX, n);
    expect_limit(node(std::move(block), {kX}), "block");
  }
}

TEST_F(Limits, ComputedTermsCount) {
  const expr::FunctionInfo* concat = expr::function("concat");
  ASSERT_NE(concat, nullptr);
  Expression padded{expr::FunctionOp{
      concat, {constant(storage::text_term(std::string(100, 'x'))), ref(kX)}, nullptr}};
  logical::Aggregation count;
  count.result = kZ;
  count.rows = true;
  Node extend = node(physical::Extend{many(kX, 5000), kY, padded}, {kY});
  expect_limit(node(physical::Aggregate{std::move(extend), {}, {count}}, {kZ}), "computed values");
}

TEST_F(Limits, MemoryIsGivenBackAndThePeakKept) {
  const physical::Plan plan =
      plan_of(node(physical::Sort{many(kX, 1000), {{ref(kX), true}}}, {kX}));
  exec::Execution execution(plan, terms(), {});
  EXPECT_EQ(rows_of(execution, 1024).size(), 1000U);
  EXPECT_GT(execution.peak_bytes(), 8000U);
}

TEST_F(Limits, AStoppedRunThrows) {
  exec::CancelFlag cancel = false;
  exec::RunOptions options;
  options.cancel = &cancel;
  const physical::Plan plan = plan_of(many(kX, 5000));
  exec::Execution execution(plan, terms(), options);
  exec::Batch batch;
  ASSERT_TRUE(execution.next(batch));
  cancel = true;
  try {
    static_cast<void>(execution.next(batch));
    FAIL() << "not stopped";
  } catch (const Cancelled& error) {
    EXPECT_EQ(error.code(), "E0501");
  }
}

TEST_F(Limits, ATimeLimitStopsALongCrossProduct) {
  using std::chrono::steady_clock;
  Node product = node(physical::NestedLoop{many(kX, 20'000), many(kY, 20'000)}, {kX, kY});
  Node impossible = node(
      physical::Filter{std::move(product), compare(expr::Comparison::less, ref(kX), number(0))},
      {kX, kY});
  const physical::Plan plan = plan_of(std::move(impossible));
  exec::RunOptions options;
  options.deadline = steady_clock::now() + std::chrono::milliseconds(30);
  const auto begin = steady_clock::now();
  try {
    static_cast<void>(run(plan, terms(), options));
    FAIL() << "no time limit";
  } catch (const Cancelled& error) {
    EXPECT_EQ(error.code(), "E0502");
  }
  EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST_F(Limits, ASortOfMillionsCanBeStoppedInTheMiddle) {
  std::mt19937_64 random(3);
  std::vector<TermId> ids(3'000'000);
  for (TermId& id : ids) id = integer(static_cast<std::int64_t>(random() >> 8U));
  exec::CancelFlag cancel = false;
  exec::RunOptions options;
  options.cancel = &cancel;
  exec::ExecContext context(terms(), options, 1);
  exec::RowOrder order(context);
  order.start(ids.size());
  std::thread stopper([&cancel] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    cancel = true;
  });
  EXPECT_THROW(order.refine(ids, false), Cancelled);
  stopper.join();
}

TEST_F(Limits, StatisticsCountRowsBatchesAndOpens) {
  const physical::Plan plan = plan_of(
      node(physical::Filter{many(kX, 3000), compare(expr::Comparison::less, ref(kX), number(10))},
           {kX}));
  exec::RunOptions options;
  options.timed = true;
  exec::Execution execution(plan, terms(), options);
  EXPECT_EQ(rows_of(execution, 1024).size(), 10U);
  EXPECT_EQ(execution.statistics()[0].rows, 10U);
  EXPECT_EQ(execution.statistics()[1].rows, 3000U);
  EXPECT_EQ(execution.statistics()[1].batches, 3U);
  EXPECT_EQ(execution.statistics()[1].opened, 1U);
  EXPECT_GE(execution.statistics()[0].nanoseconds, execution.statistics()[1].nanoseconds);
}

TEST_F(Limits, ConstantsAreEvaluatedWithoutRows) {
  exec::RunNotes notes;
  EXPECT_EQ(exec::evaluate_constant(arithmetic(expr::Arithmetic::multiply, number(6), number(7)),
                                    terms(), {}, notes),
            storage::number_term(42));
  EXPECT_FALSE(exec::evaluate_constant(arithmetic(expr::Arithmetic::divide, number(1), number(0)),
                                       terms(), {}, notes)
                   .bound());
  EXPECT_EQ(notes.divisions_by_zero, 1U);
}

}  // namespace
}  // namespace vouch::test
