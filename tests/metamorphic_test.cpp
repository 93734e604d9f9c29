// Relations between answers that hold whatever the facts: no judge is needed but the engine itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/reference/generator.hpp"
#include "tests/support/property.hpp"

namespace vouch::test {
namespace {

using Lines = std::vector<std::string>;

// The rows of a query; the test fails where the engine refuses.
Lines rows(Facts& facts, const std::string& query) {
  const auto found = facts.rows(query);
  EXPECT_TRUE(found) << query << "\n" << Facts::problem();
  return found.value_or(Lines{});
}

Lines together(Lines a, const Lines& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::sort(a.begin(), a.end());
  return a;
}

template <typename Test>
void over_worlds(Test test) {
  for (std::uint64_t seed = 9000; seed < 9012; ++seed) {
    const auto facts = Facts::load(reference::random_claims(seed));
    ASSERT_NE(facts, nullptr) << Facts::problem();
    test(*facts);
  }
}

const Lines kConditions = {"?a != ?b",
                           "?q > 4",
                           "?q = 5 units or ?a = ada",
                           "label(?b) contains \"a\"",
                           "?b is_a tool",
                           "possibly(?q < 6 units)",
                           "?a in (ada, bob) and ?q <= 7",
                           "exists { ?b near ?c where ?c != ?a }"};
const std::string kAsked = "match ?a likes ?b maybe { claim ?k = ?a _ ?b (quantity ?q) } ";

TEST(Metamorphic, AConditionSplitsRowsIntoTrueFalseAndUnknown) {
  over_worlds([](Facts& facts) {
    const Lines all = rows(facts, kAsked + "return ?a, ?b, ?q");
    for (const auto& p : kConditions) {
      const Lines yes = rows(facts, kAsked + "where " + p + " return ?a, ?b, ?q");
      const Lines no = rows(facts, kAsked + "where not (" + p + ") return ?a, ?b, ?q");
      const Lines unknown = rows(
          facts, kAsked + "let ?truth = if(" + p + ", 1, 0) where coalesce(?truth, 2) = 2 return ?a, ?b, ?q");
      EXPECT_EQ(together(together(yes, no), unknown), all) << p;
    }
  });
}

TEST(Metamorphic, OrderOfPatternsDoesNotMatter) {
  Lines patterns = {"?a likes ?b", "?b near ?c", "claim ?k = ?a _ ?b (certainty >= reported)", "?c is_a thing"};
  over_worlds([&](Facts& facts) {
    std::sort(patterns.begin(), patterns.end());
    const std::string end = " return ?a, ?b, ?c, ?k";
    const auto asked = [&] {
      return "match " + patterns[0] + ", " + patterns[1] + ", " + patterns[2] + ", " + patterns[3] + end;
    };
    const Lines first = rows(facts, asked());
    while (std::next_permutation(patterns.begin(), patterns.end())) EXPECT_EQ(rows(facts, asked()), first) << asked();
  });
}

TEST(Metamorphic, EqualQuestionsHaveEqualAnswers) {
  const std::vector<std::pair<std::string, std::string>> pairs = {
      // one condition, or two; not not; if and coalesce; adding nothing
      {kAsked + "where ?a != ?b and ?q > 4 return ?a, ?q", kAsked + "where ?a != ?b where ?q > 4 return ?a, ?q"},
      {kAsked + "where ?q > 4 return ?a, ?q", kAsked + "where not not (?q > 4) return ?a, ?q"},
      {kAsked + "where ?q > 4 return ?a, ?q", kAsked + "where ?q > 4 and true return ?a, ?q"},
      {kAsked + "where ?q > 4 return ?a, ?q", kAsked + "where if(true, ?q > 4, false) return ?a, ?q"},
      {kAsked + "where ?q > 4 return ?a, ?q", kAsked + "where coalesce(?q > 4, ?q > 4) return ?a, ?q"},
      {"match ?a weighs ?q return ?a, ?q", "match ?a weighs ?q let ?r = ?q + 0 return ?a, ?q"},
      // a constant in the pattern, in a condition, as a row
      {"match ada likes ?b return ?b", "match ?a likes ?b where ?a = ada return ?b"},
      {"match ada likes ?b return ?b", "for ?a in (ada) match ?a likes ?b return ?b"},
      // not, exists and count
      {"match ?a:thing not { ?a likes ?b } return ?a", "match ?a:thing where not exists { ?a likes ?b } return ?a"},
      {"match ?a:thing not { ?a likes ?b } return ?a", "match ?a:thing where count { ?a likes ?b } = 0 return ?a"},
      // paths
      {"match ?a likes+ ?b return ?a, ?b", "match ?a likes/likes* ?b return ?a, ?b"},
      {"match ?a likes+ ?b return ?a, ?b", "match ?b ^(likes+) ?a return ?a, ?b"},
      {"match ?a likes* ?b return ?a, ?b", "match ?a (likes+)? ?b return ?a, ?b"},
      {"match ?a likes* ?b return ?a, ?b", "match ?a (likes?)+ ?b return ?a, ?b"},
      {"match ?a ^(likes/owns) ?b return ?a, ?b", "match ?a ^owns/^likes ?b return ?a, ?b"},
      {"match ?a (likes|owns)* ?b return ?a, ?b", "match ?a (owns|likes)* ?b return ?a, ?b"},
      {"match ?a likes{1,3} ?b return ?a, ?b", "match ?a likes|likes/likes|likes/likes/likes ?b return ?a, ?b"},
      {"match ?a likes ?b return ?a, ?b", "match ?b liked_by ?a return ?a, ?b"},
      {"match ?a near ?b return ?a, ?b", "match ?b near ?a return ?a, ?b"},
      {"match ?a likes/owns ?b return ?a, ?b", "match ?a likes ?m, ?m owns ?b return distinct ?a, ?b"},
  };
  over_worlds([&](Facts& facts) {
    for (const auto& [a, b] : pairs) {
      EXPECT_EQ(rows(facts, a), rows(facts, b)) << a << "\n" << b;
    }
  });
}

TEST(Metamorphic, LimitsCutAnOrderedAnswer) {
  over_worlds([](Facts& facts) {
    const auto ordered = [&](const std::string& end) {
      const Collected said = facts.run("match ?a likes|near ?b return ?a, ?b order by ?a, ?b" + end + ";", {});
      Lines out;
      for (const Row& row : said.answers.at(0).rows) out.push_back(row[0].text + " " + row[1].text);
      return out;
    };
    const Lines all = ordered("");
    for (std::size_t limit = 0; limit < 4; ++limit) {
      for (std::size_t offset = 0; offset < 3; ++offset) {
        const auto begin = std::min(offset, all.size());
        const auto end = std::min(begin + limit, all.size());
        const Lines part(all.begin() + static_cast<std::ptrdiff_t>(begin),
                         all.begin() + static_cast<std::ptrdiff_t>(end));
        EXPECT_EQ(ordered(" limit " + std::to_string(limit) + " offset " + std::to_string(offset)), part);
      }
    }
  });
}

TEST(Metamorphic, MoreFactsTakeNoRowFromAPlainQuestion) {
  for (std::uint64_t seed = 9100; seed < 9108; ++seed) {
    auto claims = reference::random_claims(seed);
    std::erase_if(claims, [](const std::string& claim) { return claim.starts_with("retract"); });
    const auto many = Facts::load(claims);
    claims.resize(claims.size() / 2);
    const auto few = Facts::load(claims);
    ASSERT_TRUE(many != nullptr && few != nullptr) << Facts::problem();
    for (const std::string question : {"match ?a likes+ ?b, ?b near ?c return distinct ?a, ?b, ?c",
                                       "match claim ?k = ?a _ ?b (source s1) return distinct ?k, ?a, ?b"}) {
      const Lines less = rows(*few, question);
      const Lines more = rows(*many, question);
      EXPECT_TRUE(std::includes(more.begin(), more.end(), less.begin(), less.end())) << question;
    }
  }
}

}  // namespace
}  // namespace vouch::test
