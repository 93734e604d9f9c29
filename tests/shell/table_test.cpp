#include "shell/table.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "base/unicode.hpp"

namespace vouch::shell {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TEST(Table, DrawsBoxes) {
  const TableData data{{"maker", "chips"}, {{"nvidia", "12"}, {"amd", "3"}}, {false, true}};
  EXPECT_EQ(draw_table(data, {}),
            "┌────────┬───────┐\n"
            "│ maker  │ chips │\n"
            "├────────┼───────┤\n"
            "│ nvidia │    12 │\n"
            "│ amd    │     3 │\n"
            "└────────┴───────┘\n");
}

TEST(Table, PlainFrameEndsNoLineWithBlanks) {
  const TableData data{{"a", "b"}, {{"long value", ""}, {"x", "y"}}, {false, false}};
  EXPECT_EQ(draw_table(data, {Frame::plain, 0, Paint()}),
            "a           b\n"
            "----------  -\n"
            "long value\n"
            "x           y\n");
}

TEST(Table, AlignsWideCharacters) {
  const TableData data{
      {"name"},
      {{"台積電"}, {"삼성전자"}, {"👨‍👩‍👧"}, {"⚠️"}, {"🇹🇼"}, {"tsmc"}},
      {false}};
  const std::vector<std::string> lines = lines_of(draw_table(data, {}));
  for (const std::string& line : lines)
    EXPECT_EQ(unicode::width(line), unicode::width(lines.front())) << line;
}

TEST(Table, ShrinksTheWidestColumnFirstAndWraps) {
  const std::string text = "one two three four five six seven eight nine ten";
  const TableData data{{"id", "text"}, {{"short", text}}, {false, false}};
  const std::vector<std::string> lines = lines_of(draw_table(data, {Frame::box, 32, Paint()}));
  for (const std::string& line : lines) EXPECT_LE(unicode::width(line), 32U) << line;
  EXPECT_NE(lines[3].find("short"), std::string::npos);
  EXPECT_GT(lines.size(), 5U);
}

TEST(Table, BreaksNoWordWhereAnotherColumnCanWrap) {
  const TableData data{{"id", "details"},
                       {{"restricted_by_somebody", "one two three four five six"},
                        {"c_0123456789abcdef", "locator p12, segment design"}},
                       {false, false}};
  EXPECT_EQ(draw_table(data, {Frame::plain, 40, Paint()}),
            "id                      details\n"
            "----------------------  ----------------\n"
            "restricted_by_somebody  one two three\n"
            "                        four five six\n"
            "c_0123456789abcdef      locator p12,\n"
            "                        segment design\n");
  // Where it cannot, words are broken as before.
  const std::string narrow = draw_table(data, {Frame::plain, 24, Paint()});
  for (const std::string& line : lines_of(narrow)) EXPECT_LE(unicode::width(line), 24U) << line;
}

TEST(Table, NeverWiderThanTheScreenForAnyWidth) {
  TableData data{{"a", "bb", "a longer title"}, {}, {false, false, true}};
  data.rows.push_back({"中英文混合 text of some length", "x", "1234567"});
  data.rows.push_back({"nobreak_nobreak_nobreak_nobreak_nobreak", "👍🏽👍🏽👍🏽", "8"});
  for (std::size_t width = 24; width < 100; ++width) {
    for (const std::string& line : lines_of(draw_table(data, {Frame::box, width, Paint()}))) {
      EXPECT_LE(unicode::width(line), width) << line;
    }
  }
}

TEST(Table, TooManyColumnsBecomeCards) {
  TableData data;
  for (int i = 0; i < 20; ++i) data.titles.push_back("column" + std::to_string(i));
  data.rows.push_back(std::vector<std::string>(20, "a value of some length"));
  const std::string text = draw_table(data, {Frame::box, 60, Paint()});
  EXPECT_TRUE(text.starts_with("── 1 ─"));
  EXPECT_NE(text.find("column19  a value of some length\n"), std::string::npos);
}

TEST(Table, LinesModeHasOneValueALine) {
  const TableData data{{"who", "chips"}, {{"nvidia", "12"}, {"amd", ""}}, {false, true}};
  EXPECT_EQ(draw_lines(data), "  who = nvidia\nchips = 12\n\n  who = amd\nchips = \n");
}

TEST(Wrap, BreaksAtBlanksAndInsideLongWords) {
  EXPECT_EQ(wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("abcdefghij", 4), (std::vector<std::string>{"abcd", "efgh", "ij"}));
  EXPECT_EQ(wrap("台積電", 4), (std::vector<std::string>{"台積", "電"}));
  EXPECT_EQ(wrap("", 4), (std::vector<std::string>{""}));
}

}  // namespace
}  // namespace vouch::shell
