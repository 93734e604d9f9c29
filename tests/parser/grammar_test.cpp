// Texts that are accepted, how they are read, and that print() gives them back.
#include <gtest/gtest.h>

#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "tests/parser/example_files.hpp"
#include "tests/parser/tree_text.hpp"

namespace vouch::test {
namespace {

parser::Parsed parse(const std::string& text) { return parser::parse_script(SourceText("text", text)); }

std::string first_problem(const parser::Parsed& parsed) {
  return parsed.problems.empty() ? "" : parsed.problems.front().code + " " + parsed.problems.front().message;
}

void expect_round_trip(const std::string& text) {
  const auto first = parse(text);
  ASSERT_TRUE(first.problems.empty()) << text << first_problem(first);
  const std::string printed = ast::print(first.script);
  const auto second = parse(printed);
  ASSERT_TRUE(second.problems.empty()) << text << printed << first_problem(second);
  EXPECT_TRUE(second.script == first.script) << text << printed << ast::print(second.script);
  EXPECT_EQ(ast::print(second.script), printed);
}

TEST(Grammar, AcceptsEveryConstructAndPrintsItBack) {
  const auto all = examples("accepted.txt");
  ASSERT_GT(all.size(), 30U);
  for (const Example& example : all) expect_round_trip(example.text);
}

TEST(Grammar, AcceptsTheSameTextsInOneScript) {
  std::string script;
  for (const Example& example : examples("accepted.txt")) script += example.text + ";\n";
  expect_round_trip(script);
}

TEST(Grammar, ReadsEachTextInOneWayOnly) {
  const auto all = examples("trees.txt");
  ASSERT_GT(all.size(), 30U);
  for (const Example& example : all) {
    const auto parsed = parse(example.text);
    ASSERT_TRUE(parsed.problems.empty()) << example.text << first_problem(parsed);
    EXPECT_EQ(TreeText::of(parsed.script) + "\n", example.answer) << example.text;
    expect_round_trip(example.text);
  }
}

TEST(Grammar, SkipsAByteOrderMarkAndCommentsAnywhere) {
  const auto parsed = parse("\xEF\xBB\xBF# first\nmatch ?x # one\n a # two\n ?y; # three\n# four");
  ASSERT_TRUE(parsed.problems.empty());
  ASSERT_EQ(parsed.script.statements.size(), 1U);
  EXPECT_EQ(ast::print(parsed.script), "match ?x a ?y;\n");
}

TEST(Grammar, PlacesNodesWithoutTheBlanksAroundThem) {
  const std::string text = "match  ?x a ?y  # why\n  where (1 + 2) = ?y ;";
  const auto parsed = parse(text);
  ASSERT_TRUE(parsed.problems.empty());
  const auto& statement = parsed.script.statements.front();
  EXPECT_EQ(statement.place.begin, 0U);
  EXPECT_EQ(text.substr(statement.place.begin, statement.place.size()), text.substr(0, text.size() - 2));
  const auto& query = std::get<ast::QueryStatement>(statement.node).query;
  const auto& clauses = std::get<ast::Stages>(query.body).block.clauses;
  EXPECT_EQ(text.substr(clauses[0].place.begin, clauses[0].place.size()), "match  ?x a ?y");
  const auto& condition = std::get<ast::Where>(clauses[1].node).condition;
  EXPECT_EQ(text.substr(condition.place.begin, condition.place.size()), "(1 + 2) = ?y");
  const auto& left = *std::get<ast::Binary>(condition.node).left;
  EXPECT_EQ(text.substr(left.place.begin, left.place.size()), "(1 + 2)");
}

TEST(Grammar, TakesKeywordsInAnyCaseAndNamesAsWritten) {
  const auto parsed = parse("MATCH ?x Designs ?y Where ?y NOT IN (A)");
  ASSERT_TRUE(parsed.problems.empty());
  EXPECT_EQ(ast::print(parsed.script), "match ?x Designs ?y where ?y not in (A);\n");
}

TEST(Grammar, LeavesNothingOfATriedReadingBehind) {
  // `claim ?c` begins like a claim pattern, `3 shortest` like a mode, `x (` like qualifiers.
  EXPECT_EQ(TreeText::of(parse("match claim ?c d").script), "(query (match (t claim ?c d)))");
  EXPECT_EQ(TreeText::of(parse("match shortest path d").script), "(query (match (t shortest path d)))");
  EXPECT_EQ(TreeText::of(parse("match a b c (contains d, starts e)").script),
            "(query (match (t a b c (q (contains d) (starts e)))))");
}

}  // namespace
}  // namespace vouch::test
