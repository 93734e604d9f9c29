// Tests of texts, counts by relation and wide answers, which work on what storage holds and not on
// values: the same answers as by the long way, and what they read.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/support/rdf_store.hpp"

namespace vouch::test {
namespace {

// Counts by relation as rows tell them, not the statistics.
std::map<std::string, std::size_t> counted_by_hand(DocumentStore& store) {
  std::map<std::string, std::size_t> counts;
  const Collected out = store.run("match ?s ?r ?o return ?r, ?s, ?o;");
  EXPECT_EQ(out.error(), "");
  for (const Row& row : out.answers.back().rows) ++counts[row[0].text];
  return counts;
}

std::map<std::string, std::size_t> counted_by_question(DocumentStore& store) {
  std::map<std::string, std::size_t> counts;
  const Collected out =
      store.run("match ?s ?r ?o group by ?r: count(*) as ?n return ?r, ?n;");
  EXPECT_EQ(out.error(), "");
  for (const Row& row : out.answers.back().rows) {
    EXPECT_TRUE(counts.emplace(row[0].text, std::stoul(row[1].text)).second);
  }
  return counts;
}

TEST(Decoding, RelationsAreCountedAsTheirRowsAre) {
  DocumentStore store;
  std::string lines;
  for (int i = 0; i < 2'000; ++i) {
    const std::string number = std::to_string(i);
    lines += "<http://e/s" + number + "> <http://e/p" + std::to_string(i % 7) +
             "> <http://e/o> .\n";
    lines += "<http://e/s" + number +
             "> <http://www.w3.org/2000/01/rdf-schema#label> \"label " + number + "\" .\n";
  }
  ASSERT_TRUE(store.load(lines, "nt")) << store.said().error();
  EXPECT_EQ(counted_by_question(store), counted_by_hand(store));
  EXPECT_EQ(counted_by_question(store).size(), 7U);
  const Collected out = store.run("match ?s ?r ?o group by ?r: count(*) as ?n return ?r, ?n;");
  EXPECT_EQ(out.answers.back().footer.costs.rows_read, 0U);
  EXPECT_LT(out.answers.back().footer.costs.probes, 40U);

  // With claims, and triples whose subject is one: said by somebody, denied, or not.
  ASSERT_TRUE(store.load("<http://e/a> <http://e/p> <http://e/b> "
                         "{| <http://e/note> \"x\" ; <http://e/since> \"2020\" |} .",
                         "ttl"))
      << store.said().error();
  EXPECT_EQ(counted_by_question(store), counted_by_hand(store));
  std::size_t rows = 0;
  for (const auto& [relation, count] : counted_by_hand(store)) rows += count;
  EXPECT_EQ(store.rows("match ?s ?r ?o return count(*) as ?n;"), std::to_string(rows) + "|\n");
}

TEST(Decoding, TextsAreTestedWhateverTheyAreStoredAs) {
  DocumentStore store;
  ASSERT_TRUE(store.load("<http://e/a> <http://e/p> \"hsinmo\" .\n"
                         "<http://e/b> <http://e/p> \"the long text of hsinmo, twice\" .\n"
                         "<http://e/c> <http://e/p> \"in English of hsinmo\"@en .\n"
                         "<http://e/d> <http://e/p> \"of a datatype: hsinmo\"^^<http://e/t> .\n"
                         "<http://e/f> <http://e/p> \"12\"^^"
                         "<http://www.w3.org/2001/XMLSchema#integer> .\n"
                         "<http://e/g> <http://e/p> <http://e/hsinmo> .\n"
                         "<http://e/h> <http://e/p> \"hsin\" .\n"
                         "<http://e/i> <http://e/p> \"nothing of the kind here\" .\n",
                         "nt"));
  const auto subjects = [&store](const std::string& condition) {
    return store.rows("match ?s <http://e/p> ?o where " + condition + " return ?s order by ?s;");
  };
  const auto named = [](const std::string& letters) {
    std::string out;
    for (const char letter : letters) out += std::string("<http://e/") + letter + ">|\n";
    return out;
  };
  EXPECT_EQ(subjects("?o contains \"hsinmo\""), named("abcd"));
  EXPECT_EQ(subjects("?o starts with \"hsin\""), named("ah"));
  EXPECT_EQ(subjects("?o ends with \"hsinmo\""), named("acd"));
  EXPECT_EQ(subjects("?o matches /^the .*twice$/"), named("b"));
  EXPECT_EQ(subjects("not ?o contains \"hsinmo\""), named("hi"));
  EXPECT_EQ(subjects("?o contains \"\""), named("abcdhi"));
}

TEST(Decoding, WideAnswersAreReadAsStored) {
  DocumentStore store;
  std::string lines;
  const auto name = [](int i) { return "http://e/" + std::to_string(i * 7919 % 5'003); };
  for (int i = 0; i < 5'000; ++i) {
    lines += "<" + name(i) + "> <http://e/p> \"the value of " + name(i) + "\" .\n";
    lines += "<" + name(i) + "> <http://e/q> <" + name(i / 3) + "> .\n";
  }
  ASSERT_TRUE(store.load(lines, "nt"));
  const Collected out =
      store.run("match ?s <http://e/q> ?o, ?o <http://e/p> ?l return ?s, ?o, ?l;");
  ASSERT_EQ(out.answers.back().rows.size(), 5'000U);
  for (const Row& row : out.answers.back().rows) {
    const auto* object = row[1].term.as<storage::Iri>();
    const auto* label = row[2].term.as<storage::Text>();
    ASSERT_TRUE(object != nullptr && label != nullptr);
    ASSERT_EQ(row[1].text, "<" + object->text + ">");
    ASSERT_EQ(label->text, "the value of " + object->text);
    ASSERT_EQ(row[2].text, label->text);
  }
}

}  // namespace
}  // namespace vouch::test
