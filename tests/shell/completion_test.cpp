#include "shell/completion.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "shell/line_editor.hpp"

namespace vouch::shell {
namespace {

TEST(Place, FollowsTheGrammar) {
  const std::vector<std::pair<std::string, Spot>> cases = {
      {"", Spot::statement},
      {"ma", Spot::statement},
      {"match ", Spot::subject},
      {"match ?x ", Spot::relation},
      {"match ?x desi", Spot::relation},
      {"match ?x designs ", Spot::object},
      {"match ?x designs|", Spot::relation},
      {"match ?x designs/", Spot::relation},
      {"match ?x designs h20 ", Spot::clause},
      {"match ?x based_in china | ", Spot::object},
      {"match ?x designs h20 and ", Spot::relation},
      {"match ?x designs h20, ", Spot::subject},
      {"match ?x designs h20 (", Spot::qualifier},
      {"match ?x designs h20 (source ", Spot::value},
      {"match ?x designs h20 (source a, ", Spot::qualifier},
      {"match ?x designs h20 (source a) ", Spot::clause},
      {"match ?x:", Spot::kind},
      {"match ?x:ch", Spot::kind},
      {"match ?x designs ?y where ?y is_a ", Spot::kind},
      {"match [Jen", Spot::label},
      {"match ?ma", Spot::variable},
      {"match ?x designs ?y where ", Spot::value},
      {"match ?x designs ?y maybe { ", Spot::subject},
      {"match ?x designs ?y not { ?y ", Spot::relation},
      {"match ?x designs ?y return ", Spot::value},
      {"match ?x based_in $co", Spot::parameter},
      {"match ?x designs ?y; ", Spot::statement},
      {"echo \"match ", Spot::nothing},
      {"# match ", Spot::nothing},
      {"load \"fa", Spot::file},
      {".mo", Spot::dot},
      {".mode c", Spot::file},
      {"claim nvidia ", Spot::relation},
  };
  for (const auto& [text, spot] : cases) {
    EXPECT_EQ(static_cast<int>(place_at_end(text).spot), static_cast<int>(spot)) << text;
  }
}

TEST(Place, KnowsWhereTheWordBegins) {
  EXPECT_EQ(place_at_end("match ?x desi").begin, 9U);
  EXPECT_EQ(place_at_end("match ?x:ch").begin, 9U);
  EXPECT_EQ(place_at_end("match [Jen").begin, 6U);
  EXPECT_EQ(place_at_end("match ?x designs ").begin, 17U);
}

TEST(Tab, TakesTheOnlyCandidate) {
  EXPECT_EQ(tab_result("nv", {{"nvidia", ""}}).replacement, "nvidia ");
  EXPECT_EQ(tab_result("英伟", {{"nvidia", ""}}).replacement, "nvidia ");
  EXPECT_EQ(tab_result("fa", {{"facts/", ""}}).replacement, "facts/");
}

TEST(Tab, TakesWhatAllHaveInCommonElseLists) {
  const std::vector<Candidate> two{{"designs", ""}, {"designed_by", ""}};
  EXPECT_EQ(tab_result("d", two).replacement, "design");
  EXPECT_FALSE(tab_result("d", two).list);
  EXPECT_EQ(tab_result("design", two).replacement, "design");
  EXPECT_TRUE(tab_result("design", two).list);
}

TEST(Tab, WithoutCandidatesNothingHappens) {
  EXPECT_EQ(tab_result("xyz", {}).replacement, "xyz");
  EXPECT_FALSE(tab_result("xyz", {}).list);
}

TEST(CandidateList, IsCutToTheScreen) {
  std::vector<Candidate> many(50, {"candidate", "kind"});
  const std::string text = candidate_list(many, 40, 3);
  EXPECT_NE(text.find("… 44 more"), std::string::npos) << text;
}

}  // namespace
}  // namespace vouch::shell
