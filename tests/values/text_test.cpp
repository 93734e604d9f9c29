#include "tests/values/values.hpp"

namespace vouch::test {
namespace {

using expr::TextTest;
using expr::Truth;
using expr::text_test;

TEST(TextTest, LooksThroughLanguageTags) {
  EXPECT_EQ(text_test(TextTest::contains, str("英伟达", "zh"), str("伟")), Truth::yes);
  EXPECT_EQ(text_test(TextTest::starts_with, str("Nvidia Corp", "en"), str("Nvidia", "de")),
            Truth::yes);
  EXPECT_EQ(text_test(TextTest::ends_with, str("Nvidia Corp"), str("corp")), Truth::no);
  EXPECT_EQ(text_test(TextTest::contains, str(""), str("")), Truth::yes);
}

TEST(TextTest, KnowsNothingOfOtherKinds) {
  EXPECT_EQ(text_test(TextTest::contains, val("12"), str("1")), Truth::unknown);
  EXPECT_EQ(text_test(TextTest::contains, str("12"), val("1")), Truth::unknown);
  EXPECT_EQ(text_test(TextTest::contains, Term(), str("1")), Truth::unknown);
}

TEST(TextTest, FindsElementsOfLists) {
  EXPECT_EQ(text_test(TextTest::contains, list({val("1 TB")}), val("1000 GB")), Truth::yes);
  EXPECT_EQ(text_test(TextTest::contains, list({val("1")}), str("1")), Truth::no);
  EXPECT_EQ(text_test(TextTest::starts_with, list({str("a")}), str("a")), Truth::unknown);
}

Truth alike(const Term& a, const Term& b) {
  FakeContext context;
  context.labels["nvidia"] = "Nvidia Corporation";
  return expr::similar(a, b, context);
}

TEST(Similar, ForgivesCaseWidthAndSlips) {
  EXPECT_EQ(alike(str("NVIDIA"), str("nvidia")), Truth::yes);
  EXPECT_EQ(alike(str("ＮＶＩＤＩＡ"), str("nvidia")), Truth::yes);
  EXPECT_EQ(alike(str("nvida"), str("nvidia")), Truth::yes);
  EXPECT_EQ(alike(str("Cambricon"), str("Cambircom")), Truth::yes);
  EXPECT_EQ(alike(str("amd"), str("tsmc")), Truth::no);
  EXPECT_EQ(alike(str(""), str("a")), Truth::no);
  EXPECT_EQ(alike(str(""), str("")), Truth::yes);
}

TEST(Similar, FindsAllWordsOfOneAmongTheOther) {
  EXPECT_EQ(alike(str("Corporation Nvidia"), str("Nvidia Corporation Ltd")), Truth::yes);
  EXPECT_EQ(alike(str("Nvidia Inc"), str("Nvidia Corporation")), Truth::no);
}

TEST(Similar, TakesEntitiesByTheirLabelOrId) {
  EXPECT_EQ(alike(ent("nvidia"), str("nvidia")), Truth::yes);
  EXPECT_EQ(alike(ent("smic"), str("SMIC")), Truth::yes);
  EXPECT_EQ(alike(val("1"), str("1")), Truth::unknown);
  EXPECT_EQ(alike(Term(), str("1")), Truth::unknown);
}

std::shared_ptr<const expr::Pattern> pattern(std::string_view text, std::string_view flags = "") {
  std::string error;
  auto compiled = expr::Pattern::compile(text, flags, error);
  EXPECT_NE(compiled, nullptr) << error;
  return compiled;
}

TEST(Regex, MatchesAnywhereUnlessAnchored) {
  EXPECT_TRUE(pattern("20")->matches("H20 chip"));
  EXPECT_FALSE(pattern("^20")->matches("H20 chip"));
  EXPECT_TRUE(pattern("^..$")->matches("中文"));
}

TEST(Regex, KnowsTheFlagsIMS) {
  EXPECT_TRUE(pattern("h20", "i")->matches("H20"));
  EXPECT_TRUE(pattern("^b", "m")->matches("a\nb"));
  EXPECT_TRUE(pattern("a.b", "si")->matches("A\nb"));
  EXPECT_FALSE(pattern("a.b")->matches("a\nb"));
  std::string error;
  EXPECT_EQ(expr::Pattern::compile("a", "g", error), nullptr);
  EXPECT_EQ(error, "unknown flag `g`: there are i, m and s");
}

TEST(Regex, SaysWhyItDoesNotCompile) {
  for (const char* bad : {"(", "[a", "a{2,1}", "*", "(?<name"}) {
    std::string error;
    EXPECT_EQ(expr::Pattern::compile(bad, "", error), nullptr) << bad;
    EXPECT_FALSE(error.empty());
  }
}

TEST(Regex, ReplacesWithGroups) {
  EXPECT_EQ(pattern("([a-z])([0-9])")->replace("a1 b2", "$2$1"), "1a 2b");
  EXPECT_EQ(pattern("a")->replace("aba", "$$\\1$7"), "$\\1b$\\1");
  EXPECT_EQ(pattern("x")->replace("aba", "y"), "aba");
  EXPECT_EQ(pattern("")->replace("ab", "-"), "-a-b-");
}

TEST(Regex, TakesLinearTimeForNastyPatterns) {
  EXPECT_FALSE(pattern("(a*)*b")->matches(std::string(100'000, 'a')));
}

}  // namespace
}  // namespace vouch::test
