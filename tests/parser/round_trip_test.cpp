// Random trees: what is printed parses to the same tree. Failures name their seed.
#include <gtest/gtest.h>

#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "tests/parser/random_tree.hpp"

namespace vouch::test {
namespace {

TEST(RoundTrip, PrintedTreesParseToThemselves) {
  constexpr std::uint64_t kTrees = 6000;
  for (std::uint64_t seed = 1; seed <= kTrees; ++seed) {
    const ast::Script tree = RandomTree(seed).script();
    const std::string text = ast::print(tree);
    const auto parsed = parser::parse_script(SourceText("printed", text));
    ASSERT_TRUE(parsed.problems.empty())
        << "seed " << seed << "\n" << text << parsed.problems.front().message << " at "
        << text.substr(parsed.problems.front().span.begin, 40);
    ASSERT_TRUE(parsed.script == tree) << "seed " << seed << "\n" << text << ast::print(parsed.script);
  }
}

}  // namespace
}  // namespace vouch::test
