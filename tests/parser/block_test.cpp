// A `claims` block cut into its parts and parsed part by part: the same as parsed whole.
#include "parser/block.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "parser/ast_print.hpp"
#include "parser/parse.hpp"
#include "tests/parser/cut_text.hpp"
#include "tests/parser/example_files.hpp"

namespace vouch::test {
namespace {

using parser::RawStatement;
using parser::StatementPart;

// "o:claims (source s) {|f:a b c|f.d e f|c:}": what is not closed has a dot, `!` lacks its `;`.
std::string drawn(const std::vector<RawStatement>& raws) {
  std::string out;
  for (const RawStatement& raw : raws) {
    if (!out.empty()) out += "|";
    if (raw.lacks_semicolon) out += "!";
    switch (raw.part) {
      case StatementPart::whole: out += "w:"; break;
      case StatementPart::opens_block: out += "o:"; break;
      case StatementPart::in_block: out += raw.closed ? "f:" : "f."; break;
      case StatementPart::closes_block: out += raw.closed ? "c:" : "c."; break;
    }
    out += raw.text;
    EXPECT_EQ(raw.part == StatementPart::whole ? "claims" : raw.keyword, "claims");
  }
  return out;
}

struct Block {
  std::vector<ast::Qualifier> shared;
  std::vector<ast::Fact> facts;
  Diagnostics problems;  // of all parts, spans moved to the text
};
Block parse_parts(const std::vector<RawStatement>& raws) {
  Block out;
  const auto take = [&](Diagnostics problems, const RawStatement& raw) {
    for (Diagnostic& problem : problems) {
      problem.span.begin += raw.offset;
      problem.span.end += raw.offset;
      out.problems.push_back(std::move(problem));
    }
  };
  for (const RawStatement& raw : raws) {
    if (raw.part == StatementPart::opens_block) {
      parser::BlockOpening opening = parser::parse_block_opening(raw);
      std::move(opening.shared.begin(), opening.shared.end(), std::back_inserter(out.shared));
      take(std::move(opening.problems), raw);
    }
    if (raw.part != StatementPart::in_block) continue;
    parser::BlockFacts facts = parser::parse_block_facts(raw);
    std::move(facts.facts.begin(), facts.facts.end(), std::back_inserter(out.facts));
    take(std::move(facts.problems), raw);
  }
  return out;
}

TEST(Block, IsCutIntoItsParts) {
  EXPECT_EQ(drawn(cut("kind k; claims (source x) { a b c; d e f } ; g h i;")),
            "w:kind k|o:claims (source x) {|f:a b c|f.d e f |c:}|w:g h i");
  EXPECT_EQ(drawn(cut("Claims(a b){a b \"}\"; # }\n d [}] f;;; };x")),
            "o:Claims(a b){|f:a b \"}\"|f:d [}] f|c:}|w:x");
  EXPECT_EQ(drawn(cut("claims () {} claims () { # ;}\n }")), "o:claims () {|c:}|!o:claims () {|c:}");
  EXPECT_EQ(drawn(cut("claims (s x) { a b <u:/;x>; a b \"\"\"};\n\"\"\" }; # end")),
            "o:claims (s x) {|f:a b <u:/;x>|f.a b \"\"\"};\n\"\"\" |c:}");
  EXPECT_EQ(drawn(cut("claims (s x); a b c;")), "w:claims (s x)|w:a b c");
  EXPECT_EQ(drawn(cut("claims (s x) {\n.mode; a b c}")), "o:claims (s x) {|f:.mode|f.a b c|c:}");
}

TEST(Block, ASemicolonEndsAFactWhateverBracesAreOpen) {
  EXPECT_EQ(drawn(cut("claims (s x) { a b { c }; d e f; }; g")),
            "o:claims (s x) {|f:a b { c }|f:d e f|c:}|w:g");
  EXPECT_EQ(drawn(cut("claims (s x) { a b {{ c; d e f; }; g")),
            "o:claims (s x) {|f:a b {{ c|f:d e f|c:}|w:g");
  EXPECT_EQ(drawn(cut("claims (s x) { a b c }}; g h i;")),
            "o:claims (s x) {|f.a b c |c:}|w:}|w:g h i");
}

TEST(Block, ThatIsNotClosedEndsWithAnEmptyPart) {
  EXPECT_EQ(drawn(cut("claims (s x) {")), "o:claims (s x) {|c.");
  EXPECT_EQ(drawn(cut("claims (s x) { a b c; # }\n")), "o:claims (s x) {|f:a b c|c.");
  const auto raws = cut("claims (s x) {\n a b \"\"\"c; };\nclaim d e f;\n");
  EXPECT_EQ(drawn(raws), "o:claims (s x) {|f.a b \"\"\"c; };\nclaim d e f;\n|c.");
  EXPECT_EQ(raws.back().line, 4U);
  EXPECT_EQ(drawn(cut("claims (s x")), "w:claims (s x");
}

TEST(Block, TheNextOneOpensAlsoInside) {
  EXPECT_EQ(drawn(cut("claims (s x) { a b c; claims (s y) { d e f; }; g")),
            "o:claims (s x) {|f:a b c|o:claims (s y) {|f:d e f|c:}|w:g");
  EXPECT_EQ(drawn(cut("claims (s x) { claims b c; claim (d { e }; }")),
            "o:claims (s x) {|f:claims b c|f:claim (d { e }|c:}");
}

TEST(Block, PartsHaveTheirPlaces) {
  const std::string text = "\xEF\xBB\xBF# c\nclaims (s x) {\n  a b c; deny\n d e f;\n # }\n\n} ;\nclaim g h i;";
  const auto raws = cut(text);
  std::vector<std::size_t> lines;
  for (const RawStatement& raw : raws) {
    lines.push_back(raw.line);
    EXPECT_EQ(text.substr(raw.offset, raw.text.size()), raw.text);
  }
  EXPECT_EQ(lines, (std::vector<std::size_t>{2, 3, 3, 7, 8}));
}

TEST(Block, IsTheSameForPiecesOfAnySize) {
  std::mt19937_64 random(3);
  for (int run = 0; run < 2000; ++run) {
    std::string text = "claims (s x) {";
    for (std::size_t i = 0, n = random() % 120; i < n; ++i) {
      text += "\"#[]<>{};{};()/\\.a? \n\xEF\xBB\xBF"[random() % 24];
    }
    const auto whole = cut(text);
    const auto pieces = cut(text, [&] { return 1 + random() % 3; });
    ASSERT_EQ(drawn(pieces), drawn(whole)) << text;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      ASSERT_EQ(pieces[i].offset, whole[i].offset);
      ASSERT_EQ(pieces[i].line, whole[i].line);
      ASSERT_EQ(text.substr(whole[i].offset, whole[i].text.size()), whole[i].text);
      static_cast<void>(parser::parse_block_facts(whole[i]));  // any bytes are fine
    }
  }
}

TEST(Block, MeansInPartsWhatItMeansWhole) {
  std::size_t facts = 0;
  for (const Example& example : examples("accepted.txt")) {
    Block whole;
    for (const auto& one : parser::parse_script(SourceText("text", example.text)).script.statements) {
      const auto* block = std::get_if<ast::ClaimsStatement>(&one.node);
      if (block == nullptr) continue;
      whole.shared.insert(whole.shared.end(), block->shared.begin(), block->shared.end());
      whole.facts.insert(whole.facts.end(), block->facts.begin(), block->facts.end());
    }
    const Block parts = parse_parts(cut(example.text));
    ASSERT_TRUE(parts.problems.empty()) << example.text << parts.problems.front().message;
    EXPECT_TRUE(parts.shared == whole.shared) << example.text;
    EXPECT_TRUE(parts.facts == whole.facts) << example.text;
    facts += parts.facts.size();
  }
  EXPECT_GE(facts, 5U);
}

// One mistake in a block: the same code, message, place and fixes, in parts and whole.
TEST(Block, TellsMistakesAsInAWholeBlock) {
  for (const std::string fact :
       {"a b", "a b;", "a b c d", "a b c source x", "a/b c d", "a b c | d", "a b \"c", "a b c (source",
        "a b c (source x;", "a b c)", "a b (c)", "a b 2025-02-30", "a for c", "a b \"\\q\"", "?", "a b { c }",
        "a b c\n  d e f", "deny", "claim a b c d", "a b c (since 2024", "a b\xFF c", "a b c (x \"\x01\")"}) {
    const std::string text = "claims (source s) {\n  x y z; " + fact + (fact.ends_with(';') ? " }" : "; }") + ";\n";
    const auto whole = parser::parse_script(SourceText("text", text));
    ASSERT_FALSE(whole.problems.empty()) << text;
    const Block parts = parse_parts(cut(text));
    ASSERT_EQ(parts.problems.size(), 1U) << text;
    EXPECT_EQ(parts.facts.size(), 1U) << text;
    const Diagnostic& told = parts.problems.front();
    const Diagnostic& wanted = whole.problems.front();
    EXPECT_EQ(told.code, wanted.code) << text;
    EXPECT_EQ(told.message, wanted.message) << text;
    EXPECT_EQ(told.span.begin, wanted.span.begin) << text;
    EXPECT_EQ(told.span.end, wanted.span.end) << text;
    EXPECT_EQ(told.notes, wanted.notes) << text;
    EXPECT_EQ(told.fixes.size(), wanted.fixes.size()) << text;
  }
}

TEST(Block, MistakesOfTheOpeningAreToldThere) {
  for (const std::string head : {"claims {", "claims (source) {", "claims (source x {", "claims source x {"}) {
    const auto whole = parser::parse_script(SourceText("text", head + " a b c; };"));
    const Block parts = parse_parts(cut(head + " a b c; };"));
    ASSERT_EQ(whole.problems.size(), 1U) << head;
    ASSERT_EQ(parts.problems.size(), 1U) << head;
    EXPECT_EQ(parts.problems.front().message, whole.problems.front().message);
    EXPECT_EQ(parts.problems.front().span.begin, whole.problems.front().span.begin) << head;
    EXPECT_EQ(parts.facts.size(), 1U);
  }
}

// No more of 200,000 claims is held than is read at once, and one fact.
TEST(Block, OfAnyLengthIsReadWithoutHoldingIt) {
  const std::string fact = "nvidia designs h20 (locator \"p1\");\n";
  constexpr std::size_t kFacts = 200'000;
  std::size_t given = 0;
  parser::StatementReader reader([&](char* buffer, std::size_t capacity) -> std::size_t {
    std::string next = given == 0 ? "claims (source s) {\n" : "";
    while (given < kFacts && next.size() + fact.size() + 2 <= capacity) {
      next += fact;
      if (++given == kFacts) next += "};";
    }
    std::memcpy(buffer, next.data(), next.size());
    return next.size();
  });
  std::size_t facts = 0;
  std::size_t most = 0;
  std::size_t longest = 0;
  for (RawStatement raw; reader.next(raw);) {
    facts += raw.part == StatementPart::in_block ? 1 : 0;
    longest = std::max(longest, raw.text.capacity());
    most = std::max(most, reader.buffer_bytes());
    ASSERT_TRUE(raw.closed);
  }
  EXPECT_EQ(facts, kFacts);
  EXPECT_LT(longest, 200U);
  EXPECT_LE(most, std::size_t{1} << 20U);
}

}  // namespace
}  // namespace vouch::test
