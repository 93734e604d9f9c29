#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "engine/logical/verify.hpp"
#include "tests/planner/sample.hpp"

namespace vouch::test {
namespace {

using logical::ApplyKind;
using logical::fault_of;
using testing::HasSubstr;
using testing::Optional;

TEST(Verify, AcceptsAWellFormedPlan) {
  Query q;
  const auto plan = q.plan(q.apply(ApplyKind::anti, 1, "a", q.triples("?a uses ?b"),
                                   Query::join({q.seed(1, "a"), q.triples("?a costs ?c")})),
                           "a b");
  EXPECT_EQ(fault_of(plan), std::nullopt);
}

TEST(Verify, FindsAVariableThatNothingBinds) {
  Query q;
  const auto plan = q.plan(Query::filter(q.triples("?a uses ?b"), q.greater("c", 3)), "a");
  EXPECT_THAT(fault_of(plan), Optional(HasSubstr("Filter uses ?c")));
}

TEST(Verify, FindsAReturnedVariableThatNothingBinds) {
  Query q;
  EXPECT_THAT(fault_of(q.plan(q.triples("?a uses ?b"), "c")),
              Optional(HasSubstr("the answer uses ?c")));
}

TEST(Verify, FindsASeedOutsideItsBlock) {
  Query q;
  EXPECT_THAT(fault_of(q.plan(q.seed(7, "a"), "a")),
              Optional(HasSubstr("Seed 7 stands below no Apply")));
}

TEST(Verify, FindsASeedWithOtherVariablesThanAreHandedIn) {
  Query q;
  const auto plan =
      q.plan(q.apply(ApplyKind::semi, 1, "a", q.triples("?a uses ?b"), q.seed(1, "b")), "a");
  EXPECT_THAT(fault_of(plan), Optional(HasSubstr("does not carry")));
}

TEST(Verify, FindsAVariableBoundTwice) {
  Query q;
  const auto plan = q.plan(q.extend(q.triples("?a uses ?b"), "b", Query::number(1)), "a");
  EXPECT_THAT(fault_of(plan), Optional(HasSubstr("Extend binds ?b again")));
}

TEST(Verify, FindsAMarkWithoutAVariableForIt) {
  Query q;
  const auto plan =
      q.plan(q.apply(ApplyKind::mark, 1, "a", q.triples("?a uses ?b"), q.seed(1, "a")), "a");
  EXPECT_THAT(fault_of(plan), Optional(HasSubstr("result")));
}

TEST(Verify, NamesThePassThatBrokeThePlan) {
  Query q;
  const auto before = q.plan(q.triples("?a uses ?b"), "a");
  auto after = before;
  after.columns = q.vars("b");
  try {
    logical::verify_pass(before, after, "push_filters");
    FAIL() << "a plan that returns something else was accepted";
  } catch (const InternalError& error) {
    EXPECT_THAT(error.what(), HasSubstr("push_filters"));
  }
}

TEST(Schema, KnowsWhatAMaybeMayLeaveUnbound) {
  Query q;
  const auto block = q.apply(ApplyKind::left, 1, "a", q.triples("?a uses ?b"),
                             Query::join({q.seed(1, "a"), q.triples("?a costs ?c")}));
  const auto schema = logical::schema_of(block);
  EXPECT_FALSE(schema.may_be_unbound(q.var("a")));
  EXPECT_TRUE(schema.may_be_unbound(q.var("c")));
  const auto joined = logical::schema_of(Query::join({block, q.triples("?d costs ?c")}));
  EXPECT_FALSE(joined.may_be_unbound(q.var("c")));
}

TEST(Schema, KnowsWhatABranchOfAUnionLeavesUnbound) {
  Query q;
  const auto schema =
      logical::schema_of({logical::Union{{q.triples("?a uses ?b"), q.triples("?a costs ?c")}}});
  EXPECT_EQ(schema.variables, q.vars("a b c"));
  EXPECT_EQ(schema.nullable, (std::vector<bool>{false, true, true}));
}

TEST(Print, ShowsOneNodeALine) {
  Query q;
  const auto plan =
      q.plan(Query::filter(Query::join({q.triples("?a uses|^made_by ?b"),
                                        q.triples("?b based_in country_0|country_1")}),
                           q.greater("b", 3)),
             "a b");
  EXPECT_EQ(logical::print(plan, logical::names_of(sample().snapshot())),
            "answer ?a, ?b\n"
            "  Filter ?b > 3\n"
            "    Join\n"
            "      Triples ?a uses|^made_by ?b\n"
            "      Triples ?b based_in country_0|country_1\n");
}

}  // namespace
}  // namespace vouch::test
