#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "engine/logical/verify.hpp"
#include "engine/optimize/pass.hpp"
#include "engine/optimize/passes.hpp"
#include "tests/planner/sample.hpp"

namespace vouch::test {
namespace {

using logical::ApplyKind;
using PassFunction = std::optional<logical::Plan> (*)(const logical::Plan&,
                                                      const storage::Snapshot&);

// The shape after one pass; "unchanged" where it has nothing to do.
std::string after(PassFunction pass, const Query& q, const logical::Plan& plan) {
  EXPECT_EQ(logical::fault_of(plan), std::nullopt) << q.shape(plan);
  const auto better = pass(plan, sample().snapshot());
  if (!better) {
    return "unchanged";
  }
  logical::verify_pass(plan, *better, "test");
  return q.shape(*better);
}

// ------------------------------------------------------------------ fold_constants

TEST(FoldConstants, DropsConditionsThatAreAlwaysTrue) {
  Query q;
  const auto plan = q.plan(
      Query::filter(q.triples("?a uses ?b"),
                    Query::compare(expr::Comparison::less, Query::number(1), Query::number(2))),
      "a");
  EXPECT_EQ(after(optimize::fold_constants, q, plan), "?a uses ?b");
}

TEST(FoldConstants, MakesAFalseConditionEmpty) {
  Query q;
  const auto plan = q.plan(Query::filter(q.triples("?a uses ?b"), Query::truth(false)), "a");
  EXPECT_EQ(after(optimize::fold_constants, q, plan), "Empty(?a, ?b)");
}

TEST(FoldConstants, KnowsThatAnUnknownNameMatchesNothing) {
  Query q;
  const auto plan =
      q.plan(Query::join({q.triples("?a uses ?b"), q.triples("?b based_in nowhere")}), "a");
  EXPECT_EQ(after(optimize::fold_constants, q, plan), "Empty(?a, ?b)");
}

TEST(FoldConstants, DropsUnknownAlternativesOnly) {
  Query q;
  const auto plan = q.plan(q.triples("?a based_in country_1|nowhere"), "a");
  EXPECT_EQ(after(optimize::fold_constants, q, plan), "?a based_in country_1");
}

TEST(FoldConstants, KeepsPathsThatRelateATermToItself) {
  Query q;
  EXPECT_EQ(after(optimize::fold_constants, q, q.plan(q.path("nowhere", "uses", "?b", 0), "b")),
            "unchanged");
  EXPECT_EQ(after(optimize::fold_constants, q, q.plan(q.path("nowhere", "uses", "?b", 1), "b")),
            "Empty(?b)");
}

TEST(FoldConstants, KeepsOuterRowsOfAnImpossibleMaybe) {
  Query q;
  const auto plan = q.plan(q.apply(ApplyKind::left, 1, "a", q.triples("?a uses ?b"),
                                   Query::join({q.seed(1, "a"), q.triples("?a made_by nowhere"),
                                                q.triples("?a costs ?c")})),
                           "a c");
  EXPECT_EQ(after(optimize::fold_constants, q, plan), "Extend(?c = nothing; ?a uses ?b)");
}

TEST(FoldConstants, CountsNothingInAnImpossibleBlock) {
  Query q;
  const auto inner = [&] { return Query::join({q.seed(1, "a"), q.triples("?a made_by nowhere")}); };
  const auto outer = q.triples("?a uses ?b");
  EXPECT_EQ(after(optimize::fold_constants, q,
                  q.plan(q.apply(ApplyKind::count, 1, "a", outer, inner(), "n"), "a n")),
            "Extend(?n = 0; ?a uses ?b)");
  EXPECT_EQ(after(optimize::fold_constants, q,
                  q.plan(q.apply(ApplyKind::anti, 1, "a", outer, inner()), "a")),
            "?a uses ?b");
}

TEST(FoldConstants, KeepsTheColumnsOfAUnionThatLosesABranch) {
  Query q;
  const auto plan = q.plan(
      {logical::Union{{q.triples("?a uses ?b"), q.triples("?a made_by nowhere"),
                       Query::join({q.triples("?a costs ?c"), q.triples("?a made_by nowhere")})}}},
      "a c");
  EXPECT_EQ(after(optimize::fold_constants, q, plan), "Extend(?c = nothing; ?a uses ?b)");
}

TEST(FoldConstants, LeavesTheOneRowOfAnAggregateOverNothing) {
  Query q;
  logical::Aggregate count{q.triples("?a uses nowhere"), {}, {}};
  count.aggregations.push_back({q.var("n"), expr::AggregateKind::count, true});
  EXPECT_EQ(after(optimize::fold_constants, q, q.plan({count}, "n")),
            "Aggregate(: ?n = count(*); Empty(?a))");
}

// ------------------------------------------------------------------ decorrelate

TEST(Decorrelate, MakesAnInnerBlockAJoin) {
  Query q;
  const auto plan =
      q.plan(q.apply(ApplyKind::inner, 1, "a", q.triples("?a uses ?b"),
                     Query::filter(Query::join({q.seed(1, "a"), q.triples("?a costs ?c")}),
                                   q.greater("c", 3))),
             "a c");
  EXPECT_EQ(after(optimize::decorrelate, q, plan), "Filter(?c > 3; Join[?a uses ?b, ?a costs ?c])");
}

TEST(Decorrelate, LeavesBlocksThatCountTheirRows) {
  Query q;
  const auto plan =
      q.plan(q.apply(ApplyKind::inner, 1, "a", q.triples("?a uses ?b"),
                     Query::distinct(Query::join({q.seed(1, "a"), q.triples("?a costs ?c")}))),
             "a c");
  EXPECT_EQ(after(optimize::decorrelate, q, plan), "unchanged");
}

TEST(Decorrelate, StopsAtTheFirstMatchWhereOnlyExistenceIsAsked) {
  Query q;
  const auto block = q.apply(ApplyKind::mark, 1, "a", q.triples("?a uses ?b"),
                             Query::join({q.seed(1, "a"), q.triples("?a costs _")}), "e");
  EXPECT_EQ(after(optimize::decorrelate, q, q.plan(Query::filter(block, q.ref("e")), "a")),
            "Extend(?e = true; Apply.semi(#1 ?a; ?a uses ?b; Join[Seed(#1 ?a), ?a costs _]))");
  EXPECT_EQ(after(optimize::decorrelate, q,
                  q.plan(Query::filter(block, Query::negation(q.ref("e"))), "a")),
            "Extend(?e = false; Apply.anti(#1 ?a; ?a uses ?b; Join[Seed(#1 ?a), ?a costs _]))");
}

// ------------------------------------------------------------------ flatten_joins

TEST(FlattenJoins, MakesOneJoinOfAllPatterns) {
  Query q;
  const auto plan = q.plan(
      Query::join({Query::filter(Query::join({q.triples("?a uses ?b"), q.triples("?a costs ?c")}),
                                 q.greater("c", 3)),
                   q.triples("?a made_by ?d")}),
      "a");
  EXPECT_EQ(after(optimize::flatten_joins, q, plan),
            "Filter(?c > 3; Join[?a uses ?b, ?a costs ?c, ?a made_by ?d])");
}

TEST(FlattenJoins, LiftsLetsUnlessTheirVariableIsMatchedLater) {
  Query q;
  const auto let = q.extend(q.triples("?a uses ?b"), "n", q.ref("b"));
  EXPECT_EQ(after(optimize::flatten_joins, q,
                  q.plan(Query::join({let, q.triples("?a made_by ?c")}), "a")),
            "Extend(?n = ?b; Join[?a uses ?b, ?a made_by ?c])");
  EXPECT_EQ(after(optimize::flatten_joins, q,
                  q.plan(Query::join({let, q.triples("?n made_by ?c")}), "a")),
            "unchanged");
}

TEST(FlattenJoins, BringsPatternsBelowBlocksThatDoNotConcernThem) {
  Query q;
  const auto block = q.apply(ApplyKind::left, 1, "a", q.triples("?a uses ?b"),
                             Query::join({q.seed(1, "a"), q.triples("?a costs ?c")}));
  EXPECT_EQ(after(optimize::flatten_joins, q,
                  q.plan(Query::join({block, q.triples("?a made_by ?d")}), "a")),
            "Apply.left(#1 ?a; Join[?a uses ?b, ?a made_by ?d]; Join[Seed(#1 ?a), ?a costs ?c])");
}

TEST(FlattenJoins, LeavesPatternsThatUseWhatAMaybeMayLeaveUnbound) {
  Query q;
  const auto block = q.apply(ApplyKind::left, 1, "a", q.triples("?a uses ?b"),
                             Query::join({q.seed(1, "a"), q.triples("?a costs ?c")}));
  EXPECT_EQ(after(optimize::flatten_joins, q,
                  q.plan(Query::join({block, q.triples("?d costs ?c")}), "a")),
            "unchanged");
}

TEST(FlattenJoins, LeavesAFilterOnWhatALaterPatternMayBind) {
  Query q;
  const auto block = q.apply(ApplyKind::left, 1, "a", q.triples("?a uses ?b"),
                             Query::join({q.seed(1, "a"), q.triples("?a costs ?c")}));
  EXPECT_EQ(
      after(optimize::flatten_joins, q,
            q.plan(Query::join({Query::filter(block, q.greater("c", 3)), q.triples("?d costs ?c")}),
                   "a")),
      "unchanged");
}

// ------------------------------------------------------------------ push_filters

TEST(PushFilters, PutsEachConditionOnTheInputThatBindsIt) {
  Query q;
  const auto plan = q.plan(
      Query::filter(
          Query::join(
              {q.triples("?a costs ?b"), q.triples("?c costs ?d"), q.triples("?a designs ?c")}),
          expr::conjunction({q.greater("b", 3), q.greater("d", 4),
                             Query::compare(expr::Comparison::less, q.ref("b"), q.ref("d"))})),
      "a");
  EXPECT_EQ(after(optimize::push_filters, q, plan),
            "Filter(?b < ?d; Join[Filter(?b > 3; ?a costs ?b), Filter(?d > 4; ?c costs ?d), "
            "?a designs ?c])");
}

TEST(PushFilters, StopsAboveWhatAMaybeBinds) {
  Query q;
  const auto block = q.apply(ApplyKind::left, 1, "a", q.triples("?a costs ?b"),
                             Query::join({q.seed(1, "a"), q.triples("?a uses ?c")}));
  const auto plan =
      q.plan(Query::filter(block, expr::conjunction({q.greater("b", 3), q.greater("c", 4)})), "a");
  EXPECT_EQ(after(optimize::push_filters, q, plan),
            "Filter(?c > 4; Apply.left(#1 ?a; Filter(?b > 3; ?a costs ?b); "
            "Join[Seed(#1 ?a), ?a uses ?c]))");
}

TEST(PushFilters, StaysAboveAJoinThatFillsAVariableIn) {
  Query q;
  const auto block = q.apply(ApplyKind::left, 1, "a", q.triples("?a uses ?b"),
                             Query::join({q.seed(1, "a"), q.triples("?a costs ?c")}));
  const auto maybe_twice = q.apply(ApplyKind::left, 2, "d", q.triples("?d uses ?e"),
                                   Query::join({q.seed(2, "d"), q.triples("?d costs ?c")}));
  const auto plan =
      q.plan(Query::filter(Query::join({block, maybe_twice}), q.greater("c", 3)), "a");
  EXPECT_EQ(after(optimize::push_filters, q, plan), "unchanged");
}

TEST(PushFilters, GoesIntoEveryBranchOfAUnion) {
  Query q;
  const auto plan =
      q.plan(Query::filter({logical::Union{{q.triples("?a costs ?b"), q.triples("?a uses ?b")}}},
                           q.greater("b", 3)),
             "a");
  EXPECT_EQ(after(optimize::push_filters, q, plan),
            "Union[Filter(?b > 3; ?a costs ?b), Filter(?b > 3; ?a uses ?b)]");
}

TEST(PushFilters, StaysAboveNodesThatChooseRows) {
  Query q;
  const auto plan = q.plan(
      Query::filter({logical::Slice{q.triples("?a costs ?b"), 0, 10, {}}}, q.greater("b", 3)), "a");
  EXPECT_EQ(after(optimize::push_filters, q, plan), "unchanged");
}

// ------------------------------------------------------------------ prune_variables

TEST(PruneVariables, DropsLetsThatNobodyReads) {
  Query q;
  const auto plan = q.plan(q.project(q.extend(q.triples("?a uses ?b"), "n", q.ref("b")), "a"), "a");
  EXPECT_EQ(after(optimize::prune_variables, q, plan), "Project(?a; ?a uses ?b)");
}

TEST(PruneVariables, KeepsVariablesThatMakeRows) {
  Query q;
  EXPECT_EQ(
      after(optimize::prune_variables, q, q.plan(q.project(q.triples("?a uses ?b"), "a"), "a")),
      "unchanged");
}

TEST(PruneVariables, ForgetsThemWhereRowsAreMadeDistinct) {
  Query q;
  const auto plan =
      q.plan(Query::distinct(
                 q.project(Query::join({q.triples("?a uses ?b"), q.triples("?b costs ?c")}), "a")),
             "a");
  EXPECT_EQ(after(optimize::prune_variables, q, plan),
            "Distinct(Project(?a; Join[?a uses ?b, ?b costs _]))");
}

TEST(PruneVariables, AsksABlockForNoMoreThanARow) {
  Query q;
  const auto plan = q.plan(q.apply(ApplyKind::anti, 1, "a", q.triples("?a uses ?b"),
                                   Query::join({q.seed(1, "a"), q.triples("?a costs ?c")})),
                           "a b");
  EXPECT_EQ(after(optimize::prune_variables, q, plan),
            "Apply.anti(#1 ?a; ?a uses ?b; Join[Seed(#1 ?a), ?a costs _])");
}

TEST(PruneVariables, KeepsTheRowsOfABlockThatCounts) {
  Query q;
  const auto plan = q.plan(q.apply(ApplyKind::count, 1, "a", q.triples("?a uses ?b"),
                                   Query::join({q.seed(1, "a"), q.triples("?a costs ?c")}), "n"),
                           "a b n");
  EXPECT_EQ(after(optimize::prune_variables, q, plan), "unchanged");
}

TEST(PruneVariables, KeepsAVariableThatStandsTwiceInAPattern) {
  Query q;
  const auto plan =
      q.plan(Query::distinct(q.project(
                 Query::join({q.triples("?a uses ?b"), q.triples("?c designs ?c")}), "a")),
             "a");
  EXPECT_EQ(after(optimize::prune_variables, q, plan),
            "Distinct(Project(?a; Join[?a uses _, ?c designs ?c]))");
}

// ------------------------------------------------------------------ the runner

TEST(RunPasses, LeavesOutWhatIsSwitchedOff) {
  Query q;
  const auto plan = q.plan(Query::filter(q.triples("?a uses ?b"), Query::truth(true)), "a b");
  Settings settings;
  settings.passes_off.insert("fold_constants");
  EXPECT_EQ(q.shape(optimize::run_passes(plan, sample().snapshot(), settings)),
            "Filter(true; ?a uses ?b)");
  EXPECT_EQ(q.shape(optimize::run_passes(plan, sample().snapshot(), {})), "?a uses ?b");
}

TEST(RunPasses, TellsTheObserverOfEachChange) {
  Query q;
  const auto plan = q.plan(
      Query::filter(Query::join({Query::join({q.triples("?a uses ?b"), q.triples("?b costs ?c")}),
                                 q.triples("?a costs ?d")}),
                    q.greater("c", 3)),
      "a b c d");
  std::vector<std::string> seen;
  const auto observer = [&](std::string_view pass, const logical::Plan&) {
    seen.emplace_back(pass);
  };
  static_cast<void>(optimize::run_passes(plan, sample().snapshot(), {}, observer));
  EXPECT_THAT(seen, testing::ElementsAre("flatten_joins", "push_filters"));
}

TEST(RunPasses, HoldsTheColumnsBelowASortStill) {
  Query q;
  logical::Sort sort{Query::join({q.triples("?b uses ?a"), q.triples("?a costs ?c")}),
                     {{q.ref("c"), false}}};
  const auto after_all = optimize::run_passes(q.plan({sort}, "a"), sample().snapshot(), {});
  EXPECT_EQ(q.shape(after_all), "Sort(?c; Project(?b, ?a, ?c; Join[?b uses ?a, ?a costs ?c]))");
}

}  // namespace
}  // namespace vouch::test
