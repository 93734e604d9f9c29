// How much work questions make, by shape: rows read from storage, probes and rows made on the way.
// These numbers are the same on every machine; times are not. Answers are checked against the same
// question with the rewrites and operators in question switched off.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <random>
#include <string>

#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

constexpr int kCompanies = 200;
constexpr int kProducts = 300;

std::string graph() {
  std::string text =
      "relation supplies (company -> company); relation owns (company -> company);"
      "relation makes (company -> product); relation part_of (product -> product);\n";
  for (int i = 0; i < kCompanies; ++i) text += fmt::format("entity co_{} : company;\n", i);
  for (int i = 0; i < kProducts; ++i) text += fmt::format("entity pr_{} : product;\n", i);
  std::mt19937 random(7);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int i = 0; i < 8 * kCompanies; ++i) {  // a few companies have most customers
    text += fmt::format("claim co_{} supplies co_{};\n", below(1 + below(kCompanies)),
                        below(kCompanies));
  }
  for (int i = 0; i < kCompanies; ++i) {
    text += fmt::format("claim co_{} owns co_{};\n", below(kCompanies), below(kCompanies));
  }
  for (int i = 0; i < 5 * kCompanies; ++i) {
    text += fmt::format("claim co_{} makes pr_{};\n", below(kCompanies), below(kProducts));
  }
  for (int i = 0; i < 3 * kProducts; ++i) {  // from higher numbers to lower ones
    const int whole = below(kProducts - 1);
    const int part = whole + 1 + below(std::min(20, kProducts - 1 - whole));
    text += fmt::format("claim pr_{} part_of pr_{};\n", part, whole);
  }
  return text;
}

class Work : public SessionWorld {
 protected:
  void SetUp() override {
    SessionWorld::SetUp();
    const Collected loaded = load(graph());
    ASSERT_EQ(loaded.error(), "");
  }

  struct Asked {
    std::string first;
    std::uint64_t rows = 0;
    AnswerCosts costs;
  };
  Asked ask(const std::string& question) {
    const Collected said = run(question);
    EXPECT_EQ(said.error(), "");
    Asked out;
    if (said.answers.empty()) return out;
    out.rows = said.answers[0].rows.size();
    if (out.rows > 0) out.first = said.answers[0].rows[0][0].text;
    out.costs = said.answers[0].footer.costs;
    return out;
  }
  // The answer by cost, which must be the answer of plain joins.
  Asked ask_both_ways(const std::string& question) {
    session_->settings().parts = Use::never;
    session_->settings().multiway = Use::never;
    const Asked plain = ask(question);
    session_->settings().parts = Use::by_cost;
    session_->settings().multiway = Use::by_cost;
    const Asked chosen = ask(question);
    EXPECT_EQ(chosen.first, plain.first);
    EXPECT_EQ(chosen.rows, plain.rows);
    return chosen;
  }
};

TEST_F(Work, AStarIsCountedWithoutItsRows) {
  const Asked asked = ask_both_ways(
      "match ?c supplies ?a, ?c supplies ?b, ?c makes ?p, ?c owns ?o return count(*) as ?n;");
  EXPECT_GT(std::stoull(asked.first), 50'000U);
  EXPECT_LT(asked.costs.rows_made, 10'000U);
}

TEST_F(Work, AChainIsCountedWithoutItsRows) {
  const Asked asked = ask_both_ways(
      "match ?a supplies ?b, ?b supplies ?c, ?c supplies ?d, ?d makes ?p return count(*) as ?n;");
  EXPECT_GT(std::stoull(asked.first), 100'000U);
  EXPECT_LT(asked.costs.rows_made, 15'000U);
}

TEST_F(Work, GroupsOfAJoinAreCountedPartByPart) {
  const Asked asked = ask_both_ways(
      "match ?a supplies ?b, ?b supplies ?c, ?c makes ?p group by ?a: count(*) as ?n "
      "top 1 by ?n return ?n;");
  EXPECT_LT(asked.costs.rows_made, 15'000U);
}

TEST_F(Work, DistinctEndsOfAChainNeedNoChains) {
  const Asked asked = ask_both_ways(
      "match ?a owns ?b, ?b supplies ?c, ?c supplies ?d, ?d makes ?p return distinct ?p "
      "order by ?p;");
  EXPECT_LT(asked.costs.rows_made, 15'000U);
}

TEST_F(Work, TheSizeOfARelationIsNotRead) {
  const Asked asked = ask("match ?a supplies ?b return count(*) as ?n;");
  EXPECT_EQ(asked.costs.rows_read, 0U);
}

TEST_F(Work, TrianglesAreFoundWithoutPathsOfTwo) {
  const Asked asked = ask_both_ways(
      "match ?a supplies ?b, ?b supplies ?c, ?c supplies ?a "
      "return count(*) as ?n;");
  EXPECT_LT(asked.costs.rows_made, 2 * std::stoull(asked.first) + 10U);
}

TEST_F(Work, PairsOfAClosureAreCountedNotMade) {
  const Asked asked = ask("match ?a part_of+ ?b return count(*) as ?n;");
  const Asked pairs = ask("match ?a part_of+ ?b return ?a, ?b;");
  EXPECT_EQ(asked.first, std::to_string(pairs.rows));
  EXPECT_LT(asked.costs.rows_made, 10U);
  EXPECT_LT(asked.costs.rows_read, 1000U);
}

TEST_F(Work, BlocksOverARelationAreMatchedNotLookedUp) {
  for (const std::string block : {"not { ?c makes ?p }", "maybe { ?c makes ?p }"}) {
    const std::string question = "match ?c is_a company, ?c supplies ?o " + block +
                                 " return count(*) as ?n;";
    session_->settings().blocks = Use::never;
    const Asked handed = ask(question);
    session_->settings().blocks = Use::always;
    const Asked alone = ask(question);
    session_->settings().blocks = Use::by_cost;
    const Asked chosen = ask(question);
    EXPECT_EQ(alone.first, handed.first);
    EXPECT_EQ(chosen.first, handed.first);
    EXPECT_LT(chosen.costs.probes, 20U) << block;
    EXPECT_LT(chosen.costs.rows_made, handed.costs.rows_made) << block;
  }
}

TEST_F(Work, ACountedJoinWithATestIsCountedByParts) {
  const Asked asked = ask_both_ways(
      "match ?a supplies ?b, ?b supplies ?c, ?c supplies ?d not { ?b makes ?p } "
      "where exists { ?c owns ?o } return count(*) as ?n;");
  EXPECT_GT(std::stoull(asked.first), 1000U);
  EXPECT_LT(asked.costs.rows_made, 15'000U);
}

TEST_F(Work, WorkersReadWhatOneReads) {
  for (const char* question :
       {"match ?c makes ?p, ?c supplies ?o where ?p != ?o return count(*) as ?n;",
        "match ?a supplies ?b, ?b supplies ?c return distinct ?a order by ?a;",
        "match ?a supplies ?b, ?b supplies ?c group by ?a: count(*) as ?n top 3 by ?n return ?n;"}) {
    session_->settings().threads = 1;
    const Asked one = ask(question);
    session_->settings().threads = 3;
    session_->settings().workers = Use::always;
    const Asked several = ask(question);
    const Collected plan = run(std::string("explain ") + question);
    session_->settings().workers = Use::by_cost;
    EXPECT_EQ(several.first, one.first) << question;
    EXPECT_EQ(several.rows, one.rows) << question;
    EXPECT_NE(plan.texts.find("workers by"), std::string::npos) << question << plan.texts;
  }
}

TEST_F(Work, APointQuestionReadsWhatItShows) {
  const Asked asked = ask("match co_3 makes ?p return ?p;");
  EXPECT_LE(asked.costs.rows_read, asked.rows + 1);
  EXPECT_EQ(asked.costs.probes, 1U);
}

}  // namespace
}  // namespace vouch::test
