// Cutting texts into statements, whatever the size of the pieces they come in.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "parser/statement_reader.hpp"
#include "tests/parser/cut_text.hpp"
#include "tests/parser/example_files.hpp"

namespace vouch::test {
namespace {

std::vector<std::string> texts(const std::vector<parser::RawStatement>& raws) {
  std::vector<std::string> out;
  for (const auto& raw : raws) out.push_back(raw.text);
  return out;
}
using Texts = std::vector<std::string>;

TEST(StatementReader, CutsAtSemicolonsOutsideOfLexemes) {
  EXPECT_EQ(texts(cut("a b c; d e f;")), (Texts{"a b c", "d e f"}));
  EXPECT_EQ(texts(cut("a \"x;y\" c; d")), (Texts{"a \"x;y\" c", "d"}));
  EXPECT_EQ(texts(cut("a \"\"\"x;\"y\";\n\"\"\" c; d;")), (Texts{"a \"\"\"x;\"y\";\n\"\"\" c", "d"}));
  EXPECT_EQ(texts(cut("a [x;y] c; [\"p;]\\\"\"] b;")), (Texts{"a [x;y] c", "[\"p;]\\\"\"] b"}));
  EXPECT_EQ(texts(cut("a <http://x/;#y> c; # d; e\n f;")), (Texts{"a <http://x/;#y> c", "f"}));
  EXPECT_EQ(texts(cut("a # b; c\n d; e")), (Texts{"a # b; c\n d", "e"}));
  EXPECT_EQ(texts(cut("?x matches /a;\"[/ ; ?x / 2; ?y / 3;")), (Texts{"?x matches /a;\"[/ ", "?x / 2", "?y / 3"}));
  EXPECT_EQ(texts(cut("?x < 3; ?y<a:b; c>;")), (Texts{"?x < 3", "?y<a:b", "c>"}));
  EXPECT_EQ(texts(cut(";; ;\n;")), Texts{});
}

// Blocks of claims come in parts: block_test.cpp.
TEST(StatementReader, KnowsNoBlocksButThoseOfClaims) {
  EXPECT_EQ(texts(cut("match a b c { ; d")), (Texts{"match a b c { ", "d"}));
}

TEST(StatementReader, TellsPlaceKeywordAndWhetherItIsClosed) {
  const auto raws = cut("#!/usr/bin/vouch run\n\n CLAIM a b c;\n.mode table\n[x] y z; kind k");
  ASSERT_EQ(raws.size(), 4U);
  EXPECT_EQ(raws[0].keyword, "claim");
  EXPECT_EQ(raws[0].line, 3U);
  EXPECT_EQ(raws[0].offset, 23U);
  EXPECT_EQ(raws[1].text, ".mode table");
  EXPECT_TRUE(raws[1].closed);
  EXPECT_EQ(raws[1].line, 4U);
  EXPECT_EQ(raws[2].keyword, "");
  EXPECT_EQ(raws[2].line, 5U);
  EXPECT_EQ(raws[3].text, "kind k");
  EXPECT_FALSE(raws[3].closed);
}

TEST(StatementReader, GivesTheSameForPiecesOfAnySize) {
  std::string text;
  for (const Example& example : examples("accepted.txt")) text += example.text + ";\n";
  for (const Example& example : examples("refused.txt")) text += example.text + "\n;\n";
  const auto whole = cut(text);
  std::mt19937_64 random(7);
  for (int run = 0; run < 300; ++run) {
    const std::size_t most = run < 50 ? 1 + static_cast<std::size_t>(run) % 5 : 1 + random() % 4000;
    const auto pieces = cut(text, [&] { return 1 + random() % most; });
    ASSERT_EQ(texts(pieces), texts(whole));
    for (std::size_t i = 0; i < whole.size(); ++i) {
      ASSERT_EQ(pieces[i].offset, whole[i].offset);
      ASSERT_EQ(pieces[i].line, whole[i].line);
      ASSERT_EQ(pieces[i].keyword, whole[i].keyword);
      ASSERT_EQ(text.substr(pieces[i].offset, pieces[i].text.size()), pieces[i].text);
    }
  }
}

TEST(StatementReader, CutsAcceptedTextsWhereTheParserDoes) {
  for (const Example& example : examples("accepted.txt")) {
    const auto whole = parser::parse_script(SourceText("text", example.text));
    ast::Script pieces;
    const auto raws = cut(example.text);
    const auto in_parts = [](const auto& raw) { return raw.part != parser::StatementPart::whole; };
    if (std::any_of(raws.begin(), raws.end(), in_parts)) continue;  // as block_test.cpp compares
    for (const auto& raw : raws) {
      const auto parsed = parser::parse_script(SourceText("text", raw.text, raw.line, raw.offset));
      ASSERT_TRUE(parsed.problems.empty()) << raw.text << "\n" << parsed.problems.front().message;
      ASSERT_EQ(parsed.script.statements.size(), 1U) << raw.text;
      pieces.statements.push_back(parsed.script.statements.front());
    }
    EXPECT_TRUE(pieces == whole.script) << example.text << ast::print(pieces);
  }
}

TEST(StatementReader, PassesOverCommentsOfAnyLengthWithoutKeepingThem) {
  std::size_t left = 3000;
  parser::StatementReader reader([&](char* buffer, std::size_t capacity) -> std::size_t {
    if (left == 0) return 0;
    std::memset(buffer, left % 100 == 0 ? '\n' : '#', capacity);
    if (--left == 0) std::memcpy(buffer + capacity - 12, "\nclaim a b c", 12);
    return capacity;
  });
  parser::RawStatement raw;
  ASSERT_TRUE(reader.next(raw));  // 750 MB of comments
  EXPECT_EQ(raw.text, "claim a b c");
  EXPECT_FALSE(reader.next(raw));
}

TEST(StatementReader, EndsAtTheEndOfAnyBytes) {
  std::mt19937_64 random(11);
  for (int run = 0; run < 500; ++run) {
    std::string text;
    for (std::size_t i = 0, n = random() % 200; i < n; ++i) {
      text += "\"#[]<>{}();/\\.a? \n\xEF\xBB\xBF"[random() % 21];
    }
    const auto whole = cut(text);
    ASSERT_EQ(texts(cut(text, [&] { return 1 + random() % 3; })), texts(whole)) << text;
  }
}

TEST(IsComplete, KnowsWhenAStatementIsStillOpen) {
  for (const std::string text : {"", "  # c", "claim a b c;", ".mode table", "claims (s x) { a b c; };", "a b \"x\"; # c"}) {
    EXPECT_TRUE(parser::is_complete(text)) << text;
  }
  for (const std::string text : {"claim a b c", "claim a b \"c;", "claims (s x) { a b c;", "a; b", "match a b # ;", "x [y;", "\"\"\"a;\n"}) {
    EXPECT_FALSE(parser::is_complete(text)) << text;
  }
}

}  // namespace
}  // namespace vouch::test
