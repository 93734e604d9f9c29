#include "engine/physical/lower.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "engine/physical/children.hpp"
#include "engine/physical/print.hpp"
#include "tests/planner/sample.hpp"

namespace vouch::test {
namespace {

using logical::ApplyKind;
using testing::HasSubstr;
using testing::Not;

physical::Plan lowered(const logical::Plan& plan, JoinChoice join = JoinChoice::by_cost) {
  Settings settings;
  settings.join = join;
  return physical::lower(plan, sample().snapshot(), settings);
}

std::string shape(const logical::Plan& plan, JoinChoice join = JoinChoice::by_cost) {
  return physical::shape(lowered(plan, join), sample().snapshot());
}

template <typename Visit>
void each_node(const physical::Node& node, const Visit& visit) {
  visit(node);
  for (const physical::Node* child : physical::children(node)) {
    each_node(*child, visit);
  }
}

int times(const std::string& word, const std::string& text) {
  int count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

TEST(Lower, NumbersNodesInPreorder) {
  Query q;
  const auto plan = lowered(q.plan(
      Query::join({q.triples("?a designs ?b"), q.triples("?b uses ?c"), q.triples("?b costs ?d")}),
      "d a"));
  std::uint32_t next = 0;
  each_node(plan.root, [&](const physical::Node& node) { EXPECT_EQ(node.id, next++); });
  EXPECT_EQ(plan.nodes, next);
}

TEST(Lower, ReturnsTheColumnsAsked) {
  Query q;
  const auto plan = lowered(q.plan(q.triples("?a designs ?b"), "b"));
  EXPECT_EQ(plan.root.columns, q.vars("b"));
}

TEST(Lower, LooksUpFromAFewRowsIntoMany) {
  Query q;
  EXPECT_EQ(shape(q.plan(Query::join({q.triples("?b uses ?c"), q.triples("company_0 designs ?b")}),
                         "b c")),
            "lookup ?b uses ?c(scan company_0 designs ?b)");
}

TEST(Lower, MergesStarsOnTheirSharedSubject) {
  Query q;
  const auto text =
      shape(q.plan(Query::join({q.triples("?a made_by ?b"), q.triples("?a costs ?c")}), "a b c"));
  EXPECT_THAT(text, HasSubstr("merge join ?a"));
}

TEST(Lower, AppliesAConditionAsSoonAsItsVariablesAreBound) {
  Query q;
  const auto plan =
      q.plan(Query::filter(Query::join({q.triples("company_0 designs ?a"), q.triples("?a costs ?b"),
                                        q.triples("?a uses ?c")}),
                           q.greater("b", 3)),
             "a b c");
  EXPECT_EQ(shape(plan),
            "lookup ?a uses ?c(where ?b > 3(lookup ?a costs ?b(scan company_0 designs ?a)))");
}

TEST(Lower, ForcedJoinsChangeTheAlgorithm) {
  Query q;
  const auto plan = q.plan(Query::join({q.triples("company_0 designs ?a"),
                                        q.triples("?a made_by ?b"), q.triples("?a costs ?c")}),
                           "a b c");
  EXPECT_EQ(times("hash join ?a", shape(plan, JoinChoice::hash)), 2);
  EXPECT_EQ(times("merge join ?a", shape(plan, JoinChoice::merge)), 2);
  EXPECT_EQ(times("lookup", shape(plan, JoinChoice::lookup)), 2);
}

TEST(Lower, CrossesOnlyPartsThatShareNothing) {
  Query q;
  const auto text =
      shape(q.plan(Query::join({q.triples("?a based_in country_0"), q.triples("?b costs ?c"),
                                q.triples("?a designs ?d")}),
                   "a b c d"));
  EXPECT_EQ(times("nested loop", text), 1) << text;
}

TEST(Lower, UnitesTheStepsOfAnAlternative) {
  Query q;
  EXPECT_EQ(shape(q.plan(q.triples("?a uses|^made_by ?b"), "a b")),
            "union distinct(scan ?a uses ?b; scan ?a ^made_by ?b)");
}

TEST(Lower, FollowsAlternativesAsAPathFromBoundEnds) {
  Query q;
  EXPECT_EQ(shape(q.plan(
                Query::join({q.triples("company_0 designs ?a"), q.triples("?a uses|made_by ?b")}),
                "a b")),
            "follow path ?a (uses|made_by) ?b(scan company_0 designs ?a)");
}

TEST(Lower, GoesStraightToAlternativeObjects) {
  Query q;
  const auto plan = lowered(q.plan(q.triples("?a uses tool_1|tool_3"), "a"));
  const auto& scan = std::get<physical::TripleScan>(plan.root.op);
  EXPECT_EQ(scan.access.order, storage::Order::pos);
  EXPECT_EQ(scan.access.prefix, 1);
}

TEST(Lower, DeliversAnOrderOnlyUpToTheFirstPlaceThatIsAnything) {
  Query q;
  each_node(lowered(q.plan(q.triples("?a uses _"), "a")).root,
            [&](const physical::Node& node) { EXPECT_EQ(node.sorted_by, q.vars("a")); });
  const auto open = lowered(q.plan(q.triples("?a _ ?b"), "a b"));
  EXPECT_TRUE(std::get<physical::TripleScan>(open.root.op).access.distinct);
}

TEST(Lower, StartsABlockFromItsOuterRows) {
  Query q;
  const auto plan = q.plan(q.apply(ApplyKind::left, 1, "a", q.triples("company_0 designs ?a"),
                                   Query::join({q.seed(1, "a"), q.triples("?a costs ?b")})),
                           "a b");
  EXPECT_EQ(shape(plan), "maybe ?a(scan company_0 designs ?a; lookup ?a costs ?b(outer rows ?a))");
}

TEST(Lower, JoinsWhatMayBeUnboundByLookingItUp) {
  Query q;
  const auto block = q.apply(ApplyKind::left, 1, "a", q.triples("company_0 designs ?a"),
                             Query::join({q.seed(1, "a"), q.triples("?a costs ?b")}));
  EXPECT_THAT(
      shape(q.plan(Query::join({block, q.triples("?c costs ?b")}), "a b c"), JoinChoice::merge),
      Not(HasSubstr("merge join ?b")));
}

TEST(Lower, TakesTheColumnsOfASortInTheirLogicalOrder) {
  Query q;
  logical::Sort sort{Query::join({q.triples("?b uses ?c"), q.triples("company_0 designs ?b")}),
                     {{q.ref("c"), false}}};
  const auto plan = lowered(q.plan({sort}, "b c"));
  each_node(plan.root, [&](const physical::Node& node) {
    if (const auto* found = std::get_if<physical::Sort>(&node.op)) {
      EXPECT_EQ(found->input->columns, q.vars("b c"));
    }
  });
}

// ------------------------------------------------------------------ ranges

TEST(Lower, ReadsOnlyTheIntegersThatAConditionLeaves) {
  Query q;
  const auto plan = q.plan(
      Query::filter(q.triples("?a costs ?b"), expr::conjunction({q.greater("b", 150)})), "a b");
  EXPECT_EQ(shape(plan), "where ?b > 150(scan ?a costs ?b from 150)");
  const auto below = q.plan(
      Query::filter(q.triples("?a costs ?b"),
                    Query::compare(expr::Comparison::greater_equal, Query::number(20), q.ref("b"))),
      "a b");
  EXPECT_EQ(shape(below), "where 20 >= ?b(scan ?a costs ?b to 20)");
}

TEST(Lower, ReadsEverythingWhereValuesAreNotAllNumbers) {
  Query q;
  const auto plan = q.plan(Query::filter(q.triples("?a uses ?b"), q.greater("b", 150)), "a b");
  EXPECT_EQ(shape(plan), "where ?b > 150(scan ?a uses ?b)");
}

TEST(Lower, LeavesRangesOutWhenTheyAreSwitchedOff) {
  Query q;
  const auto plan = q.plan(Query::filter(q.triples("?a costs ?b"), q.greater("b", 150)), "a b");
  Settings settings;
  settings.passes_off.insert("push_ranges");
  EXPECT_EQ(physical::shape(physical::lower(plan, sample().snapshot(), settings),
                            sample().snapshot()),
            "where ?b > 150(scan ?a costs ?b)");
}

// ------------------------------------------------------------------ independence of the written
// order

Node random_pattern(Query& q, std::mt19937& random, int variables) {
  const std::vector<std::string> relations{"based_in", "designs", "made_by", "costs",
                                           "uses",     "^uses",   "^designs"};
  const std::vector<std::string> constants{"company_1", "chip_7", "foundry_2", "tool_9",
                                           "country_0"};
  const auto pick = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const auto variable = [&] {
    return "?v" + std::to_string(pick(static_cast<std::size_t>(variables)));
  };
  const std::string object = pick(4) == 0 ? constants[pick(constants.size())] : variable();
  return q.triples(variable() + " " + relations[pick(relations.size())] + " " + object);
}

TEST(Lower, CostsTheSameWhateverTheOrderOfPatterns) {
  for (unsigned seed = 0; seed < 250; ++seed) {
    std::mt19937 random(seed);
    Query q;
    const std::size_t count = 2 + seed % 7;
    std::vector<Node> patterns;
    for (std::size_t i = 0; i < count; ++i) {
      patterns.push_back(random_pattern(q, random, 2 + static_cast<int>(seed % 5)));
    }
    q.var("v0");
    const auto columns = logical::schema_of(patterns.front()).variables;
    const auto cost_of = [&](const std::vector<Node>& list) {
      auto plan = q.plan(Query::join(list), "");
      plan.columns = columns;
      return lowered(plan).root.cost;
    };
    const double cost = cost_of(patterns);
    for (int i = 0; i < 3; ++i) {
      std::shuffle(patterns.begin(), patterns.end(), random);
      EXPECT_DOUBLE_EQ(cost_of(patterns), cost) << "seed " << seed;
    }
  }
}

TEST(Lower, JoinsManyInputsGreedilyInAFixedOrder) {
  Query q;
  std::vector<Node> patterns;
  for (int i = 0; i < 30; ++i) {
    patterns.push_back(q.triples("?v" + std::to_string(i) + " uses ?v" + std::to_string(i / 2)));
  }
  const auto plan = q.plan(Query::join(patterns), "v0");
  std::reverse(patterns.begin(), patterns.end());
  const auto turned = q.plan(Query::join(patterns), "v0");
  EXPECT_EQ(shape(plan), shape(turned));
}

TEST(Lower, PlansAStarOfElevenQuickly) {
  Query q;
  std::vector<Node> patterns;
  for (std::size_t i = 0; i < physical::kExhaustiveInputs; ++i) {
    patterns.push_back(q.triples("?a uses ?v" + std::to_string(i)));
  }
  const auto started = std::chrono::steady_clock::now();
  static_cast<void>(lowered(q.plan(Query::join(patterns), "a")));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  RecordProperty("seconds", std::to_string(took.count()));
  EXPECT_LT(took.count(), 20);
}

// ------------------------------------------------------------------ explain

TEST(Explain, ShowsATreeWithRowsAndCost) {
  Query q;
  const auto plan = lowered(
      q.plan(Query::join({q.triples("?b uses ?c"), q.triples("company_0 designs ?b")}), "b c"));
  const std::string text = physical::print(plan, sample().snapshot());
  EXPECT_THAT(text, HasSubstr("lookup ?b uses ?c  [PSO 2]"));
  EXPECT_THAT(text, HasSubstr("└─ scan company_0 designs ?b  [PSO 2]"));
  EXPECT_THAT(text, HasSubstr("rows"));
}

TEST(Explain, MarksEstimatesThatAreOffByTen) {
  Query q;
  const auto plan = lowered(q.plan(q.triples("company_0 designs ?b"), "b"));
  const std::vector<physical::ActualRows> more{{95, 1, 0.5}};
  EXPECT_THAT(physical::print(plan, sample().snapshot(), more), HasSubstr("×19 ▲"));
  const std::vector<physical::ActualRows> same{{5, 1, 0.5}};
  EXPECT_THAT(physical::print(plan, sample().snapshot(), same), Not(HasSubstr("×")));
}

TEST(Explain, SaysTheSameAsJson) {
  Query q;
  const auto plan = lowered(q.plan(q.triples("company_0 designs ?b"), "b"));
  EXPECT_THAT(physical::print_json(plan, sample().snapshot()),
              HasSubstr("{\"id\":0,\"operator\":\"scan\",\"details\":\"company_0 designs "
                        "?b\",\"index\":\"PSO 2\""));
}

}  // namespace
}  // namespace vouch::test
