#include "shell/history.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/support/temp_store.hpp"

namespace vouch::shell {
namespace {

TEST(History, IsThereInTheNextRun) {
  const test::TempDirectory directory;
  const auto file = directory.path() / "state" / "vouch" / "history";
  {
    History history(file);
    EXPECT_TRUE(history.add("match ?x\nmakes ?y;  \n"));
    EXPECT_TRUE(history.add(".mode csv"));
    EXPECT_FALSE(history.add(".mode csv"));
    EXPECT_FALSE(history.add("  "));
  }
  const History again(file);
  EXPECT_EQ(again.entries(), (std::vector<std::string>{"match ?x\nmakes ?y;", ".mode csv"}));
}

TEST(History, IsForItsOwnerOnly) {
  const test::TempDirectory directory;
  const auto file = directory.path() / "history";
  History history(file);
  history.add("1;");
  struct stat facts {};
  ASSERT_EQ(::stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(History, PassesOverLinesThatAreNone) {
  const test::TempDirectory directory;
  const auto file = directory.path() / "history";
  std::ofstream(file) << "garbage\n\"good;\"\n\"bad \\q\"\n";
  EXPECT_EQ(History(file).entries(), std::vector<std::string>{"good;"});
}

TEST(History, KeepsTheNewest) {
  const test::TempDirectory directory;
  const auto file = directory.path() / "history";
  {
    std::ofstream out(file);
    for (std::size_t i = 0; i < 2 * History::kEntriesMost + 5; ++i) out << '"' << i << ";\"\n";
  }
  const History history(file);
  EXPECT_EQ(history.entries().size(), History::kEntriesMost);
  EXPECT_EQ(history.entries().back(), std::to_string(2 * History::kEntriesMost + 4) + ";");
  EXPECT_EQ(History(file).entries().size(), History::kEntriesMost);
}

TEST(History, WithoutAPlaceItIsOfThisRun) {
  History history(std::nullopt);
  EXPECT_TRUE(history.add("1;"));
  EXPECT_EQ(history.entries().size(), 1U);
}

TEST(History, RecallsAStatementAsOneLine) {
  EXPECT_EQ(one_line("match ?x # who\n  makes ?y;\n"), "match ?x makes ?y;");
  EXPECT_EQ(one_line("echo \"a # b\",\n 1;"), "echo \"a # b\", 1;");
}

TEST(JsonString, IsReadBack) {
  EXPECT_EQ(read_json_string(R"("a\n\"\\\u00e9\ud83d\ude00")"), "a\n\"\\é😀");
  for (const char* bad : {"", "\"", "a", "\"a\"b\"", "\"\\x\"", "\"\\u12\""})
    EXPECT_FALSE(read_json_string(bad)) << bad;
}

}  // namespace
}  // namespace vouch::shell
