// BlockJoin: outer rows matched with a block that runs by itself, in six kinds and three ways.
#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

using logical::ApplyKind;
using physical::BlockWay;

const VariableId kX = var(0);
const VariableId kY = var(1);
const VariableId kZ = var(2);
const VariableId kResult = var(3);

constexpr std::initializer_list<BlockWay> kWays{BlockWay::merge, BlockWay::build_inner,
                                                BlockWay::build_outer};

class BlockJoins : public testing::Test {
 protected:
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }

  // Outer rows (x, y), inner rows (x, z), both sorted by x.
  [[nodiscard]] Node block(ApplyKind kind, BlockWay way, const Rows& outer, const Rows& inner,
                           Variables columns) {
    physical::BlockJoin made;
    made.kind = kind;
    made.way = way;
    made.keys = {kX};
    if (kind == ApplyKind::mark || kind == ApplyKind::count) made.result = kResult;
    made.outer = values(terms(), {kX, kY}, outer, {kX});
    made.inner = values(terms(), {kX, kZ}, inner, {kX});
    return node(std::move(made), std::move(columns), {kX});
  }

  // 1 and 4 have inner rows, 4 more than a batch of three holds; 2 and 5 have none.
  Rows outer_{{integer(1), integer(10)}, {integer(2), integer(20)}, {integer(4), integer(40)},
              {integer(4), integer(41)}, {integer(5), integer(50)}};
  Rows inner_{{integer(0), integer(7)}, {integer(1), integer(8)}, {integer(3), integer(9)},
              {integer(4), integer(1)}, {integer(4), integer(2)}, {integer(4), integer(3)},
              {integer(4), integer(4)}, {integer(6), integer(5)}};
  Facts facts_;
};

TEST_F(BlockJoins, SemiAndAntiKeepTheOuterOrder) {
  for (const BlockWay way : kWays) {
    EXPECT_EQ(ordered_rows(block(ApplyKind::semi, way, outer_, inner_, {kX, kY}), terms()),
              (Rows{outer_[0], outer_[2], outer_[3]}));
    EXPECT_EQ(ordered_rows(block(ApplyKind::anti, way, outer_, inner_, {kX, kY}), terms()),
              (Rows{outer_[1], outer_[4]}));
  }
}

TEST_F(BlockJoins, LeftGivesEachPairAndRowsWithoutOne) {
  Rows expected{{integer(10), integer(8)}, {integer(20), kNothing}, {integer(50), kNothing}};
  for (const std::int64_t y : {40, 41}) {
    for (const std::int64_t z : {1, 2, 3, 4}) expected.push_back({integer(y), integer(z)});
  }
  for (const BlockWay way : kWays) {
    EXPECT_EQ(rows(block(ApplyKind::left, way, outer_, inner_, {kY, kZ}), terms()),
              sorted(expected));
  }
}

TEST_F(BlockJoins, InnerGivesPairsOnly) {
  for (const BlockWay way : kWays) {
    const Node plan = block(ApplyKind::inner, way, outer_, inner_, {kX, kZ});
    EXPECT_EQ(rows(plan, terms()).size(), 9U);
  }
}

TEST_F(BlockJoins, CountAndMarkGiveEveryOuterRow) {
  for (const BlockWay way : kWays) {
    EXPECT_EQ(ordered_rows(block(ApplyKind::count, way, outer_, inner_, {kX, kResult}), terms()),
              (Rows{{integer(1), integer(1)},
                    {integer(2), integer(0)},
                    {integer(4), integer(4)},
                    {integer(4), integer(4)},
                    {integer(5), integer(0)}}));
    const TermId yes(storage::IdTag::boolean, 1);
    const TermId no(storage::IdTag::boolean, 0);
    EXPECT_EQ(ordered_rows(block(ApplyKind::mark, way, outer_, inner_, {kResult}), terms()),
              (Rows{{yes}, {no}, {yes}, {yes}, {no}}));
  }
}

TEST_F(BlockJoins, EitherSideMayBeEmpty) {
  for (const BlockWay way : kWays) {
    EXPECT_EQ(rows(block(ApplyKind::anti, way, outer_, {}, {kX, kY}), terms()), sorted(outer_));
    EXPECT_TRUE(rows(block(ApplyKind::left, way, {}, inner_, {kX, kZ}), terms()).empty());
    EXPECT_EQ(rows(block(ApplyKind::left, way, outer_, {}, {kX, kZ}), terms()).size(), 5U);
  }
}

}  // namespace
}  // namespace vouch::test
