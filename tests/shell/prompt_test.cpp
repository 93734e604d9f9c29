// The prompt, on a terminal: what is typed and what is seen.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/shell/program.hpp"

namespace vouch::test {
namespace {

// 3^24 rows: no machine is done before it is stopped.
std::string long_question() {
  std::string text = "match ";
  for (char c = 'a'; c < 'a' + 24; ++c) text += fmt::format("?{0} designs ?{0}2, ", c);
  return text + "nvidia designs h20 return count(*) as ?n;\r";
}

struct Prompt : testing::Test {
  TempDirectory home;
  Pty pty{{SmallStore::shared().path()}, home.path()};
  void SetUp() override { ASSERT_TRUE(pty.sees("small> ")); }
};

TEST(PromptStart, GreetsInFourLinesWithAQuestionThatRuns) {
  const TempDirectory home;
  Pty pty({SmallStore::shared().path()}, home.path());
  const std::string greeting = pty.until("small> ");
  EXPECT_EQ(std::count(greeting.begin(), greeting.end(), '\n'), 4) << greeting;
  EXPECT_NE(greeting.find("3 claims"), std::string::npos) << greeting;
  EXPECT_NE(greeting.find(".help"), std::string::npos) << greeting;
  EXPECT_NE(greeting.find("try: match ?who designs ?what limit 5;"), std::string::npos) << greeting;
  pty.type("match ?who designs ?what limit 5;\r");
  EXPECT_TRUE(pty.sees("3 rows"));
}

TEST_F(Prompt, AnswersInABox) {
  pty.type("match ?who designs h20;\r");
  EXPECT_TRUE(pty.sees("│ nvidia │"));
  EXPECT_TRUE(pty.sees("1 row · "));
}

TEST_F(Prompt, GoesOnUntilTheStatementIsComplete) {
  pty.type("match ?who designs\r");
  EXPECT_TRUE(pty.sees("..."));
  pty.type("ascend;\r");
  EXPECT_TRUE(pty.sees("│ huawei │"));
}

TEST_F(Prompt, LeavesAtTheEndOfInput) {
  pty.type("\x04");
  EXPECT_EQ(pty.wait(), 0);
}

TEST_F(Prompt, LeavesByWord) {
  pty.type("exit\r");
  EXPECT_EQ(pty.wait(), 0);
}

TEST_F(Prompt, CtrlCDropsAHalfTypedStatement) {
  pty.type("match ?who\r");
  EXPECT_TRUE(pty.sees("..."));
  pty.type("designs\x03");
  EXPECT_TRUE(pty.sees("^C"));
  EXPECT_TRUE(pty.sees("small> "));
  pty.type("match ?who designs mi300;\r");
  EXPECT_TRUE(pty.sees("│ amd │"));
}

TEST_F(Prompt, CtrlCStopsTheQueryAndKeepsThePrompt) {
  pty.type(long_question());
  EXPECT_TRUE(pty.sees("as ?n;"));
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  pty.type("\x03");
  EXPECT_TRUE(pty.sees("E0501")) << "the query goes on";
  EXPECT_TRUE(pty.sees("small> "));
  pty.type("match ?who designs h20;\r");
  EXPECT_TRUE(pty.sees("│ nvidia │"));
}

TEST_F(Prompt, TabCompletesNamesAndAliases) {
  pty.type("match ?who designs mi3\t;\r");
  EXPECT_TRUE(pty.sees("│ amd │"));
  pty.type("describe 英伟\t");
  EXPECT_TRUE(pty.sees("nvidia"));
}

TEST_F(Prompt, TabListsWhatMayFollow) {
  pty.type("match ?who design\t\t");
  const std::string seen = pty.until("designed_by");
  EXPECT_TRUE(seen.ends_with("designed_by")) << seen;
  pty.type("\x03");
}

TEST_F(Prompt, DotCommandsWorkAndMistypedOnesGetASuggestion) {
  pty.type(".mdoe csv\r");
  EXPECT_TRUE(pty.sees("did you mean `.mode`?"));
  pty.type(".mode csv\rmatch ?who designs h20;\r");
  EXPECT_TRUE(pty.sees("who\r\nnvidia\r\n"));
}

TEST_F(Prompt, LastShowsTheAnswerAgain) {
  pty.type("match ?who designs h20;\r");
  EXPECT_TRUE(pty.sees("1 row"));
  pty.type(".last json\r");
  EXPECT_TRUE(pty.sees("{\"who\":\"nvidia\"}"));
}

TEST_F(Prompt, ExplainShowsThePlanFirst) {
  pty.type(".explain on\rmatch ?who designs h20;\r");
  EXPECT_TRUE(pty.sees("│ nvidia │"));
  pty.type(".explain\r");
  EXPECT_TRUE(pty.sees("explain is on"));
}

TEST_F(Prompt, AnOpenTransactionIsSeenInThePromptAndRolledBack) {
  pty.type("begin;\r");
  EXPECT_TRUE(pty.sees("small*> "));
  pty.type("\x04");
  EXPECT_TRUE(pty.sees("rolled back"));
  EXPECT_EQ(pty.wait(), 0);
}

TEST(PromptHistory, IsKeptAcrossRuns) {
  const TempDirectory home;
  {
    Pty pty({SmallStore::shared().path()}, home.path());
    ASSERT_TRUE(pty.sees("small> "));
    pty.type("match ?who\r");
    ASSERT_TRUE(pty.sees("..."));
    pty.type("designs mi300;\r");
    ASSERT_TRUE(pty.sees("│ amd │"));
    ASSERT_TRUE(pty.sees("small> "));  // from here on keys are read raw
    pty.type("\x04");
    pty.wait();
  }
  EXPECT_EQ(file_text(home.path() / ".local/state/vouch/history"),
            "\"match ?who\\ndesigns mi300;\"\n");
  Pty pty({SmallStore::shared().path()}, home.path());
  ASSERT_TRUE(pty.sees("small> "));
  pty.type("\x1b[A\r");
  EXPECT_TRUE(pty.sees("│ amd │"));
}

TEST(PromptSafety, NothingOfTheDataReachesTheTerminalRaw) {
  const TempDirectory home;
  Pty pty({}, home.path());
  ASSERT_TRUE(pty.sees("scratch> "));
  pty.type("echo \"a\\u001b[31mred\\u202egnp\";\r");
  EXPECT_TRUE(pty.sees("a␛[31mred⟨U+202E⟩gnp"));
}

TEST(PromptSafety, NarrowTerminalsGetCards) {
  const TempDirectory home;
  Pty pty({SmallStore::shared().path()}, home.path(), 24);
  ASSERT_TRUE(pty.sees("small> "));
  pty.type("match ?a designs ?b let ?c=1, ?d=2, ?e=3;\r");
  EXPECT_TRUE(pty.sees("── 3 ──"));
}

}  // namespace
}  // namespace vouch::test
