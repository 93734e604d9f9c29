// RDF through the store: loaded, exported, and the same again.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <string>

#include "engine/rdf/read_file.hpp"
#include "engine/session.hpp"
#include "tests/rdf/w3c.hpp"
#include "tests/support/collect.hpp"
#include "tests/support/rdf_read.hpp"
#include "tests/support/rdf_store.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::test {
namespace {

namespace fs = std::filesystem;

rdf::ReadOptions reading(rdf::Format format, const std::string& base = {}) {
  rdf::ReadOptions out;
  out.format = format;
  out.base = base;
  return out;
}

class RdfStore {
 public:
  // False: the text was refused.
  bool load(const std::string& text, rdf::Format format, const std::string& base = {}) {
    const fs::path file = folder_.path() / ("document." + std::string(rdf::name_of(format)));
    std::ofstream(file, std::ios::binary) << text;
    storage::Update update = database_->store().update();
    rdfio::FileOptions options;
    options.base = base;
    rdf::ReadTotals totals;
    said_ = Collected{};
    if (!rdfio::read_file(update, file, options, said_, totals)) return false;
    update.commit();
    return true;
  }
  [[nodiscard]] std::string text(rdf::Format format) {
    return exported(*database_, format);
  }
  [[nodiscard]] Database& database() { return *database_; }
  [[nodiscard]] const Collected& said() const { return said_; }

 private:
  std::unique_ptr<Database> database_ = Database::scratch();
  TempDirectory folder_;
  Collected said_;
};

// Empty when the document comes back out of a store as what it said.
std::string through_store(const std::string& text, rdf::Format format, const std::string& base) {
  RdfStore store;
  if (!store.load(text, format, base)) return "refused";
  const RdfRead wanted = read_rdf(text, reading(format, base));
  for (const auto form : {rdf::Format::nquads, rdf::Format::trig}) {
    const RdfRead got = read_rdf(store.text(form), reading(form));
    if (!got.problems.empty()) return "the export is refused: " + first_problem(got);
    if (!isomorphic(got.graph, wanted.graph)) {
      return "another graph:\n" + got.graph.text() + "instead of\n" + wanted.graph.text();
    }
  }
  return "";
}

TEST(RdfStore, TheW3csDocumentsComeBackAsTheyWere) {
  const auto tests = w3c_tests();
  if (tests.empty()) {
    std::cout << "not checked: the W3C's tests are not at hand (" << w3c_folder() << ")\n";
    GTEST_SKIP() << "the W3C's tests are not at hand";
  }
  std::size_t passed = 0;
  RdfStore untouched;  // by all that is refused
  for (const W3cTest& test : tests) {
    const std::string text = content_of(test.action);
    std::string why;
    if (test.expect == "reject") {
      if (untouched.load(text, test.format(), test.base)) why = "accepted";
      const bool told = !untouched.said().diagnostics.empty();
      if (!told) why = "refused without a word";
    } else {
      why = through_store(text, test.format(), test.base);
    }
    EXPECT_TRUE(why.empty()) << test.title() << " " << test.action << ": " << why;
    passed += why.empty() ? 1U : 0U;
  }
  EXPECT_EQ(untouched.text(rdf::Format::nquads), "");
  std::cout << passed << " of " << tests.size() << " tests pass through the store\n";
}

// Documents of terms of all kinds, canonical and not, in and out of graphs.
std::string random_document(std::mt19937& random, std::size_t lines) {
  const auto pick = [&](std::size_t n) { return random() % n; };
  static const char* kLiterals[] = {
      "\"042\"^^<http://www.w3.org/2001/XMLSchema#integer>",
      "\"42\"^^<http://www.w3.org/2001/XMLSchema#integer>",
      "\"1.0\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
      "\"1.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
      "\"1e3\"^^<http://www.w3.org/2001/XMLSchema#double>",
      "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>",
      "\"1\"^^<http://www.w3.org/2001/XMLSchema#boolean>",
      "\"2024-02-30\"^^<http://www.w3.org/2001/XMLSchema#date>",
      "\"2024-02-29\"^^<http://www.w3.org/2001/XMLSchema#date>",
      "\"2024-02\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>",
      "\"2024-02-29T10:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime>",
      "\"2024-02-29T10:00:00.500+08:00\"^^<http://www.w3.org/2001/XMLSchema#dateTime>",
      "\"\"", "\"a\\nb\\\"c\\u0000\"", "\"text\"@en", "\"text\"@ar--rtl", "\"x\"^^<http://e/t>",
      "\"99999999999999999999999999999999999999999999\"^^<http://www.w3.org/2001/XMLSchema#integer>",
      "<<( <http://e/1> <http://e/p> \"o\" )>>", "<<( _:b1 <http://e/p> <<( _:b2 <http://e/q> _:b1 "
      ")>> )>>"};
  const auto node = [&] {
    return pick(4) == 0 ? "_:b" + std::to_string(pick(4))
                        : "<http://e/" + std::to_string(pick(8)) + ">";
  };
  std::string out;
  for (std::size_t i = 0; i < lines; ++i) {
    static const char* kPredicates[] = {"<http://e/p>", "<http://e/q>",
                                        "<http://www.w3.org/2000/01/rdf-schema#label>",
                                        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
                                        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"};
    out += node() + " " + kPredicates[pick(5)] + " ";
    out += pick(3) == 0 ? node() : kLiterals[pick(std::size(kLiterals))];
    if (pick(3) == 0) out += " " + node();
    out += " .\n";
  }
  return out;
}

TEST(RdfStore, WhatIsExportedLoadsAsTheSameStore) {
  std::mt19937 random(7);
  for (int round = 0; round < 15; ++round) {
    const std::string document = random_document(random, 30);
    ASSERT_EQ(through_store(document, rdf::Format::nquads, {}), "") << document;
    RdfStore first, second, third;
    ASSERT_TRUE(first.load(document, rdf::Format::nquads));
    ASSERT_TRUE(second.load(first.text(rdf::Format::nquads), rdf::Format::nquads));
    ASSERT_TRUE(third.load(first.text(rdf::Format::trig), rdf::Format::trig));
    const RdfRead one = read_rdf(first.text(rdf::Format::nquads), reading(rdf::Format::nquads));
    for (RdfStore* other : {&second, &third}) {
      const RdfRead two = read_rdf(other->text(rdf::Format::nquads), reading(rdf::Format::nquads));
      EXPECT_TRUE(isomorphic(one.graph, two.graph)) << document;
    }
  }
}

// N-Triples go in bulk, N-Quads one by one: the same document gives the same export, and what was
// written in two ways is one value.
TEST(RdfStore, BothWaysInSayTheSame) {
  std::mt19937 random(11);
  for (int round = 0; round < 15; ++round) {
    std::string document;
    while (document.size() < 2000) {
      const std::string line = random_document(random, 1);
      const RdfRead read = read_rdf(line, reading(rdf::Format::ntriples));
      if (read.problems.empty()) document += line;
    }
    ASSERT_EQ(through_store(document, rdf::Format::ntriples, {}), "") << document;
    RdfStore bulk, single;
    ASSERT_TRUE(bulk.load(document, rdf::Format::ntriples));
    ASSERT_TRUE(single.load(document, rdf::Format::nquads));
    EXPECT_EQ(bulk.text(rdf::Format::ntriples), single.text(rdf::Format::ntriples)) << document;
    const std::string once = bulk.text(rdf::Format::ntriples);
    ASSERT_TRUE(bulk.load(document, rdf::Format::ntriples));
    EXPECT_EQ(bulk.text(rdf::Format::ntriples), once) << document;
  }
}

TEST(RdfStore, NumbersAreEqualHoweverTheyAreWritten) {
  RdfStore store;
  ASSERT_TRUE(store.load("<http://e/a> <http://e/p> \"042\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
                         "<http://e/b> <http://e/p> \"42\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
                         "<http://e/c> <http://e/p> \"4.2e1\"^^<http://www.w3.org/2001/XMLSchema#double> .\n",
                         rdf::Format::ntriples));
  Session session(store.database());
  Collected said;
  ASSERT_EQ(session.run_script(SourceText("test", "match ?s <http://e/p> 42;"), said), Outcome::ok);
  EXPECT_EQ(said.answers.back().rows.size(), 3U);
}

// Without claims the statistics tell; with one each triple is looked at.
TEST(RdfStore, EverythingIsCountedTheSameWithClaimsAndWithout) {
  RdfStore store;
  const auto count = [&store](const std::string& question) {
    Session session(store.database());
    Collected said;
    EXPECT_EQ(session.run_script(SourceText("test", question), said), Outcome::ok) << said.error();
    const auto& rows = said.answers.back().rows;
    return rows.size() == 1 ? rows[0][0].text : std::to_string(rows.size());
  };
  ASSERT_TRUE(store.load("<http://e/a> <http://e/p> 1, 2 ; a <http://e/k> ; "
                         "<http://www.w3.org/2000/01/rdf-schema#label> \"a\" .",
                         rdf::Format::turtle));
  EXPECT_EQ(count("match ?s ?r ?o return count(*) as ?n;"), "2");
  EXPECT_EQ(count("match ?s ?r ?o;"), "2");
  ASSERT_TRUE(store.load("<http://e/b> <http://e/p> <http://e/a> <http://e/g> .",
                         rdf::Format::nquads));
  EXPECT_EQ(count("match ?s ?r ?o return count(*) as ?n;"), "3");
  EXPECT_EQ(count("match ?s ?r ?o;"), "3");
}

TEST(RdfStore, LoadingTwiceAddsNothing) {
  const std::string document =
      "_:a <http://e/p> _:b .\n_:a <http://e/q> \"x\" <http://e/g> .\n<http://e/s> <http://e/p> 1 .\n";
  RdfStore store;
  const std::string good = document.substr(0, document.rfind("<http://e/s>"));
  ASSERT_TRUE(store.load(good, rdf::Format::nquads));
  const std::string once = store.text(rdf::Format::nquads);
  ASSERT_TRUE(store.load(good, rdf::Format::nquads));
  EXPECT_EQ(store.text(rdf::Format::nquads), once);
  EXPECT_FALSE(store.load(document, rdf::Format::nquads));
  EXPECT_EQ(store.text(rdf::Format::nquads), once);
}

TEST(RdfStore, LoadedTriplesCanBeAskedFor) {
  RdfStore store;
  ASSERT_TRUE(store.load("PREFIX ex: <http://example.org/>\n"
                         "ex:ada a ex:Person ; <http://www.w3.org/2000/01/rdf-schema#label> \"Ada\" ;"
                         " ex:knows ex:bob ; ex:age 36 . ex:g { ex:bob ex:knows ex:cyd }",
                         rdf::Format::trig));
  Session session(store.database());
  const auto rows = [&](const std::string& question) {
    Collected said;
    EXPECT_EQ(session.run_script(SourceText("test", question), said), Outcome::ok)
        << question << " " << said.error();
    return said.answers.empty() ? 0U : said.answers.back().rows.size();
  };
  EXPECT_EQ(rows("match ?s <http://example.org/knows> ?o;"), 2U);
  EXPECT_EQ(rows("match ?s ex:knows ?o;"), 2U);
  EXPECT_EQ(rows("prefix e: <http://example.org/>; match ?s e:knows ?o;"), 2U);
  EXPECT_EQ(rows("match [Ada] ex:knows ?o;"), 1U);
  EXPECT_EQ(rows("match ?s:ex:Person ex:age ?a where ?a > 30;"), 1U);
  EXPECT_EQ(rows("match ?s ex:knows ?o (source ex:g);"), 1U);
  EXPECT_EQ(rows("match ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ex:Person;"), 1U);
  EXPECT_EQ(rows("match ?s <http://www.w3.org/2000/01/rdf-schema#label> \"Ada\";"), 1U);
}

}  // namespace
}  // namespace vouch::test
