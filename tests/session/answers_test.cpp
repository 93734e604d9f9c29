// Answers: footers, explanations of empty ones, describe, show, explain.
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

class Answers : public SessionWorld {
 protected:
  void SetUp() override {
    SessionWorld::SetUp();
    static_cast<void>(
        run("claim nvidia designs h20 (source news, said_by jensen > nvidia, to china);"
            "claim nvidia designs h100; claim nvidia based_in taiwan;"
            "claim smic based_in china (certainty reported, during 2024);"
            "deny smic designs h20 (id c_no); claim h20 made_at_node 4 nm;"
            "claim h100 made_at_node 4 nm;"));
  }
  static std::string notes(const Collected& out) {
    std::string text;
    for (const std::string& note : out.answers.at(0).footer.notes) text += note + "\n";
    return text;
  }
  static std::string empty(const Collected& out) {
    std::string text;
    for (const std::string& line : out.answers.at(0).footer.empty) text += line + "\n";
    return text;
  }
};

TEST_F(Answers, RepeatedRowsAreCounted) {
  EXPECT_EQ(notes(run("match ?c made_at_node ?n return ?n;")),
            "1 row repeats an earlier one: `return distinct` gives each once\n");
  EXPECT_EQ(notes(run("match ?c made_at_node ?n return distinct ?n;")), "");
}

TEST_F(Answers, ALimitWithoutOrderSaysAnyOf) {
  EXPECT_EQ(notes(run("match ?c made_at_node ?n limit 1;")), "any 1 of 2: `order by` says which\n");
  EXPECT_EQ(notes(run("match ?c made_at_node ?n limit 2;")), "");
  EXPECT_EQ(notes(run("match ?c made_at_node ?n order by id(?c) limit 1;")), "");
}

TEST_F(Answers, RowsDroppedForUnknownAreCounted) {
  EXPECT_EQ(notes(run("match ?c made_at_node ?n where ?n > 3 kg;")),
            "2 rows left out: a condition was neither true nor false\n");
}

TEST_F(Answers, AnEmptyAnswerNamesThePatternAndTheNearest) {
  const std::string text = empty(run("match ?c designs ?p, ?c based_in china;"));
  EXPECT_NE(text.find("`?c based_in china` matches by itself"), std::string::npos) << text;
  EXPECT_NE(text.find("2 rows"), std::string::npos) << text;
  EXPECT_NE(text.find("nearest: "), std::string::npos) << text;
  EXPECT_NE(text.find("does not say that there is none"), std::string::npos) << text;
}

TEST_F(Answers, APatternThatMatchesNothingIsNamed) {
  const std::string text = empty(run("match ?x rivals ?y;"));
  EXPECT_NE(text.find("`?x rivals ?y` matches nothing on its own"), std::string::npos) << text;
}

TEST_F(Answers, ADenialIsTold) {
  const std::string text = empty(run("match smic designs h20 return 1 as ?one;"));
  EXPECT_NE(text.find("denied by 1 claim: c_no"), std::string::npos) << text;
  EXPECT_EQ(text.find("does not say"), std::string::npos) << text;
}

TEST_F(Answers, DescribeShowsEverything) {
  const std::string text = table(run("describe smic;"));
  EXPECT_NE(text.find("kind | company"), std::string::npos) << text;
  EXPECT_NE(text.find("label | SMIC"), std::string::npos) << text;
  EXPECT_NE(text.find("based_in | china | reported | 2024"), std::string::npos) << text;
  EXPECT_NE(text.find("designs | h20 | denied, stated"), std::string::npos) << text;
  const std::string chip = table(run("describe h20;"));
  EXPECT_NE(chip.find("^designs | nvidia | stated |  | jensen > nvidia | to china | news"),
            std::string::npos)
      << chip;
}

TEST_F(Answers, DescribeMarksWhatIsDisputed) {
  static_cast<void>(run("claim smic designs h20;"));
  const Collected out = run("describe smic;");
  EXPECT_NE(table(out).find("designs | h20 | stated, disputed"), std::string::npos) << table(out);
  EXPECT_EQ(notes(out), "1 denied claim\n1 disputed claim\n");
}

TEST_F(Answers, DescribeTakesSeveralAndClaims) {
  const Collected out = run("describe nvidia, china;");
  EXPECT_EQ(out.answers.at(0).columns.front(), "of");
  EXPECT_NE(table(run("describe c_no;")).find("denies | smic designs h20"), std::string::npos);
  EXPECT_EQ(codes(run("describe nothing;")), "E0201");
}

TEST_F(Answers, ShowListsTheVocabulary) {
  EXPECT_NE(table(run("show kinds;")).find("chip | product | 2 | "), std::string::npos);
  EXPECT_NE(table(run("show relations;")).find("designs | company | product | designed_by | 3"),
            std::string::npos)
      << table(run("show relations;"));
  EXPECT_EQ(table(run("show relations of china;")).find("designs"), std::string::npos);
  EXPECT_NE(table(run("show entities of chip;")).find("h20 | chip | H20 | 3"), std::string::npos)
      << table(run("show entities of chip;"));
  for (const char* word : {"sources", "prefixes", "units", "settings", "functions"}) {
    EXPECT_EQ(codes(run(std::string("show ") + word + ";")), "");
  }
  EXPECT_EQ(codes(run("show relation;")), "E0321");
  EXPECT_EQ(codes(run("show rules;")), "E0310");
}

TEST_F(Answers, ExplainShowsEveryStage) {
  const std::string text = run("explain match ?c designs ?p, ?c based_in china;").texts;
  for (const char* stage : {"-- syntax", "-- bound", "-- logical", "-- physical"}) {
    EXPECT_NE(text.find(stage), std::string::npos) << text;
  }
  const Collected profiled = run("profile match ?c designs ?p;");
  EXPECT_TRUE(profiled.answers.empty());
  EXPECT_FALSE(profiled.texts.empty());
}

TEST_F(Answers, WhatIsNotThereYetSaysSo) {
  for (const char* text :
       {"impact without smic match ?c designs ?p;", "match ?c designs ?p cite as ?k;",
        "at any ?when match ?c designs ?p;", "without smic describe smic;"}) {
    EXPECT_EQ(codes(run(text)), "E0310") << text;
  }
}

TEST_F(Answers, ATimeLimitEndsOnlyTheStatement) {
  session_->settings().timeout_ms = 1;
  std::string many;
  for (int i = 0; i < 12; ++i)
    many += (i == 0 ? "match ?a" : ", ?a") + std::to_string(i) + " is_a any";
  const Collected out = run(many + " return count(*);");
  if (last_ != Outcome::ok) {
    EXPECT_EQ(last_, Outcome::limit) << out.error();
  }
  session_->settings().timeout_ms.reset();
  EXPECT_EQ(table(run("1 + 1;")), "2\n");
}

}  // namespace
}  // namespace vouch::test
