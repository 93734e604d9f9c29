// Turtle and TriG beyond the W3C's tests: places of problems, limits, windows, round trips.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "parser/rdf/turtle_reader.hpp"
#include "parser/rdf/turtle_writer.hpp"
#include "tests/support/rdf_read.hpp"

namespace vouch::test {
namespace {

RdfRead trig(const std::string& text) {
  rdf::ReadOptions options;
  options.format = rdf::Format::trig;
  return read_rdf(text, options);
}

constexpr const char* kHead = "PREFIX : <http://e/>\n";

TEST(Turtle, ProblemsHaveTheirPlaceAndCode) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {":s :p :o", "2:9 E0809"},
      {":s :p x:o .", "2:7 E0806"},
      {":s :p <o> .", "2:7 E0803"},
      {":s \"p\" :o .", "2:4 E0801"},
      {":s :p \"o\n\" .", "2:7 E0809"},
      {":s :p \"\"\"o\n\n .", "2:7 E0809"},
      {":s :p \"a\\q\" .", "2:9 E0804"},
      {":s :p \"\"\"\n\\uD800\"\"\" .", "3:1 E0804"},
      {":s :p (1 2 .", "2:12 E0801"},
      {":s :p [ :q 1 .", "2:14 E0801"},
      {":s :p \"x\"@toolonglanguage .", "2:11 E0805"},
      {":s :p \"\xC3\xBC\" , bogus .", "2:13 E0801"},
      {":s :p \"\xFF\" .", "2:8 E0802"},
      {"# \xC3", "2:3 E0802"},
      {":s :p 1 ; :q 2 , .", "2:18 E0801"},
      {":g { :s :p :o", "2:14 E0809"},
      {"<< :s :p :o >> .\n<< :s :p ( 1 ) >> :q 1 .", "3:10 E0801"},
  };
  for (const auto& [text, wanted] : cases) {
    const std::string got = first_problem(trig(kHead + text));
    EXPECT_TRUE(got.starts_with(wanted)) << text << " gives " << got;
  }
}

TEST(Turtle, NestingEndsWithAMessageAndNotWithTheStack) {
  for (const std::string open : {"(", "[ :p ", "<< ", "<<( :s :p ", ":a {| :b ", "[ :p ("}) {
    const auto nested = [&](std::size_t depth) {
      std::string text = std::string(kHead) + ":s :p ";
      for (std::size_t i = 0; i < depth; ++i) text += open;
      return text;
    };
    const auto begin = std::chrono::steady_clock::now();
    const std::string deep = first_problem(trig(nested(1'000'000)));
    EXPECT_NE(deep.find("E0807"), std::string::npos) << open << deep;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    EXPECT_EQ(first_problem(trig(nested(100))).find("E0807"), std::string::npos) << open;
  }
}

TEST(Turtle, LongListsAndLongStatementsAreNoNesting) {
  std::string list = std::string(kHead) + ":s :p (";
  std::string objects = std::string(kHead) + ":s :p 0";
  for (int i = 0; i < 100'000; ++i) {
    list += " 1";
    objects += " , " + std::to_string(i);
  }
  EXPECT_EQ(first_problem(trig(list + ") .")), "");
  EXPECT_EQ(first_problem(trig(objects + " .")), "");
}

// Everything the grammar has, so that every token gets cut somewhere.
const std::string kRich = R"(# a comment
@prefix ex: <http://example.org/> . @base <http://example.org/base/> . VERSION "1.2"
PREFIX : <http://e/>
ex:s a ex:Kind ; ex:p1 "plain", 'single', """long "" one
of two lines""", '''it''s''' ; ex:p2 1, -2.5, +3.0e-4, .5, 7. ex:a.b ex:c\,d%20e <rel/../x> .
ex:u ex:p "\u00e9\U0001F600\t"@en-gb , "rtl"@ar--rtl , "42"^^<http://www.w3.org/2001/XMLSchema#byte> .
_:b.1 :q [ :r ( 1 [] "x"^^ex:t ) ; :t true ] ; ; :v false .
ex:g { ex:s ex:p ex:o ~ ex:r {| ex:since 2020 |} {| ex:x 1 |} . << ex:a ex:b ex:c ~ _:z >> ex:d 1 }
GRAPH _:g { _:b.1 ex:p <<( ex:s ex:p <<( ex:s ex:p "\"" )>> )>> . }
[] ex:p "üöä漢字" . [ ex:p 1 ] .
)";

TEST(Turtle, WhereTheWindowCutsMakesNoDifference) {
  const auto read = [](std::size_t lookahead, const std::string& text) {
    RdfRead out;
    RdfCollector collector(out);
    TextSource source(text);
    rdf::TurtleOptions options{rdf::TurtleDialect::trig, {}, lookahead};
    rdf::TurtleReader reader(source, options, collector, collector);
    EXPECT_TRUE(reader.read()) << first_problem(out);
    return out.canonical;
  };
  for (std::size_t pad = 0; pad < 40; ++pad) {
    const std::string text = std::string(pad, ' ') + kRich;
    const std::string whole = read(1 << 16, text);
    for (const std::size_t lookahead : {1U, 2U, 3U, 7U, 16U, 61U}) {
      ASSERT_EQ(read(lookahead, text), whole) << pad << " " << lookahead;
    }
  }
}

TEST(Turtle, PlacesAreRightWhereverTheWindowCuts) {
  std::string text = kHead;
  for (int i = 0; i < 300; ++i) text += ":s :p \"line ü " + std::to_string(i) + "\"\r\n  .\r\n";
  text += ":s :p \xC3\xBC\xC3\xBC: .";
  for (const std::size_t lookahead : {1U, 8U, 100U, 1U << 16U}) {
    RdfRead out;
    RdfCollector collector(out);
    TextSource source(text);
    rdf::TurtleOptions options{rdf::TurtleDialect::turtle, {}, lookahead};
    rdf::TurtleReader reader(source, options, collector, collector);
    EXPECT_FALSE(reader.read());
    EXPECT_TRUE(first_problem(out).starts_with("602:7 E0806")) << first_problem(out);
  }
}

TEST(TurtleWriter, WhatItWritesReadsBackAsTheSame) {
  const RdfRead first = trig(kRich);
  ASSERT_EQ(first_problem(first), "");
  std::string text;
  const auto out = [&](std::string_view piece) { text += piece; };
  rdf::TurtleWriter writer({{"ex", "http://example.org/"}, {"", "http://e/"}}, true, out);
  // Labels that the reader made up are no labels of documents.
  std::string lines = first.canonical;
  for (std::size_t at = 0; (at = lines.find("_:-", at)) != std::string::npos;) {
    lines.replace(at, 3, "_:made");
  }
  RdfRead problems;
  RdfCollector collector(problems);
  TextSource source(lines);
  const std::vector<rdf::Sink*> lanes = {&writer};
  static_cast<void>(rdf::read_document(source, {rdf::Format::nquads, false, {}}, lanes, collector));
  writer.finish();
  const RdfRead again = trig(text);
  EXPECT_EQ(first_problem(again), "") << text;
  EXPECT_TRUE(isomorphic(first.graph, again.graph)) << text;
}

}  // namespace
}  // namespace vouch::test
