// Limits on both sides, shapes that nest, and texts that would be slow if anything were not linear.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>

#include "parser/ast_print.hpp"
#include "parser/parse.hpp"

namespace vouch::test {
namespace {

using Shape = std::function<std::string(std::size_t)>;

std::string times(std::size_t n, const std::string& text) {
  std::string out;
  out.reserve(n * text.size());
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

// Each nests n deep in the way its name tells.
const std::map<std::string, Shape>& nests() {
  static const std::map<std::string, Shape> all = {
      {"parentheses", [](std::size_t n) { return "match a b c where " + times(n, "(") + "1" + times(n, ")") + " = 1;"; }},
      {"not", [](std::size_t n) { return "match a b c where " + times(n, "not ") + "?x;"; }},
      {"minus", [](std::size_t n) { return "match a b c where " + times(n, "- ") + "?x = 1;"; }},
      {"functions", [](std::size_t n) { return "match a b c where " + times(n, "f(") + "1" + times(n, ")") + ";"; }},
      {"lone functions", [](std::size_t n) { return times(n, "f(") + "1" + times(n, ")") + ";"; }},
      {"lone parentheses", [](std::size_t n) { return times(n, "(") + "1" + times(n, ")") + " + 1;"; }},
      {"exists", [](std::size_t n) { return "match a b c where " + times(n, "exists { a b c where ") + "?x" + times(n, " }") + ";"; }},
      {"count", [](std::size_t n) { return "1 + " + times(n, "count { a b c where 1 = ") + "1" + times(n, " }") + ";"; }},
      {"lists", [](std::size_t n) { return "match a b c where ?x in " + times(n, "(1 in ") + "(1)" + times(n, ")") + ";"; }},
      {"blocks", [](std::size_t n) { return "match a b c " + times(n, "not { a b c ") + times(n, "}") + ";"; }},
      {"nested", [](std::size_t n) { return "match a b c " + times(n, "{ ") + "a b c" + times(n, " }") + ";"; }},
      {"either", [](std::size_t n) { return times(n, "either { ") + "a b c" + times(n, " } or { a b c }") + ";"; }},
      {"paths", [](std::size_t n) { return "match ?a " + times(n, "(") + "x" + times(n, ")") + " ?b;"; }},
      {"paths after and", [](std::size_t n) { return "match ?a x ?b and " + times(n, "(") + "x" + times(n, ")") + " ?b;"; }},
      {"carets", [](std::size_t n) { return "match ?a " + times(n, "^") + "x ?b;"; }},
      {"fields", [](std::size_t n) { return "match a b c where " + times(n, "(") + "?x" + times(n, ".f)") + ";"; }},
      {"aggregates", [](std::size_t n) { return "match a b c return " + times(n, "list(?x order by ") + "1" + times(n, ")") + ";"; }},
      {"every", [](std::size_t n) { return "match a b c " + times(n, "every { a b c } has { a b c ") + times(n, "}") + ";"; }},
      {"every first", [](std::size_t n) { return "match a b c " + times(n, "every { a b c ") + times(n, "} has { a b c }") + ";"; }},
      {"along", [](std::size_t n) { return "match " + times(n, "a b c along (exists { ") + "a b c" + times(n, "})") + ";"; }},
      {"heads", [](std::size_t n) { return "match a b c " + times(n, "{ at 2025 without { ") + "a b c" + times(n, " } a b c }") + ";"; }},
      {"without", [](std::size_t n) { return times(n, "without { { ") + "a b c" + times(n, " } } { a b c }") + ";"; }},
      {"call blocks", [](std::size_t n) { return times(n, "call f({ a b c ") + times(n, "})") + ";"; }},
      {"named blocks", [](std::size_t n) { return times(n, "call f(a = { a b c ") + times(n, "})") + ";"; }},
      {"for", [](std::size_t n) { return times(n, "for ?x in (exists { a b c ") + times(n, "})") + ";"; }},
      {"kinds", [](std::size_t n) { return "match a b c where " + times(n, "(") + "?x is_a k" + times(n, ") is_a k") + ";"; }},
      {"call paths", [](std::size_t n) { return "call f(" + times(n, "(") + "x" + times(n, ")") + ");"; }},
      {"qualifiers", [](std::size_t n) { return times(n, "match a b c (q = exists { ") + "a b c" + times(n, " })") + ";"; }},
      {"rules", [](std::size_t n) { return "rule a b c if " + times(n, "not { ") + "a b c" + times(n, " }") + ";"; }},
      {"uses", [](std::size_t n) { return "at 2025, g(" + times(n, "f(") + "1" + times(n, ")") + ");"; }},
  };
  return all;
}

std::string code_of(const std::string& text) {
  const auto parsed = parser::parse_script(SourceText("text", text));
  return parsed.problems.empty() ? "" : parsed.problems.front().code;
}

double milliseconds(const std::string& text) {
  const auto begin = std::clock();
  const auto parsed = parser::parse_script(SourceText("text", text), parser::kStreamedBytesMost);
  EXPECT_LE(parsed.problems.size(), parser::kProblemsMost);
  return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

TEST(Limits, EveryNestIsReadUpToItsDepth) {
  for (const auto& [name, shape] : nests()) {
    EXPECT_EQ(code_of(shape(100)), "") << name;
    EXPECT_EQ(code_of(shape(parser::kDepthMost + 1)), "E0105") << name;
  }
  EXPECT_EQ(code_of(nests().at("parentheses")(parser::kDepthMost)), "");
  EXPECT_EQ(code_of(nests().at("not")(parser::kDepthMost)), "");
  EXPECT_EQ(code_of(nests().at("carets")(parser::kDepthMost)), "");
}

TEST(Limits, TheLevelTooDeepIsPointedAt) {
  const std::string text = "1 + " + times(1000, "(") + "1" + times(1000, ")") + ";";
  const auto parsed = parser::parse_script(SourceText("text", text));
  ASSERT_EQ(parsed.problems.size(), 1U);
  EXPECT_EQ(parsed.problems[0].span.begin, 4 + parser::kDepthMost);
  EXPECT_EQ(parsed.problems[0].message, "more than 256 levels of nesting");
}

TEST(Limits, NestsOfAMillionAreRefusedAtOnce) {
  for (const auto& [name, shape] : nests()) {
    const std::string text = shape(1'000'000);
    const auto begin = std::clock();
    const auto parsed = parser::parse_script(SourceText("text", text), parser::kStreamedBytesMost);
    ASSERT_FALSE(parsed.problems.empty()) << name;
    EXPECT_EQ(parsed.problems.front().code, "E0105") << name;
    EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, 3.0) << name;
  }
}

TEST(Limits, NestsOfBracketsWithoutEndAreRefusedAtOnce) {
  for (const std::string open : {"(", "{", "[", "f(", "not ", "- ", "^", "!", "exists {", "match a b c not {", "\"", "<a:", "/"}) {
    EXPECT_NE(code_of(times(300'000, open)), "") << open;
    EXPECT_NE(code_of("match ?x " + times(300'000, open)), "") << open;
    EXPECT_NE(code_of("match a b c where " + times(300'000, open)), "") << open;
  }
}

// A machine busy with other work may be slow once; a quadratic reader is slow every time.
void expect_linear(const std::string& name, const std::string& small, const std::string& large,
                   double factor, double slack) {
  double first = 0;
  double second = 0;
  for (int attempt = 0; attempt < 5; ++attempt) {
    first = milliseconds(small);
    second = milliseconds(large);
    if (second < factor * first + slack) return;
  }
  ADD_FAILURE() << name << ": " << first << " ms, then " << second << " ms";
}

TEST(Limits, NestsAreReadInLinearTime) {
  for (const auto& [name, shape] : nests()) {
    expect_linear(name, shape(25), shape(200), 24, 20);
  }
}

TEST(Limits, NestsThatBreakOffFailInLinearTime) {
  for (const auto& [name, shape] : nests()) {
    const auto cut = [&](std::size_t n) {
      const std::string whole = shape(n);
      return whole.substr(0, whole.size() / 2) + " ,";
    };
    expect_linear(name, cut(25), cut(200), 24, 20);
  }
}

TEST(Limits, LongTextsAreReadInLinearTime) {
  const std::map<std::string, Shape> shapes = {
      {"patterns", [](std::size_t n) { return "match " + times(n, "?x a/b+ ?y, ") + "?x a ?y;"; }},
      {"and", [](std::size_t n) { return "match ?x a ?b " + times(n, "and b|c ?y ") + ";"; }},
      {"lone patterns", [](std::size_t n) { return "match " + times(n, "?x:k and ") + "?x:k;"; }},
      {"claims block", [](std::size_t n) { return "claims (source x) { " + times(n, "a b ~5 units (locator \"p1\"); deny a b c; ") + "};"; }},
      {"claims", [](std::size_t n) { return times(n, "claim a b ~5 units (source x, locator \"p1\", certainty stated);\n"); }},
      {"expressions", [](std::size_t n) { return times(n, "1 + f(2); "); }},
      {"list", [](std::size_t n) { return "?x in (" + times(n, "a, ") + "b);"; }},
      {"blanks in a label", [](std::size_t n) { return "describe [a" + times(n, " ") + "b];"; }},
      {"colons in a label", [](std::size_t n) { return "describe [" + times(n, "a : b ") + "];"; }},
      {"long string", [](std::size_t n) { return "claim a b \"\"\"" + times(n, "x\"y\n") + "\"\"\";"; }},
      {"open strings", [](std::size_t n) { return times(n, "claim a b \"c;\n"); }},
      {"broken statements", [](std::size_t n) { return times(n, "match ?x;\n"); }},
      {"comments", [](std::size_t n) { return "match a # c\n" + times(n, "# c ; {\n") + " b c;"; }},
      {"slashes", [](std::size_t n) { return "match a " + times(n, "b/") + "b c;"; }},
      {"open regexes", [](std::size_t n) { return "match a b c where x matches " + times(n, "\\/") + ";"; }},
      {"angles", [](std::size_t n) { return "match a b c where 1 " + times(n, "<a:b") + ";"; }},
  };
  for (const auto& [name, shape] : shapes) {
    expect_linear(name, shape(1000), shape(16000), 48, 60);
  }
}

TEST(Limits, ChainsOfOperatorsEndAtAThousand) {
  EXPECT_EQ(code_of("?x = 1" + times(parser::kOperatorsMost, " or ?x = 1") + ";"), "");
  EXPECT_EQ(code_of("?x = 1" + times(parser::kOperatorsMost + 1, " or ?x = 1") + ";"), "E0105");
  EXPECT_EQ(code_of("?x" + times(parser::kOperatorsMost, ".f") + ";"), "");
  EXPECT_EQ(code_of("?x" + times(300'000, ".f") + ";"), "E0105");
  EXPECT_EQ(code_of("1" + times(300'000, "+1") + ";"), "E0105");
  EXPECT_EQ(code_of("1" + times(300'000, "*2") + ";"), "E0105");
  // Each expression counts for itself.
  EXPECT_EQ(code_of("match a b c where " + times(900, "1 + ") + "1 = 2 where " + times(900, "1 + ") + "1 = 2;"), "");
}

TEST(Limits, TheHighestTreesArePrintedAndReadAgain) {
  for (const auto& [name, shape] : nests()) {
    const auto first = parser::parse_script(SourceText("text", shape(120)));
    ASSERT_TRUE(first.problems.empty()) << name;
    const auto second = parser::parse_script(SourceText("text", ast::print(first.script)));
    EXPECT_TRUE(second.problems.empty() && second.script == first.script) << name;
  }
}

TEST(Limits, AStatementMayBeOneMebibyteLong) {
  const std::string head = "claim a b \"";
  const std::string fits = head + times(parser::kStatementBytesMost - head.size() - 1, "x") + "\"";
  EXPECT_EQ(code_of(fits + ";"), "");
  EXPECT_EQ(code_of(head + times(parser::kStatementBytesMost, "x") + "\";"), "E0106");
  const std::string huge = head + times(10'000'000, "x") + "\"; claim a b c;";
  const auto parsed = parser::parse_script(SourceText("text", huge));
  ASSERT_EQ(parsed.problems.size(), 1U);
  EXPECT_EQ(parsed.problems[0].code, "E0106");
  EXPECT_EQ(parsed.script.statements.size(), 1U);
  EXPECT_TRUE(parser::parse_script(SourceText("text", huge), parser::kStreamedBytesMost).problems.empty());
}

TEST(Limits, CountsEndWhereTheirNumbersDo) {
  EXPECT_EQ(code_of("match a b c limit 18446744073709551615;"), "");
  EXPECT_EQ(code_of("match a b c limit 18446744073709551616;"), "E0107");
  EXPECT_EQ(code_of("match a b{4294967295} c;"), "");
  EXPECT_EQ(code_of("match a b{4294967296} c;"), "E0107");
}

}  // namespace
}  // namespace vouch::test
