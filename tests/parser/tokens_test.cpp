// The total lexer and the lists of words.
#include <gtest/gtest.h>

#include <random>

#include "parser/parse.hpp"
#include "tests/parser/example_files.hpp"

namespace vouch::test {
namespace {

using parser::TokenKind;

std::string kinds(const std::string& text) {
  std::string out;
  for (const auto& token : parser::tokens(text)) out += "knvp[<\"1o,#_!"[static_cast<std::size_t>(token.kind)];
  return out;
}

TEST(Tokens, TellKeywordsNamesAndLiteralsApart) {
  EXPECT_EQ(kinds("match ?x a $p;"), "k_v_n_p,");
  EXPECT_EQ(kinds("claim [A b] <u:x> ex:y \"s\"@en"), "k_[_<_n_\"");
  EXPECT_EQ(kinds("~1_000 units, 2025-09..2025-10"), "1_n,_1");
  EXPECT_EQ(kinds("?x<3 and ?y>=4"), "vo1_k_vo1");
  EXPECT_EQ(kinds("# c\n.mode table\nkind k"), "#_k_k_n");
  EXPECT_EQ(kinds("?c.where"), "von");
  EXPECT_EQ(kinds("?x matches /a b/ / 2"), "v_k_\"_o_1");
}

TEST(Tokens, CoverEveryByteOfAnyText) {
  std::mt19937_64 random(3);
  auto check = [](const std::string& text) {
    std::size_t at = 0;
    for (const auto& token : parser::tokens(text)) {
      ASSERT_EQ(token.span.begin, at);
      ASSERT_GT(token.span.end, token.span.begin);
      at = token.span.end;
    }
    ASSERT_EQ(at, text.size());
  };
  for (const Example& example : examples("accepted.txt")) {
    check(example.text);
    for (int run = 0; run < 20; ++run) {
      std::string damaged = example.text;
      damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
      check(damaged.substr(random() % damaged.size()));
    }
  }
}

TEST(Tokens, MarkWhatIsNeverClosed) {
  EXPECT_EQ(kinds("a \"b\n c"), "n_!_n");
  EXPECT_EQ(kinds("a [b"), "n_!n");
  EXPECT_EQ(kinds("a \"\"\"b\n c"), "n_!");
}

TEST(Words, ReservedOnesAreNoNames) {
  for (const std::string& word : parser::reserved_words()) {
    EXPECT_TRUE(parser::is_reserved(word));
    const std::string text = "claim " + word + " designs h20;";
    EXPECT_FALSE(parser::parse_script(SourceText("t", text)).problems.empty()) << word;
    const std::string label = "match ?c [" + word + "] ?x (" + word + " y) where ?c." + word + " = 1;";
    EXPECT_TRUE(parser::parse_script(SourceText("t", label)).problems.empty()) << word;
  }
  EXPECT_TRUE(parser::is_reserved("WHERE"));
  EXPECT_FALSE(parser::is_reserved("wherever"));
  EXPECT_FALSE(parser::is_reserved("count"));
}

TEST(Words, AllOthersAreNames) {
  for (const auto& list : {parser::statement_words(), parser::clause_words()}) {
    for (const std::string& word : list) {
      if (parser::is_reserved(word)) continue;
      const std::string text = "claim " + word + " " + word + " " + word + ";";
      EXPECT_TRUE(parser::parse_script(SourceText("t", text)).problems.empty()) << word;
    }
  }
}

}  // namespace
}  // namespace vouch::test
