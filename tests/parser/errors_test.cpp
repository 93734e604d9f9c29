// What is said about texts that are refused: tests/grammar/refused.txt, written anew by UPDATE_GOLDEN=1.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/unicode.hpp"
#include "parser/parse.hpp"
#include "tests/parser/example_files.hpp"

namespace vouch::test {
namespace {

std::string place(const SourceText& source, Span span) {
  const Position from = source.position(span.begin);
  const Position to = source.position(span.end);
  const std::string end = from.line == to.line ? fmt::format("{}", to.column) : fmt::format("{}:{}", to.line, to.column);
  return fmt::format("{}:{}-{}", from.line, from.column, end);
}

std::string shown(const SourceText& source, const Diagnostic& d) {
  std::string out = fmt::format("{} {} {}\n", d.code, place(source, d.span), d.message);
  for (const auto& label : d.labels) out += fmt::format("   at {}: {}\n", place(source, label.span), label.text);
  for (const auto& fix : d.fixes) {
    out += fmt::format("   {} {}: {{{}}}\n", fix.certain ? "fix" : "perhaps", place(source, fix.span), fix.text);
  }
  for (const auto& note : d.notes) out += fmt::format("   note: {}\n", note);
  return out;
}

std::string problems_of(const std::string& text) {
  const SourceText source("text", text);
  const auto parsed = parser::parse_script(source);
  std::string out;
  for (const auto& d : parsed.problems) out += shown(source, d);
  return out.empty() ? "accepted\n" : out;
}

TEST(Errors, SayWhatAndWhereForEveryRefusedText) {
  auto all = examples("refused.txt");
  ASSERT_GT(all.size(), 100U);
  for (Example& example : all) {
    const std::string problems = problems_of(example.text);
    if (updates_golden()) example.answer = problems;
    EXPECT_EQ(problems, example.answer) << example.text;
    EXPECT_NE(problems, "accepted\n") << example.text;
  }
  if (updates_golden()) write_examples("refused.txt", all);
}

TEST(Errors, KeepTheFirstLineShortAndFriendly) {
  for (const Example& example : examples("refused.txt")) {
    const SourceText source("text", example.text);
    for (const auto& d : parser::parse_script(source).problems) {
      EXPECT_LE(unicode::length("error[E0101]: " + d.message), 80U) << d.message;
      EXPECT_EQ(d.message.find("you"), std::string::npos) << d.message;
      EXPECT_EQ(d.message.find('\n'), std::string::npos) << d.message;
      EXPECT_FALSE(d.message.ends_with('.')) << d.message;
      EXPECT_LE(d.fixes.size(), 3U);
    }
  }
}

TEST(Errors, CertainFixesRepairTheText) {
  std::size_t repaired = 0;
  for (const Example& example : examples("refused.txt")) {
    const SourceText source("text", example.text);
    const auto problems = parser::parse_script(source).problems;
    if (problems.size() != 1 || problems[0].fixes.empty() || !problems[0].fixes[0].certain) continue;
    const Fix& fix = problems[0].fixes[0];
    std::string text = example.text;
    text.replace(fix.span.begin, fix.span.size(), fix.text);
    const SourceText after("text", text);
    const auto left = parser::parse_script(after).problems;
    // What is wrong besides comes later in the text, or is another thing at the same place.
    const bool better = left.empty() || left[0].span.begin > fix.span.begin || left[0].message != problems[0].message;
    EXPECT_TRUE(better) << example.text << text << left[0].message;
    if (left.empty()) ++repaired;
  }
  EXPECT_GT(repaired, 35U);
}

TEST(Errors, GoOnAtTheNextStatement) {
  const SourceText source("text", "match ?x a;\nclaim a b c;\nmatch ?y where;\nclaim d e f;\nclaim ;");
  const auto parsed = parser::parse_script(source);
  EXPECT_EQ(parsed.problems.size(), 3U);
  EXPECT_EQ(parsed.script.statements.size(), 2U);
}

TEST(Errors, KeepTheStatementBeforeAMissingSemicolon) {
  const SourceText source("text", "claim a b c\nclaim d e f;\nkind k;");
  const auto parsed = parser::parse_script(source);
  ASSERT_EQ(parsed.problems.size(), 1U);
  EXPECT_EQ(parsed.problems[0].message, "`;` is missing before `claim`");
  EXPECT_EQ(parsed.script.statements.size(), 3U);
}

TEST(Errors, StopAfterTheMostThatAreReported) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "match;\n";
  EXPECT_EQ(parser::parse_script(SourceText("text", text)).problems.size(), parser::kProblemsMost);
}

TEST(Errors, PointAtTheByteThatIsNoText) {
  using namespace std::string_literals;
  EXPECT_EQ(problems_of("claim a b \"x\xFFy\";"), "E0103 1:13-14 byte FF is not valid UTF-8 here\n"
            "   note: texts are UTF-8; `iconv -f latin1 -t utf8` converts older ones\n");
  EXPECT_EQ(problems_of("claim a b \"x\0y\";"s), "E0111 1:13-14 a NUL byte cannot stand in a text\n");
  EXPECT_EQ(problems_of("claim a b [x\x1Bz];"), "E0111 1:13-14 control character 1B cannot stand in a text\n");
  const auto parsed = parser::parse_script(SourceText("text", "claim a \xC3 c;\nclaim a b c;"));
  EXPECT_EQ(parsed.problems.size(), 1U);
  EXPECT_EQ(parsed.script.statements.size(), 1U);
}

}  // namespace
}  // namespace vouch::test
