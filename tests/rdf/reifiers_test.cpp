// Reifiers of RDF 1.2 become claims, and come back as what they were.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/support/rdf_read.hpp"
#include "tests/support/rdf_store.hpp"

namespace vouch::test {
namespace {

constexpr const char* kPrefixes =
    "PREFIX e: <http://e/>\nPREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    "PREFIX v: <https://vouch.example/id/relation/>\n"
    "PREFIX w: <https://vouch.example/id/value/>\n";

RdfRead read(const std::string& text, rdf::Format format) {
  rdf::ReadOptions options;
  options.format = format;
  return read_rdf(text, options);
}

// Loaded, exported, loaded and exported again: the same graph, then the same bytes.
void expect_kept(const std::string& document, rdf::Format format) {
  DocumentStore first, second;
  ASSERT_TRUE(first.load(document, std::string(rdf::name_of(format)))) << document << first.said().error();
  const RdfRead wanted = read(document, format);
  for (const auto form : {rdf::Format::nquads, rdf::Format::trig}) {
    const RdfRead got = read(first.text(form), form);
    ASSERT_TRUE(got.problems.empty()) << first_problem(got);
    EXPECT_TRUE(isomorphic(got.graph, wanted.graph))
        << document << "became\n" << got.graph.text() << "not\n" << wanted.graph.text();
  }
  ASSERT_TRUE(second.load(first.text(rdf::Format::trig), "trig"));
  const RdfRead again = read(second.text(rdf::Format::nquads), rdf::Format::nquads);
  EXPECT_TRUE(isomorphic(again.graph, wanted.graph)) << document;
  EXPECT_EQ(first.database().store().snapshot().counts().claims,
            second.database().store().snapshot().counts().claims)
      << document;
  ASSERT_TRUE(first.load(document, std::string(rdf::name_of(format)))) << document;
  EXPECT_EQ(first.report().added.claims, 0U) << document;
  EXPECT_EQ(first.report().added.triples, 0U) << document;
}

TEST(Reifiers, AnAnnotationIsAClaimWithItsQualifiers) {
  DocumentStore store;
  ASSERT_TRUE(store.load(std::string(kPrefixes) +
                             "e:a e:knows e:b ~ e:r {| v:certainty w:reported ; e:weight 7 |} .",
                         "ttl"));
  EXPECT_EQ(store.report().added.claims, 1U);
  EXPECT_EQ(store.rows("match e:a e:knows ?x;"), "<http://e/b>|\n");
  EXPECT_EQ(store.rows("match claim ?c = e:a e:knows ?x (certainty reported) return ?c, ?x;"),
            "<http://e/r>|<http://e/b>|\n");
  EXPECT_EQ(store.rows("match claim ?c = e:a e:knows _ (e:weight ?w) return ?w;"), "7|\n");
  EXPECT_EQ(store.rows("match e:r e:weight ?w;"), "7|\n");
}

TEST(Reifiers, WhatIsOnlyReifiedIsNotInTheGraph) {
  DocumentStore store;
  ASSERT_TRUE(store.load(std::string(kPrefixes) + "<< e:a e:knows e:b ~ e:r >> e:weight 7 .", "ttl"));
  EXPECT_EQ(store.rows("match ?s e:knows ?x;"), "");
  EXPECT_EQ(store.rows("match claim ?c = ?s e:knows ?x return ?c;"), "");
  EXPECT_EQ(store.rows("match claim ?c = ?s e:knows ?x (alternative none) return ?c;"),
            "<http://e/r>|\n");
}

TEST(Reifiers, AReifierIsItsClaimWhereverItStands) {
  DocumentStore store;
  ASSERT_TRUE(store.load("<http://e/x> <http://e/doubts> <http://e/r> .\n"
                         "<http://e/r> <http://e/said> \"once\" <http://e/g> .\n"
                         "<http://e/r> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> "
                         "<<( <http://e/a> <http://e/p> <http://e/b> )>> .\n"
                         "<http://e/a> <http://e/p> <http://e/b> .\n",
                         "nq"));
  EXPECT_EQ(store.rows("match claim ?c = <http://e/a> <http://e/p> _, ?x <http://e/doubts> ?c;"),
            "<http://e/r>|<http://e/x>|\n");
  EXPECT_EQ(store.rows("match claim ?c = <http://e/a> <http://e/p> _, ?c <http://e/said> ?w;"),
            "<http://e/r>|once|\n");
}

TEST(Reifiers, ClaimsAboutClaimsAreMadeInWhateverOrderTheyCome) {
  DocumentStore store;
  ASSERT_TRUE(store.load(std::string(kPrefixes) +
                             "e:a e:p e:b ~ e:r1 . e:r1 e:q e:c ~ e:r0 . e:r0 e:q e:d ~ e:r9 {| "
                             "e:see e:r1 |} .",
                         "ttl"));
  EXPECT_EQ(store.report().added.claims, 3U);
  EXPECT_EQ(store.rows("match claim ?c = ?d e:q ?x, claim ?d = ?e e:q ?y, claim ?e = e:a e:p _ "
                       "return ?c, ?d, ?e;"),
            "<http://e/r9>|<http://e/r0>|<http://e/r1>|\n");
}

TEST(Reifiers, NothingOfADocumentIsLost) {
  for (const char* text : {
           "e:a e:p e:b ~ e:r {| e:q 1, 042 ; e:q2 \"x\"@en--ltr |} {| e:q 3 |} ~ e:r2 .",
           "<< e:a e:p e:b ~ e:r >> a e:Statement ; e:q [ e:of 1 ] . e:x e:sees e:r .",
           "e:r rdf:reifies <<( e:a e:p e:b )>>, <<( e:a e:p e:c )>>, e:other, \"text\" .",
           "e:r rdf:reifies <<( e:r e:p e:r )>> ; e:q e:r .",
           "e:r1 rdf:reifies <<( e:r2 e:p 1 )>> . e:r2 rdf:reifies <<( e:r1 e:p 1 )>> ; e:q 2 .",
           "e:r1 rdf:reifies <<( e:a e:p 1 )>> ; e:q e:r2 . e:r2 rdf:reifies <<( e:b e:p 1 )>> ; "
           "e:q e:r1 .",
           "e:a e:p << e:b e:q << e:c e:r e:d >> >> .",
           "e:r rdf:reifies <<( e:a e:p <<( e:b e:q _:z )>> )>> . _:z e:p e:r .",
           "e:r v:polarity w:denied ; rdf:reifies <<( e:a e:p 1 )>> . e:a e:p 1 .",
           "e:r v:alternative \"one\" ; v:known \"x\" ; v:graph e:g ; v:source e:g ; rdf:reifies "
           "<<( e:a e:p 1 )>> .",
           "<https://vouch.example/id/c_1> rdf:reifies <<( e:a e:p 1 )>> . "
           "<https://vouch.example/id/claim/c_2> rdf:reifies <<( e:a e:p 1 )>> . "
           "<https://vouch.example/id/claim/a%20b> rdf:reifies <<( e:a e:p 1 )>> . "
           "<https://vouch.example/id/claim/%> rdf:reifies <<( e:a e:p 1 )>> ."}) {
    expect_kept(std::string(kPrefixes) + text, rdf::Format::turtle);
  }
  for (const char* text : {
           "e:g { e:a e:p e:b ~ e:r {| e:q 1 |} }",
           "e:g { e:a e:p e:b {| e:q 1 |} } e:h { e:a e:p e:b }",
           "e:g { e:r rdf:reifies <<( e:a e:p 1 )>> } e:r rdf:reifies <<( e:a e:p 1 )>> ; e:q 2 .",
           "e:r rdf:reifies <<( e:a e:p 1 )>> . e:r { e:a e:p 2 . e:r e:q e:r }",
           "_:g { _:r rdf:reifies <<( _:a e:p _:g )>> . _:r e:q _:r }"}) {
    expect_kept(std::string(kPrefixes) + text, rdf::Format::trig);
  }
}

TEST(Reifiers, RandomDocumentsComeBackAsTheyWere) {
  std::mt19937 random(5);
  const auto pick = [&](std::size_t n) { return random() % n; };
  const auto node = [&] {
    return pick(3) == 0 ? "_:b" + std::to_string(pick(3)) : "<http://e/" + std::to_string(pick(5)) + ">";
  };
  const std::string reifies = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>";
  for (int round = 0; round < 40; ++round) {
    std::string document;
    const std::size_t lines = 2 + pick(14);
    for (std::size_t i = 0; i < lines; ++i) {
      const std::string triple = node() + " <http://e/p" + std::to_string(pick(2)) + "> " +
                                 (pick(3) == 0 ? "\"0" + std::to_string(pick(3)) + "\"" : node());
      document += pick(3) == 0 ? node() + " " + reifies + " <<( " + triple + " )>>" : triple;
      document += (pick(4) == 0 ? " " + node() : "") + " .\n";
    }
    expect_kept(document, rdf::Format::nquads);
  }
}

TEST(Reifiers, AClaimOfThatNameThatSaysSomethingElseIsRefused) {
  DocumentStore store;
  ASSERT_TRUE(store.load("relation likes (any -> any); entity a \"A\"; entity b \"B\";"
                         "claim a likes b (id c_7);",
                         "vq"));
  const std::string before = store.text(rdf::Format::nquads);
  EXPECT_FALSE(store.load(std::string(kPrefixes) +
                              "<https://vouch.example/id/c_7> rdf:reifies <<( e:a e:p 1 )>> .",
                          "ttl"));
  EXPECT_NE(store.said().error().find("E0316"), std::string::npos) << store.said().error();
  EXPECT_EQ(store.text(rdf::Format::nquads), before);
}

TEST(Reifiers, TypesOfANamedGraphAreKindsAndStayClaims) {
  DocumentStore store;
  ASSERT_TRUE(store.load(std::string(kPrefixes) + "e:g { e:a a e:K ; e:p 1 }", "trig"));
  EXPECT_EQ(store.rows("match ?x:e:K;"), "<http://e/a>|\n");
  EXPECT_EQ(store.rows("match ?x is_a e:K;"), "<http://e/a>|\n");
  EXPECT_EQ(store.rows("match ?x rdf:type e:K;"), "<http://e/a>|\n");
  EXPECT_EQ(store.report().added.claims, 2U);
  expect_kept(std::string(kPrefixes) + "e:g { e:a a e:K ; e:p 1 }", rdf::Format::trig);
}

}  // namespace
}  // namespace vouch::test
