// N-Triples and N-Quads: places of problems, broken lines, several threads.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "parser/rdf/read_lines.hpp"
#include "tests/support/rdf_read.hpp"

namespace vouch::test {
namespace {

constexpr const char* kGood = "<http://e/s> <http://e/p> \"o\" .\n";

RdfRead quads(const std::string& text, bool lenient = false) {
  rdf::ReadOptions options;
  options.format = rdf::Format::nquads;
  options.lenient = lenient;
  return read_rdf(text, options);
}

struct Refused {
  const char* text;
  const char* place_and_code;
};

TEST(RdfLines, ProblemsHaveTheirPlaceAndCode) {
  const std::vector<Refused> cases = {
      {"<http://e/s> <http://e/p> <o> .\n", "1:27 E0803"},
      {"<http://e/s> <http://e/p> <http://e/a b> .\n", "1:38 E0803"},
      {"<http://e/s> <http://e/p> <http://e/\\u0020> .\n", "1:37 E0804"},
      {"<http://e/s> <http://e/p> <http://e/o .\n", "1:38 E0803"},
      {"<http://e/s> \"p\" <http://e/o> .\n", "1:14 E0801"},
      {"\"s\" <http://e/p> <http://e/o> .\n", "1:1 E0801"},
      {"<http://e/s> <http://e/p> \"o .\n", "1:27 E0809"},
      {"<http://e/s> <http://e/p> \"a\\q\" .\n", "1:29 E0804"},
      {"<http://e/s> <http://e/p> \"\\uD800\" .\n", "1:28 E0804"},
      {"<http://e/s> <http://e/p> \"\\U00110000\" .\n", "1:28 E0804"},
      {"<http://e/s> <http://e/p> \"o\"@1 .\n", "1:31 E0805"},
      {"<http://e/s> <http://e/p> \"o\"@en--up .\n", "1:35 E0805"},
      {"<http://e/s> <http://e/p> \"o\"\n", "1:30 E0801"},
      {"<http://e/s> <http://e/p> \"o\" . <http://e/s>\n", "1:33 E0801"},
      {"<http://e/s> <http://e/p> \"\xC3\xBC\" \"x\" .\n", "1:31 E0801"},  // columns count characters
      {"# \xFF\n", "1:3 E0802"},
      {"<http://e/s> <http://e/p> \"\xC0\xAF\" .\n", "1:28 E0802"},
      {"<http://e/s> <http://e/p> \"\xED\xA0\x80\" .\n", "1:28 E0802"},
      {"<<( <http://e/s> <http://e/p> \"o\" )>> <http://e/p> \"o\" .\n", "1:1 E0801"},
  };
  for (const Refused& c : cases) {
    const std::string got = first_problem(quads(c.text));
    EXPECT_TRUE(got.starts_with(c.place_and_code)) << c.text << "gives " << got;
    // The same further down, and with all three line ends.
    for (const std::string end : {"\n", "\r\n", "\r"}) {
      std::string text = std::string(kGood) + "# comment\n\n" + c.text;
      for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += end.size()) {
        text.replace(at, 1, end);
      }
      const std::string below = first_problem(quads(text));
      EXPECT_TRUE(below.starts_with("4" + std::string(c.place_and_code).substr(1))) << below;
    }
  }
}

TEST(RdfLines, BrokenLinesAreCountedAndTheOthersKept) {
  const RdfRead read = quads(std::string(kGood) + "broken\n" + "<http://e/s> <http://e/p> 42 .\n" +
                             "<http://e/s> <http://e/p> \"\xFF\" .\n" +
                             "<http://e/s> <http://e/p> \"last, without an end\" .", true);
  EXPECT_EQ(read.graph.statements().size(), 2U);
  ASSERT_EQ(read.problems.size(), 3U);
  EXPECT_EQ(read.problems[0].line, 2U);
  EXPECT_EQ(read.problems[1].line, 3U);
  EXPECT_EQ(read.problems[2].line, 4U);
  EXPECT_EQ(read.broken[0], "broken");
}

TEST(RdfLines, StrictEndsAtTheFirstProblem) {
  const RdfRead read = quads(std::string("broken\n") + kGood + "broken\n");
  EXPECT_EQ(read.problems.size(), 1U);
}

TEST(RdfLines, AByteOrderMarkAtTheBeginningIsNoContent) {
  EXPECT_EQ(quads("\xEF\xBB\xBF" + std::string(kGood)).graph.statements().size(), 1U);
}

TEST(RdfLines, TripleTermsNestOnlySoDeep) {
  const auto nested = [](std::size_t depth) {
    std::string text = "<http://e/s> <http://e/p> ";
    for (std::size_t i = 0; i < depth; ++i) text += "<<(<http://e/s><http://e/p>";
    text += "\"o\"";
    for (std::size_t i = 0; i < depth; ++i) text += ")>>";
    return text + " .\n";
  };
  EXPECT_EQ(first_problem(quads(nested(256))), "");
  EXPECT_NE(first_problem(quads(nested(257))).find("E0807"), std::string::npos);
  EXPECT_NE(first_problem(quads(nested(1'000'000))).find("E0807"), std::string::npos);
}

// Many small blocks, so that lanes overtake each other.
TEST(RdfLines, SeveralThreadsReadTheSameAndTellProblemsInOrder) {
  std::string text;
  std::size_t broken = 0;
  for (int i = 0; i < 20'000; ++i) {
    if (i % 997 == 500) {
      text += "broken " + std::to_string(i) + "\n";
      ++broken;
    } else {
      text += "<http://e/s> <http://e/p> \"" + std::to_string(i) + "\" .\n";
    }
  }
  for (const std::size_t lanes : {1U, 2U, 4U}) {
    std::vector<RdfRead> reads(lanes);
    std::vector<RdfCollector> collectors(reads.begin(), reads.end());
    std::vector<rdf::Sink*> sinks;
    for (auto& collector : collectors) sinks.push_back(&collector);
    RdfRead told;
    RdfCollector problems(told);
    TextSource source(text);
    rdf::LineOptions options;
    options.lenient = true;
    options.block_bytes = 512;
    const rdf::LineTotals totals = rdf::read_lines(source, options, sinks, problems);
    EXPECT_EQ(totals.broken, broken);
    EXPECT_EQ(totals.quads, 20'000 - broken);
    std::size_t all = 0;
    for (const auto& read : reads) all += read.graph.statements().size();
    EXPECT_EQ(all, 20'000 - broken);
    ASSERT_EQ(told.problems.size(), broken);
    for (std::size_t i = 0; i < broken; ++i) EXPECT_EQ(told.problems[i].line, 501 + 997 * i);
  }
}

TEST(RdfLines, WhatASinkThrowsComesOutWithAllThreadsStopped) {
  struct Throws final : rdf::Sink {
    void quad(const rdf::Quad&) override { throw InputError("E0000", "enough"); }
  };
  Throws a, b;
  const std::vector<rdf::Sink*> sinks = {&a, &b};
  RdfRead told;
  RdfCollector problems(told);
  TextSource source(kGood);
  EXPECT_THROW(static_cast<void>(rdf::read_lines(source, {}, sinks, problems)), InputError);
}

}  // namespace
}  // namespace vouch::test
