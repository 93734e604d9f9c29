// Gather: a plan by several workers gives the same rows, errors and statistics as by one.
#include <fmt/format.h>

#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

const VariableId kX = var(0);
const VariableId kY = var(1);
const VariableId kZ = var(2);
constexpr int kEntities = 400;

class Gathers : public testing::Test {
 protected:
  Gathers() {
    has_ = facts_.relation("has");
    for (std::size_t i = 0; i < kEntities; ++i) ids_.push_back(facts_.entity(fmt::format("e{}", i)));
    for (std::size_t i = 0; i < kEntities; ++i) {
      for (std::size_t j = 1; j <= 5; ++j) facts_.claim(ids_[i], has_, ids_[(i * j + j) % kEntities]);
    }
  }
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }

  [[nodiscard]] Node scan(VariableId from, VariableId to, bool in_parts) {
    Node made = node(physical::TripleScan{triples(Slot::of(from), has_, Slot::of(to),
                                                  storage::Order::pso, 1),
                                          in_parts},
                     {from, to}, {from});
    return made;
  }
  [[nodiscard]] Node gathered(Node input) {
    Variables columns = input.columns;
    return node(physical::Gather{std::move(input), kX,
                                 triples(Slot::of(kX), has_, Slot::of(kY), storage::Order::pso, 1)},
                std::move(columns));
  }
  // x has y, y has z.
  [[nodiscard]] Node two_steps(bool in_parts) {
    return node(physical::HashJoin{scan(kX, kY, in_parts), scan(kY, kZ, false), {kY}},
                {kX, kY, kZ});
  }
  static exec::RunOptions with(std::size_t threads) {
    exec::RunOptions options;
    options.threads = threads;
    options.batch_rows = 16;
    return options;
  }
  [[nodiscard]] Rows answer(const Node& root, std::size_t threads) {
    const physical::Plan plan = plan_of(root);
    exec::Execution execution(plan, terms(), with(threads));
    return sorted(rows_of(execution, 16));
  }

  Facts facts_;
  TermId has_;
  std::vector<TermId> ids_;
};

TEST_F(Gathers, AnyNumberOfWorkersGivesTheSameRows) {
  const Rows expected = answer(two_steps(false), 1);
  EXPECT_GT(expected.size(), 5000U);
  for (const std::size_t threads : {1U, 2U, 3U, 7U}) {
    EXPECT_EQ(answer(gathered(two_steps(true)), threads), expected) << threads;
  }
}

TEST_F(Gathers, StatisticsAreTheSumOfTheWorkers) {
  const physical::Plan plan = plan_of(gathered(scan(kX, kY, true)));
  exec::Execution execution(plan, terms(), with(3));
  const std::size_t rows = rows_of(execution, 16).size();
  EXPECT_EQ(execution.statistics()[0].rows, rows);
  EXPECT_EQ(execution.statistics()[1].rows, rows);
  EXPECT_GE(execution.statistics()[1].reads.rows, rows);
}

TEST_F(Gathers, WorkersShareOneBudgetAndTellOnce) {
  const physical::Plan plan = plan_of(gathered(two_steps(true)));
  exec::RunOptions options = with(3);
  options.memory_bytes = 20'000;
  exec::Execution execution(plan, terms(), options);
  exec::Batch batch;
  try {
    while (execution.next(batch)) {
    }
    FAIL() << "no memory limit";
  } catch (const CapacityError& error) {
    EXPECT_EQ(error.code(), "E0503");
    EXPECT_NE(std::string(error.what()).find("hash join"), std::string::npos) << error.what();
  }
}

TEST_F(Gathers, AStoppedRunStopsItsWorkers) {
  exec::CancelFlag cancel = false;
  exec::RunOptions options = with(2);
  options.cancel = &cancel;
  Node product = node(physical::NestedLoop{two_steps(true), scan(var(3), var(4), false)},
                      {kX, kY, kZ, var(3), var(4)});
  const physical::Plan plan = plan_of(gathered(std::move(product)));
  exec::Execution execution(plan, terms(), options);
  exec::Batch batch;
  ASSERT_TRUE(execution.next(batch));
  cancel = true;
  try {
    while (execution.next(batch)) {
    }
    FAIL() << "not stopped";
  } catch (const Cancelled& error) {
    EXPECT_EQ(error.code(), "E0501");
  }
}

TEST_F(Gathers, AReaderMayLeaveBeforeTheEnd) {
  const physical::Plan plan = plan_of(gathered(two_steps(true)));
  exec::Execution execution(plan, terms(), with(3));
  exec::Batch batch;
  EXPECT_TRUE(execution.next(batch));
}

}  // namespace
}  // namespace vouch::test
