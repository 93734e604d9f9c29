// Sort and top: the total order, ties, unbound values, groups.
#include <random>

#include "tests/exec/plan_support.hpp"

namespace vouch::test {
namespace {

const VariableId kX = var(0);
const VariableId kY = var(1);
const VariableId kG = var(2);

class Order : public testing::Test {
 protected:
  [[nodiscard]] exec::Terms& terms() { return facts_.terms(); }
  [[nodiscard]] Rows sort(const Rows& input, std::vector<logical::SortKey> keys) {
    return ordered_rows(
        node(physical::Sort{values(terms(), {kX, kY}, input), std::move(keys)}, {kX, kY}), terms());
  }
  [[nodiscard]] Rows top(const Rows& input, std::uint64_t count, std::vector<logical::SortKey> keys,
                         std::vector<Expression> per = {}) {
    physical::Top made{values(terms(), {kX, kY}, input), count, std::move(keys), std::move(per)};
    return ordered_rows(node(std::move(made), {kX, kY}), terms());
  }
  [[nodiscard]] TermId text(const std::string& text) {
    return terms().encode(storage::text_term(text));
  }
  static Row pair(std::int64_t a, std::int64_t b) { return {integer(a), integer(b)}; }
  static logical::SortKey up(VariableId variable) { return {ref(variable), false}; }
  static logical::SortKey down(VariableId variable) { return {ref(variable), true}; }

  Facts facts_;
};

TEST_F(Order, ByKeysThenByColumnsFromTheLeft) {
  const Rows input{pair(2, 1), pair(1, 2), pair(1, 1), pair(2, 0)};
  EXPECT_EQ(sort(input, {up(kX)}), (Rows{pair(1, 1), pair(1, 2), pair(2, 0), pair(2, 1)}));
  EXPECT_EQ(sort(input, {down(kX)}), (Rows{pair(2, 0), pair(2, 1), pair(1, 1), pair(1, 2)}));
  EXPECT_EQ(sort(input, {down(kX), down(kY)}),
            (Rows{pair(2, 1), pair(2, 0), pair(1, 2), pair(1, 1)}));
}

TEST_F(Order, UnboundComesLastBothWays) {
  const Rows input{{kNothing, integer(1)}, pair(5, 1), pair(-5, 1)};
  EXPECT_EQ(sort(input, {up(kX)}), (Rows{pair(-5, 1), pair(5, 1), {kNothing, integer(1)}}));
  EXPECT_EQ(sort(input, {down(kX)}), (Rows{pair(5, 1), pair(-5, 1), {kNothing, integer(1)}}));
}

TEST_F(Order, MixedKindsFollowTheTotalOrder) {
  const TermId entity = facts_.entity("zeta");
  const TermId other = facts_.entity("alpha");
  const TermId half =
      terms().encode(Term(storage::Quantity::of(*storage::Number::from_fraction(5, 2))));
  const TermId yes(storage::IdTag::boolean, 1);
  const TermId long_text = text("a text of more than seven bytes");
  const Rows input{{text("b"), kNothing},  {integer(3), kNothing}, {entity, kNothing},
                   {half, kNothing},       {long_text, kNothing},  {yes, kNothing},
                   {integer(2), kNothing}, {other, kNothing}};
  const Rows expected{{other, kNothing},      {entity, kNothing},   {yes, kNothing},
                      {integer(2), kNothing}, {half, kNothing},     {integer(3), kNothing},
                      {long_text, kNothing},  {text("b"), kNothing}};
  EXPECT_EQ(sort(input, {up(kX)}), expected);
  EXPECT_EQ(sort(input, {down(kX)}), Rows(expected.rbegin(), expected.rend()));
}

TEST_F(Order, ByAComputedKey) {
  const Rows input{pair(1, 1), pair(2, 2), pair(3, 3)};
  EXPECT_EQ(sort(input, {{arithmetic(expr::Arithmetic::subtract, number(0), ref(kX)), false}}),
            (Rows{pair(3, 3), pair(2, 2), pair(1, 1)}));
}

TEST_F(Order, TopTakesTheFirstRowsAndLeavesUnboundOnesOut) {
  const Rows input{pair(1, 1), {kNothing, integer(9)}, pair(3, 1), pair(2, 1), pair(3, 0)};
  EXPECT_EQ(top(input, 2, {down(kX)}), (Rows{pair(3, 0), pair(3, 1)}));
  EXPECT_EQ(top(input, 9, {up(kX)}), (Rows{pair(1, 1), pair(2, 1), pair(3, 0), pair(3, 1)}));
  EXPECT_EQ(top(input, 0, {up(kX)}), Rows{});
}

TEST_F(Order, TopWithinGroups) {
  const Rows input{pair(1, 5), pair(2, 7), pair(1, 6), pair(1, 7), pair(2, 5)};
  EXPECT_EQ(top(input, 2, {down(kY)}, {ref(kX)}),
            (Rows{pair(1, 7), pair(1, 6), pair(2, 7), pair(2, 5)}));
}

TEST_F(Order, TopIsTheBeginningOfSort) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 6; ++round) {
    Rows input;
    const std::uint64_t spread = round % 2 == 0 ? 50 : 1'000'000;
    for (int i = 0; i < 9000; ++i) {
      input.push_back({integer(static_cast<std::int64_t>(random() % spread)),
                       random() % 5 == 0 ? text("t" + std::to_string(random() % 9))
                                         : integer(static_cast<std::int64_t>(random() % 90))});
    }
    const std::vector<logical::SortKey> keys{round % 3 == 0 ? down(kX) : up(kX), down(kY)};
    const physical::Plan whole =
        plan_of(node(physical::Sort{values(terms(), {kX, kY}, input), keys}, {kX, kY}));
    Rows expected = run(whole, terms());
    expected.resize(100);
    const physical::Plan first =
        plan_of(node(physical::Top{values(terms(), {kX, kY}, input), 100, keys, {}}, {kX, kY}));
    EXPECT_EQ(run(first, terms()), expected) << "round " << round;
  }
}

}  // namespace
}  // namespace vouch::test
