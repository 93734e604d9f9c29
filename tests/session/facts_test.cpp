// Fact statements: what is written, and what is refused with nothing written.
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

using FactStatements = SessionWorld;

TEST_F(FactStatements, AClaimIsAskedBack) {
  EXPECT_EQ(run("claim nvidia designs h20;").messages.front(), "1 claim added");
  EXPECT_EQ(table(run("match ?c designs ?p;")), "nvidia | h20\n");
}

TEST_F(FactStatements, TheSameClaimTwiceAddsNothing) {
  static_cast<void>(run("claim nvidia designs h20 (source news, locator \"p1\");"));
  const auto before = counts();
  EXPECT_EQ(run("claim nvidia designs h20 (locator \"p1\", source news);").messages.front(),
            "0 claims added, 1 already there");
  EXPECT_EQ(counts().claims, before.claims);
  EXPECT_EQ(counts().version, before.version);
}

TEST_F(FactStatements, TwoClaimsOfOneTripleStayTwo) {
  static_cast<void>(run("claim nvidia designs h20 (source news); claim nvidia designs h20;"));
  EXPECT_EQ(counts().claims, 2U);
  EXPECT_EQ(table(run("match ?c designs ?p;")), "nvidia | h20\n");
}

TEST_F(FactStatements, ADenialPutsNoTripleInTheGraph) {
  static_cast<void>(run("deny smic designs h100;"));
  EXPECT_EQ(table(run("match smic designs ?p;")), "");
  EXPECT_EQ(table(run("match claim ?c = smic designs ?p (polarity denied) return ?p;")), "h100\n");
}

TEST_F(FactStatements, TheInverseIsWrittenTheOtherWayRound) {
  static_cast<void>(run("claim h20 designed_by nvidia;"));
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "h20\n");
}

TEST_F(FactStatements, SymmetricRelationsHoldBothWays) {
  static_cast<void>(run("claim nvidia rivals smic;"));
  EXPECT_EQ(table(run("match smic rivals ?x;")), "nvidia\n");
}

TEST_F(FactStatements, DefaultsAreFilledIn) {
  static_cast<void>(run("claim nvidia designs h20 (source news);"));
  EXPECT_EQ(table(run("match claim ?c = nvidia designs h20 "
                      "return ?c.certainty, ?c.status, ?c.polarity, ?c.known;")),
            "stated | actual | affirmed | 2025-06\n");
}

TEST_F(FactStatements, DuringSaysSinceAndUntilToo) {
  static_cast<void>(run("claim nvidia designs h20 (during 2024..2025-06);"));
  EXPECT_EQ(table(run("match claim ?c = nvidia designs h20 return ?c.during, ?c.since, ?c.until;")),
            "2024..2025-06 | 2024 | 2025-06\n");
}

TEST_F(FactStatements, AnOpenEndSaysNothing) {
  static_cast<void>(run("claim nvidia designs h20 (during 2024..);"));
  EXPECT_EQ(table(run("match claim ?c = nvidia designs h20 return ?c.since, ?c.until;")),
            "2024 | \n");
}

TEST_F(FactStatements, YearsAreDatesWhereDatesAreWanted) {
  static_cast<void>(run("claim nvidia founded 1993 (since 2019);"));
  const Collected out = run("match claim ?c = nvidia founded ?d return ?d, ?c.since;");
  ASSERT_EQ(out.answers.at(0).rows.size(), 1U);
  EXPECT_NE(out.answers[0].rows[0][0].term.as<storage::Date>(), nullptr);
  EXPECT_NE(out.answers[0].rows[0][1].term.as<storage::Date>(), nullptr);
}

TEST_F(FactStatements, ChainsOfSpeakersAreKept) {
  static_cast<void>(run("claim nvidia designs h20 (said_by jensen > nvidia, said_by smic);"));
  EXPECT_EQ(table(run("match nvidia designs ?x (said_by jensen);")), "h20\n");
  EXPECT_EQ(table(run("match nvidia designs ?x (said_by nvidia);")), "h20\n");
  EXPECT_EQ(table(run("match nvidia designs ?x (said_by smic);")), "h20\n");
  const std::string shown = table(run("describe nvidia;"));
  EXPECT_NE(shown.find("jensen > nvidia, smic"), std::string::npos) << shown;
}

TEST_F(FactStatements, OwnQualifiersReplaceSharedOnes) {
  static_cast<void>(
      run("claims (certainty reported, said_by jensen) {"
          "  nvidia designs h20; nvidia designs h100 (certainty opinion, said_by none); };"));
  EXPECT_EQ(table(run("match claim ?c = nvidia designs ?p "
                      "return ?p, ?c.certainty, ?c.said_by order by id(?p);")),
            "h100 | opinion | \nh20 | reported | jensen\n");
}

TEST_F(FactStatements, AnAlternativeIsNoFact) {
  static_cast<void>(
      run("claim smic based_in china (alternative a1);"
          "claim smic based_in taiwan (alternative a1);"));
  EXPECT_EQ(table(run("match smic based_in ?p;")), "");
}

TEST_F(FactStatements, ClaimsCanBeAboutClaims) {
  static_cast<void>(run(
      "claims (certainty stated) { deny smic denies c_first; nvidia designs h20 (id c_first); };"));
  EXPECT_EQ(table(run("match smic denies ?c (polarity denied);")), "c_first\n");
}

TEST_F(FactStatements, ARetractedClaimLeavesTheView) {
  static_cast<void>(run("claim nvidia designs h20 (id c_one);"));
  EXPECT_EQ(run("retract claim c_one;").messages.front(), "1 claim retracted");
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "");
  EXPECT_EQ(counts().claims, 1U);
  EXPECT_EQ(codes(run("retract claim c_one;")), "E0340");
  EXPECT_EQ(codes(run("retract claim c_none;")), "E0201");
  EXPECT_EQ(codes(run("retract claim nvidia;")), "E0315");
}

struct Bad {
  const char* text;
  const char* codes;
};
class BadFacts : public SessionWorld, public ::testing::WithParamInterface<Bad> {};

TEST_P(BadFacts, AreRefusedAndChangeNothing) {
  static_cast<void>(run("claim nvidia designs h100 (id c_taken);"));
  const auto before = counts();
  const Collected out = run(GetParam().text);
  EXPECT_EQ(codes(out), GetParam().codes) << out.error();
  EXPECT_EQ(last_, Outcome::rejected);
  for (const Diagnostic& problem : out.diagnostics)
    EXPECT_FALSE(problem.placeless) << problem.message;
  EXPECT_EQ(counts().claims, before.claims);
  EXPECT_EQ(counts().triples, before.triples);
  EXPECT_EQ(counts().version, before.version);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFacts,
    ::testing::Values(
        Bad{"claim nvidia desings h20;", "E0203"}, Bad{"claim nvidai designs h20;", "E0201"},
        Bad{"claim [No Such] designs h20;", "E0201"},
        Bad{"claim h20 designs nvidia;", "E0301 E0301"}, Bad{"claim nvidia designs 5;", "E0301"},
        Bad{"claim h20 made_at_node china;", "E0301"},
        Bad{"claim h20 made_at_node \"small\";", "E0301"},
        Bad{"claim h20 made_at_node 7 nn;", "E0207"},
        Bad{"claim nvidia designs h20 (colour \"red\");", "E0209"},
        Bad{"claim nvidia designs h20 (based_in china);", "E0301"},
        Bad{"claim nvidia designs h20 (certainty sure);", "E0317"},
        Bad{"claim nvidia designs h20 (status finished);", "E0317"},
        Bad{"claim nvidia designs h20 (since 2025, until 2024);", "E0314"},
        Bad{"claim nvidia designs h20 (span 10..5);", "E0206"},
        Bad{"claim nvidia designs h20 (span 10);", "E0314"},
        Bad{"claim nvidia designs h20 (source smic);", "E0301"},
        Bad{"claim nvidia designs h20 (source nowhere);", "E0201"},
        Bad{"claim nvidia designs h20 (to china | taiwan);", "E0315"},
        Bad{"claim nvidia designs h20 (role > 5);", "E0315"},
        Bad{"claim nvidia designs h20 (to china > taiwan);", "E0315"},
        Bad{"claim nvidia designs h20 (since \"then\");", "E0301"},
        Bad{"claim nvidia designs h20 (id c_taken);", "E0316"},
        Bad{"claims (certainty stated) { nvidia designs h20 (id c_x); nvidia designs h100 (id "
            "c_x); };",
            "E0316"},
        Bad{"claim nvidia is_a company;", "E0315"},
        Bad{"claims (certainty stated) { nvidia designs h20; nvidia designs nothing; };", "E0201"},
        Bad{"claims (source nowhere) { nvidia designs h20; };", "E0201"},
        Bad{"retract rule r;", "E0310"}, Bad{"retract claim c_taken, c_nine;", "E0201"},
        Bad{"merge smic into china;", "E0341"}, Bad{"unmerge smic from nvidia;", "E0340"},
        Bad{"rename smic to nvidia;", "E0342"}));

}  // namespace
}  // namespace vouch::test
