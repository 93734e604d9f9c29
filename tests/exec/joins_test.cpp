// Lookup, merge, hash joins and nested loops: what each does alone, and that they agree.
#include <random>

#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

const VariableId kX = var(0);
const VariableId kY = var(1);
const VariableId kZ = var(2);
const VariableId kR = var(3);

// Rows of left and right that agree where both are bound, as (x, y, z).
Rows naive_join(const Rows& left, const Rows& right) {
  Rows joined;
  for (const Row& l : left) {
    for (const Row& r : right) {
      if (l[1].bound() && r[0].bound() && l[1] != r[0]) continue;
      joined.push_back({l[0], l[1].bound() ? l[1] : r[0], r[1]});
    }
  }
  return sorted(joined);
}

class Joins : public testing::Test {
 protected:
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }
  [[nodiscard]] Node hash(const Rows& left, const Rows& right) {
    return node(
        physical::HashJoin{values(terms(), {kX, kY}, left), values(terms(), {kY, kZ}, right), {kY}},
        {kX, kY, kZ});
  }
  [[nodiscard]] Node loop(const Rows& left, const Rows& right) {
    return node(
        physical::NestedLoop{values(terms(), {kX, kY}, left), values(terms(), {kY, kZ}, right)},
        {kX, kY, kZ});
  }
  [[nodiscard]] Node merge(Rows left, Rows right) {
    std::sort(left.begin(), left.end(), [](const Row& a, const Row& b) { return a[1] < b[1]; });
    std::sort(right.begin(), right.end());
    return node(physical::MergeJoin{values(terms(), {kX, kY}, left, {kY}),
                                    values(terms(), {kY, kZ}, right, {kY}), kY},
                {kX, kY, kZ}, {kY});
  }
  static Row pair(std::int64_t a, std::int64_t b) { return {integer(a), integer(b)}; }
  static Row triple(std::int64_t a, std::int64_t b, std::int64_t c) {
    return {integer(a), integer(b), integer(c)};
  }

  Facts facts_;
};

TEST_F(Joins, KeepDuplicatesOfBothSides) {
  const Rows left{pair(1, 5), pair(1, 5), pair(2, 6)};
  const Rows right{pair(5, 7), pair(5, 7), pair(5, 8)};
  const Rows expected{triple(1, 5, 7), triple(1, 5, 7), triple(1, 5, 7),
                      triple(1, 5, 7), triple(1, 5, 8), triple(1, 5, 8)};
  EXPECT_EQ(rows(hash(left, right), terms()), expected);
  EXPECT_EQ(rows(merge(left, right), terms()), expected);
  EXPECT_EQ(rows(loop(left, right), terms()), expected);
}

TEST_F(Joins, AreEmptyWhenASideIs) {
  const Rows some{pair(1, 1)};
  for (const auto& [left, right] : {std::pair(some, Rows{}), std::pair(Rows{}, some)}) {
    EXPECT_EQ(rows(hash(left, right), terms()), Rows{});
    EXPECT_EQ(rows(merge(left, right), terms()), Rows{});
    EXPECT_EQ(rows(loop(left, right), terms()), Rows{});
  }
}

TEST_F(Joins, UnboundKeysAreCompatibleWithAnything) {
  const Rows left{pair(1, 5), {integer(2), kNothing}};
  const Rows right{pair(5, 7), {kNothing, integer(8)}, pair(6, 9)};
  EXPECT_EQ(rows(hash(left, right), terms()), naive_join(left, right));
  EXPECT_EQ(rows(loop(left, right), terms()), naive_join(left, right));
}

TEST_F(Joins, MergeRefusesUnboundKeys) {
  EXPECT_THROW(
      static_cast<void>(run(plan_of(merge({{integer(2), kNothing}}, {pair(1, 1)})), terms())),
      InternalError);
}

TEST_F(Joins, CheckSharedColumnsThatAreNoKeys) {
  const Rows left{triple(1, 5, 7), triple(1, 5, 8), {integer(3), integer(5), kNothing}};
  Node join = node(
      physical::HashJoin{
          values(terms(), {kX, kY, kZ}, left), values(terms(), {kY, kZ}, {pair(5, 7)}), {kY}},
      {kX, kZ});
  EXPECT_EQ(rows(std::move(join), terms()), (Rows{pair(1, 7), pair(3, 7)}));
}

TEST_F(Joins, CrossProductWithoutSharedColumns) {
  Node join = node(physical::NestedLoop{values(terms(), {kX}, {{integer(1)}, {integer(2)}}),
                                        values(terms(), {kY}, {{integer(3)}, {integer(4)}})},
                   {kX, kY});
  EXPECT_EQ(rows(std::move(join), terms()), (Rows{pair(1, 3), pair(1, 4), pair(2, 3), pair(2, 4)}));
}

TEST_F(Joins, HashKeepsTheOrderOfTheLeftSide) {
  const Rows left{pair(9, 1), pair(3, 2), pair(7, 1)};
  const Rows right{pair(1, 0), pair(2, 0)};
  EXPECT_EQ(ordered_rows(hash(left, right), terms()),
            (Rows{triple(9, 1, 0), triple(3, 2, 0), triple(7, 1, 0)}));
}

TEST_F(Joins, HashByTwoKeys) {
  Node join =
      node(physical::HashJoin{values(terms(), {kX, kY, kZ}, {triple(1, 2, 3), triple(1, 3, 4)}),
                              values(terms(), {kX, kY, kR}, {triple(1, 2, 8), triple(2, 2, 9)}),
                              {kX, kY}},
           {kX, kY, kZ, kR});
  EXPECT_EQ(rows(std::move(join), terms()),
            (Rows{{integer(1), integer(2), integer(3), integer(8)}}));
}

TEST_F(Joins, AllKindsAgreeOnRandomRows) {
  std::mt19937_64 random(20261122);
  for (int round = 0; round < 60; ++round) {
    const auto side = [&random](std::size_t count, std::int64_t keys, bool key_first) {
      Rows made;
      for (std::size_t i = 0; i < count; ++i) {
        const auto key = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(keys));
        const auto other = static_cast<std::int64_t>(random() % 50);
        made.push_back(key_first ? pair(key, other) : pair(other, key));
      }
      return made;
    };
    const std::int64_t keys = 1 + round % 17;
    const Rows left = side(random() % 80, keys, false);
    const Rows right = side(random() % 80, keys, true);
    const Rows expected = naive_join(left, right);
    ASSERT_EQ(rows(hash(left, right), terms()), expected) << "round " << round;
    ASSERT_EQ(rows(merge(left, right), terms()), expected) << "round " << round;
    ASSERT_EQ(rows(loop(left, right), terms()), expected) << "round " << round;
  }
}

// ── over triples ─────────────────────────────────────────────────────────────────────────────────

class TripleJoins : public testing::Test {
 protected:
  TripleJoins() {
    std::mt19937_64 random(7);
    for (int i = 0; i < 400; ++i) {
      const auto name = [&random](std::string prefix) {
        return prefix + std::to_string(random() % 23);
      };
      facts_.claim(name("n"), i % 3 == 0 ? "likes" : "knows", name("n"));
    }
    knows_ = facts_.relation("knows");
    likes_ = facts_.relation("likes");
    static_cast<void>(terms());
  }
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }
  [[nodiscard]] Node scan(TermId r, VariableId s, VariableId o, storage::Order order,
                          VariableId first) {
    return node(physical::TripleScan{triples(Slot::of(s), r, Slot::of(o), order, 1)}, {s, o},
                {first});
  }

  Facts facts_;
  TermId knows_;
  TermId likes_;
};

TEST_F(TripleJoins, LookupMergeAndHashAgree) {
  using storage::Order;
  Node merge = node(physical::MergeJoin{scan(knows_, kX, kY, Order::pos, kY),
                                        scan(likes_, kY, kZ, Order::pso, kY), kY},
                    {kX, kY, kZ}, {kY});
  Node hash = node(
      physical::HashJoin{
          scan(knows_, kX, kY, Order::pso, kX), scan(likes_, kY, kZ, Order::pos, kZ), {kY}},
      {kX, kY, kZ});
  Node lookup =
      node(physical::LookupJoin{scan(knows_, kX, kY, Order::pso, kX),
                                triples(Slot::of(kY), likes_, Slot::of(kZ), Order::pso, 2)},
           {kX, kY, kZ});
  const Rows expected = rows(std::move(hash), terms());
  EXPECT_GT(expected.size(), 100U);
  EXPECT_EQ(rows(std::move(merge), terms()), expected);
  EXPECT_EQ(rows(std::move(lookup), terms()), expected);
}

TEST_F(TripleJoins, LookupKeepsAPromisedOrder) {
  using storage::Order;
  Node lookup =
      node(physical::LookupJoin{scan(knows_, kX, kY, Order::pso, kX),
                                triples(Slot::of(kY), likes_, Slot::of(kZ), Order::pso, 2)},
           {kX, kY, kZ}, {kX});
  const Rows found = ordered_rows(std::move(lookup), terms());
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end(),
                             [](const Row& a, const Row& b) { return a[0] < b[0]; }));
}

TEST_F(TripleJoins, LookupWithBothEndsBoundTests) {
  using storage::Order;
  Node both = node(physical::LookupJoin{scan(knows_, kX, kY, Order::pso, kX),
                                        triples(Slot::of(kX), likes_, Slot::of(kY), Order::spo, 3)},
                   {kX, kY});
  Node hash = node(
      physical::HashJoin{
          scan(knows_, kX, kY, Order::pso, kX), scan(likes_, kX, kY, Order::pso, kX), {kX, kY}},
      {kX, kY});
  const Rows expected = rows(std::move(hash), terms());
  EXPECT_GT(expected.size(), 5U);
  EXPECT_EQ(rows(std::move(both), terms()), expected);
}

TEST_F(TripleJoins, LookupFillsInWhatTheLeftSideLeavesUnbound) {
  using storage::Order;
  const Rows all = rows(scan(likes_, kY, kZ, Order::pso, kY), terms());
  Rows left{{all[0][0], kNothing}, {kNothing, all[0][1]}, {kNothing, kNothing}, all[0]};
  Node lookup =
      node(physical::LookupJoin{values(terms(), {kY, kZ}, left),
                                triples(Slot::of(kY), likes_, Slot::of(kZ), Order::spo, 3)},
           {kY, kZ});
  Rows expected = all;
  for (const Row& row : all) {
    if (row[0] == all[0][0]) expected.push_back(row);
    if (row[1] == all[0][1]) expected.push_back(row);
  }
  expected.push_back(all[0]);
  EXPECT_EQ(rows(std::move(lookup), terms()), sorted(expected));
}

TEST_F(TripleJoins, LookupOfOneVariableTwiceFindsLoops) {
  using storage::Order;
  const Rows all = rows(scan(knows_, kX, kY, Order::pso, kX), terms());
  Rows loops;
  Rows left;
  for (const Row& row : all) {
    left.push_back({row[0]});
    if (row[0] == row[1]) loops.push_back({row[0]});
  }
  Node scan_loops =
      node(physical::TripleScan{triples(Slot::of(kX), knows_, Slot::of(kX), Order::pso, 1)}, {kX});
  EXPECT_FALSE(loops.empty());
  EXPECT_EQ(rows(std::move(scan_loops), terms()), loops);
  Node free = node(physical::LookupJoin{values(terms(), {kX}, {{kNothing}}),
                                        triples(Slot::of(kX), knows_, Slot::of(kX), Order::spo, 3)},
                   {kX});
  EXPECT_EQ(rows(std::move(free), terms()), loops);
}

TEST_F(TripleJoins, LookupOfAnythingGivesEachRowOnce) {
  using storage::Order;
  physical::TripleAccess access = triples(Slot::of(kX), knows_, Slot::any(), Order::spo, 2);
  access.distinct = true;
  const Rows subjects =
      rows(node(physical::Distinct{scan(knows_, kX, kY, Order::pso, kX)}, {kX}), terms());
  Node lookup = node(physical::LookupJoin{values(terms(), {kX}, subjects), access}, {kX});
  EXPECT_EQ(rows(std::move(lookup), terms()), subjects);
}

TEST_F(TripleJoins, LookupOfComputedTermsFindsNothing) {
  using storage::Order;
  const TermId local = terms().encode(storage::text_term("a term the store does not know"));
  Node lookup =
      node(physical::LookupJoin{values(terms(), {kX}, {{local}}),
                                triples(Slot::of(kX), knows_, Slot::of(kY), Order::pso, 2)},
           {kX, kY});
  EXPECT_EQ(rows(std::move(lookup), terms()), Rows{});
}

}  // namespace
}  // namespace vouch::test
