// Apply: an inner plan for each outer row, in its six kinds.
#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

using logical::ApplyKind;

const VariableId kX = var(0);
const VariableId kY = var(1);
const VariableId kResult = var(2);
const VariableId kW = var(3);

class Applies : public testing::Test {
 protected:
  Applies() {
    has_ = facts_.relation("has");
    for (const char* name : {"p", "q", "r"}) ids_.push_back(facts_.entity(name));
    facts_.claim(ids_[0], has_, ids_[1]);
    facts_.claim(ids_[0], has_, ids_[2]);
    facts_.claim(ids_[1], has_, ids_[2]);
  }
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }

  // seed(x) then triples (x has y).
  [[nodiscard]] Node inner(Variables correlated, Variables columns) {
    Node seed = node(physical::Seed{1, correlated}, correlated);
    return node(physical::LookupJoin{std::move(seed), triples(Slot::of(kX), has_, Slot::of(kY),
                                                              storage::Order::spo, 2)},
                std::move(columns));
  }
  [[nodiscard]] Node apply(ApplyKind kind, const Rows& outer, Variables columns) {
    physical::Apply made;
    made.kind = kind;
    made.seed = 1;
    made.correlated = {kX};
    made.result = kResult;
    made.outer = values(terms(), {kX}, outer);
    made.inner = inner({kX}, {kX, kY});
    return node(std::move(made), std::move(columns));
  }
  [[nodiscard]] TermId id(std::size_t i) const { return ids_[i]; }

  Facts facts_;
  TermId has_;
  std::vector<TermId> ids_;
};

TEST_F(Applies, InnerGivesEachPairForEachRepeatOfTheOuterRow) {
  EXPECT_EQ(ordered_rows(apply(ApplyKind::inner, {{id(2)}, {id(1)}, {id(1)}}, {kX, kY}), terms()),
            (Rows{{id(1), id(2)}, {id(1), id(2)}}));
}

TEST_F(Applies, LeftKeepsRowsWithoutInnerOnes) {
  EXPECT_EQ(rows(apply(ApplyKind::left, {{id(2)}, {id(0)}}, {kX, kY}), terms()),
            sorted({{id(2), kNothing}, {id(0), id(1)}, {id(0), id(2)}}));
}

TEST_F(Applies, SemiAndAntiKeepTheOuterOrder) {
  const Rows outer{{id(2)}, {id(1)}, {id(2)}, {id(0)}, {id(1)}};
  EXPECT_EQ(ordered_rows(apply(ApplyKind::semi, outer, {kX}), terms()),
            (Rows{{id(1)}, {id(0)}, {id(1)}}));
  EXPECT_EQ(ordered_rows(apply(ApplyKind::anti, outer, {kX}), terms()), (Rows{{id(2)}, {id(2)}}));
}

TEST_F(Applies, MarkAndCountGiveAValueForEveryRow) {
  const Rows outer{{id(2)}, {id(0)}, {id(1)}};
  const TermId yes(storage::IdTag::boolean, 1);
  const TermId no(storage::IdTag::boolean, 0);
  EXPECT_EQ(ordered_rows(apply(ApplyKind::mark, outer, {kX, kResult}), terms()),
            (Rows{{id(2), no}, {id(0), yes}, {id(1), yes}}));
  EXPECT_EQ(ordered_rows(apply(ApplyKind::count, outer, {kX, kResult}), terms()),
            (Rows{{id(2), integer(0)}, {id(0), integer(2)}, {id(1), integer(1)}}));
}

TEST_F(Applies, UnboundCorrelatedValuesAreFilledIn) {
  const Rows found = rows(apply(ApplyKind::left, {{kNothing}, {id(1)}}, {kX, kY}), terms());
  EXPECT_EQ(found, sorted({{id(0), id(1)}, {id(0), id(2)}, {id(1), id(2)}, {id(1), id(2)}}));
  EXPECT_EQ(rows(apply(ApplyKind::semi, {{kNothing}, {id(2)}}, {kX}), terms()), (Rows{{kNothing}}));
  EXPECT_EQ(rows(apply(ApplyKind::count, {{kNothing}}, {kX, kResult}), terms()),
            (Rows{{kNothing, integer(3)}}));
}

TEST_F(Applies, WithoutCorrelationTheInnerSideRunsOnce) {
  physical::Apply made;
  made.kind = ApplyKind::inner;
  made.outer = values(terms(), {kX}, {{id(0)}, {id(1)}});
  made.inner = values(terms(), {kY}, {{integer(1)}, {integer(2)}});
  const physical::Plan plan = plan_of(node(std::move(made), {kX, kY}));
  exec::Execution execution(plan, terms(), {});
  EXPECT_EQ(rows_of(execution, 1024).size(), 4U);
  EXPECT_EQ(execution.statistics()[2].opened, 1U);
}

TEST_F(Applies, NestedBlocksSeeTheRowsOfBoth) {
  // count { x has y, not { y has w } }
  physical::Apply anti;
  anti.kind = ApplyKind::anti;
  anti.seed = 2;
  anti.correlated = {kY};
  anti.outer = inner({kX}, {kX, kY});
  anti.inner =
      node(physical::LookupJoin{node(physical::Seed{2, {kY}}, {kY}),
                                triples(Slot::of(kY), has_, Slot::of(kW), storage::Order::spo, 2)},
           {kY, kW});
  physical::Apply count;
  count.kind = ApplyKind::count;
  count.seed = 1;
  count.correlated = {kX};
  count.result = kResult;
  count.outer = values(terms(), {kX}, {{id(0)}, {id(1)}, {id(2)}});
  count.inner = node(std::move(anti), {kX, kY});
  EXPECT_EQ(ordered_rows(node(std::move(count), {kX, kResult}), terms()),
            (Rows{{id(0), integer(1)}, {id(1), integer(1)}, {id(2), integer(0)}}));
}

TEST_F(Applies, ManyChunksGiveTheSameAsOne) {
  Rows outer;
  Rows expected;
  for (std::int64_t i = 0; i < 5000; ++i) {
    outer.push_back({i % 3 == 0 ? id(0) : integer(i)});
    expected.push_back({outer.back()[0], integer(i % 3 == 0 ? 2 : 0)});
  }
  EXPECT_EQ(ordered_rows(apply(ApplyKind::count, outer, {kX, kResult}), terms()), expected);
}

TEST_F(Applies, AHashTableThatNoSeedReachesIsBuiltOnce) {
  physical::Apply made;
  made.kind = ApplyKind::inner;
  made.seed = 1;
  made.correlated = {kX};
  Rows outer;
  for (std::int64_t i = 0; i < 3000; ++i) outer.push_back({integer(i)});
  made.outer = values(terms(), {kX}, outer);
  made.inner = node(physical::HashJoin{node(physical::Seed{1, {kX}}, {kX}),
                                       values(terms(), {kX, kY}, {{integer(2500), integer(1)}}),
                                       {kX}},
                    {kX, kY});
  const physical::Plan plan = plan_of(node(std::move(made), {kX, kY}));
  exec::Execution execution(plan, terms(), {});
  EXPECT_EQ(rows_of(execution, 1024), (Rows{{integer(2500), integer(1)}}));
  EXPECT_GT(execution.statistics()[2].opened, 1U);
  EXPECT_EQ(execution.statistics()[4].opened, 1U);
}

}  // namespace
}  // namespace vouch::test
