#include "engine/optimize/cardinality.hpp"

#include <gtest/gtest.h>

#include "tests/planner/sample.hpp"

namespace vouch::test {
namespace {

optimize::Estimate estimate(Query& q, const std::string& pattern) {
  const optimize::Cardinality cardinality(sample().snapshot());
  return cardinality.of(std::get<logical::TripleScan>(q.triples(pattern).op));
}

TEST(Cardinality, CountsARelationExactly) {
  Query q;
  const auto all = estimate(q, "?a uses ?b");
  EXPECT_DOUBLE_EQ(all.rows, 400);
  EXPECT_DOUBLE_EQ(all.distinct_of(q.var("a")), 200);
  EXPECT_DOUBLE_EQ(all.distinct_of(q.var("b")), 400);
}

TEST(Cardinality, CountsABoundPrefixExactly) {
  Query q;
  EXPECT_DOUBLE_EQ(estimate(q, "company_3 designs ?b").rows, 5);
  EXPECT_DOUBLE_EQ(estimate(q, "?a made_by foundry_1").rows, 40);
  EXPECT_DOUBLE_EQ(estimate(q, "foundry_1 ^made_by ?a").rows, 40);
  EXPECT_DOUBLE_EQ(estimate(q, "chip_1 made_by foundry_1").rows, 1);
  EXPECT_DOUBLE_EQ(estimate(q, "chip_1 made_by foundry_2").rows, 0);
}

TEST(Cardinality, AddsTheAlternativesUp) {
  Query q;
  EXPECT_DOUBLE_EQ(estimate(q, "?a made_by foundry_1|foundry_2").rows, 80);
  EXPECT_DOUBLE_EQ(estimate(q, "?a uses|made_by ?b").rows, 600);
}

TEST(Cardinality, NeverMultipliesRowsByAPlaceThatIsAnything) {
  Query q;
  EXPECT_DOUBLE_EQ(estimate(q, "?a uses _").rows, 200);
  EXPECT_DOUBLE_EQ(estimate(q, "_ made_by ?b").rows, 5);
}

TEST(Cardinality, CountsClaimsWithTheirOwnTables) {
  Query q;
  const optimize::Cardinality cardinality(sample().snapshot());
  EXPECT_DOUBLE_EQ(
      cardinality.of(std::get<logical::ClaimScan>(q.claims("?c", "?a sold ?b").op)).rows, 1);
}

TEST(Cardinality, KnowsThatAConditionKeepsAShareOfTheRows) {
  Query q;
  const auto all = estimate(q, "?a costs ?b");
  EXPECT_DOUBLE_EQ(optimize::selectivity(Query::truth(true), all), 1);
  EXPECT_DOUBLE_EQ(optimize::selectivity(
                       Query::compare(expr::Comparison::equal, q.ref("b"), Query::number(3)), all),
                   1.0 / 200);
  const double both =
      optimize::selectivity(expr::conjunction({q.greater("b", 3), q.greater("b", 5)}), all);
  EXPECT_NEAR(both, 1.0 / 9, 1e-9);
}

}  // namespace
}  // namespace vouch::test
