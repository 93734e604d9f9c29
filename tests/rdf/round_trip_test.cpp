// A store, exported and loaded into an empty one, is the same store.
#include <algorithm>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "base/error.hpp"
#include "tests/support/rdf_store.hpp"

namespace vouch::test {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = VOUCH_SOURCE_DIR;

std::string all_said(const Collected& said) {
  std::string out = said.texts;
  for (const CollectedAnswer& answer : said.answers) {
    for (const std::string& column : answer.columns) out += column + "\t";
    out += "\n";
    for (const Row& row : answer.rows) {
      for (const Cell& cell : row) out += cell.text + "\t";
      out += "\n";
    }
    for (const std::string& note : answer.footer.notes) out += note + "\n";
  }
  for (const std::string& message : said.messages) out += message + "\n";
  for (const Diagnostic& problem : said.diagnostics) out += problem.code + problem.message + "\n";
  return out;
}

// Of the names table: what is found by which spelling, and which one is the label.
std::string names_of(Database& database) {
  std::multiset<std::string> lines;
  const storage::Snapshot snapshot = database.store().snapshot();
  snapshot.each_name([&](const storage::NameMatch& name) {
    lines.insert(name.spelling + " " + snapshot.display_name(name.id) + (name.label ? " label" : ""));
    return true;
  });
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

std::string catalog_of(Database& database) {
  const storage::Snapshot snapshot = database.store().snapshot();
  const storage::Catalog& catalog = snapshot.catalog();
  const auto names = [&](const std::vector<storage::TermId>& ids) {
    std::string out = " (";
    for (const storage::TermId id : ids) out += id.bound() ? snapshot.display_name(id) + " " : "- ";
    return out + ")";
  };
  std::string out;
  for (const auto& kind : catalog.kinds)
    out += "kind " + kind.name + names(kind.under) + kind.meaning + "\n";
  for (const auto& relation : catalog.relations) {
    out += "relation " + relation.name + names(relation.domain) + names(relation.range) +
           names({relation.inverse, relation.inverse_of}) + names(relation.functional_per) +
           names(relation.under) + names(relation.exclusive_with) + names(relation.opposite) +
           (relation.functional ? "functional " : "") + (relation.transitive ? "transitive " : "") +
           (relation.symmetric ? "symmetric " : "") + relation.meaning + "\n";
  }
  for (const auto& unit : catalog.units)
    out += "unit " + unit.name + " " + unit.factor.to_string() + " " + unit.dimension + unit.meaning + "\n";
  for (const auto& [name, iri] : catalog.prefixes) out += "prefix " + name + " " + iri + "\n";
  return out + "sources" + names(catalog.sources);
}

void expect_same(DocumentStore& one, DocumentStore& other, const std::string& what) {
  EXPECT_EQ(names_of(one.database()), names_of(other.database())) << what;
  EXPECT_EQ(catalog_of(one.database()), catalog_of(other.database())) << what;
  const auto a = one.database().store().snapshot().counts();
  const auto b = other.database().store().snapshot().counts();
  EXPECT_EQ(a.claims, b.claims) << what;
  EXPECT_EQ(a.triples, b.triples) << what;
  EXPECT_EQ(a.names, b.names) << what;
  for (const auto format : {rdf::Format::nquads, rdf::Format::trig})
    EXPECT_EQ(one.text(format), other.text(format)) << what;
}

// Claims under a row stand in the order in which they were loaded, which is another: words are compared.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; in >> word;) words.push_back(word);
  std::sort(words.begin(), words.end());
  return words;
}
void expect_same_answer(const std::string& story, const std::string& one, const std::string& other,
                        const std::string& where) {
  const bool shows_claims = story.find("cite") != std::string::npos ||
                            story.find("why ") != std::string::npos;
  if (!shows_claims) {
    EXPECT_EQ(one, other) << where;
  } else {
    EXPECT_EQ(words_of(one), words_of(other)) << where;
  }
}

TEST(RoundTrip, TheFactsComeBackAndAnswerAllStories) {
  DocumentStore facts;
  Collected said;
  LoadReport report;
  ASSERT_EQ(facts.database().load({kRoot / "facts"}, {}, said, report), Outcome::ok);
  for (const auto format : {rdf::Format::nquads, rdf::Format::turtle, rdf::Format::trig}) {
    DocumentStore back;
    ASSERT_TRUE(back.load(facts.text(format), std::string(rdf::name_of(format))))
        << back.said().error();
    expect_same(facts, back, std::string(rdf::name_of(format)));
    if (format != rdf::Format::trig) continue;
    for (const auto& entry : fs::directory_iterator(kRoot / "queries")) {
      if (entry.path().extension() != ".vq") continue;
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      expect_same_answer(text.str(), all_said(facts.run(text.str())),
                         all_said(back.run(text.str())), entry.path().string());
    }
    // The facts are there already: loading them adds nothing.
    ASSERT_EQ(back.database().load({kRoot / "facts"}, {}, said, report), Outcome::ok);
    EXPECT_EQ(report.added.claims, 0U);
  }
}

// Facts with everything that the language can say.
class RandomFacts {
 public:
  explicit RandomFacts(unsigned seed) : random_(seed) {}

  std::string text(bool merges = true) {
    std::string out =
        "prefix ex: <http://ex/>; unit widgets \"pieces\"; unit wpm = 1 widgets/month \"a rate\";"
          "kind thing \"a \\\"thing\\\"\"; kind part under thing; kind part2 under part, thing;"
          "kind <http://ex/Kind>; kind unused;"
          "relation likes (any -> any) inverse liked_by \"likes\";"
          "relation near (thing | part -> thing | any) symmetric transitive;"
          "relation has_size (any -> quantity | number) functional per (since, to);"
          "relation to (claim -> any); relation note (claim -> text);"
          "relation hates (any -> any) exclusive with likes under near;"
          "relation <http://ex/rel> (any -> any) opposite hates;"
          "relation weighs (source -> quantity);";
    for (int i = 0; i < 3; ++i) out += source(i);
    for (int i = 0; i < 6; ++i) out += entity(i);
    const std::size_t claims = 1 + pick(12);
    for (std::size_t i = 0; i < claims; ++i) out += claim(i);
    for (std::size_t i = 0; i < claims; ++i) {
      if (pick(6) == 0) out += "retract claim c_n" + std::to_string(i) + retracted_at() + ";";
    }
    for (int i = 0; i < 6 && merges; ++i) out += merge(i);
    return out;
  }

  // What happens to such facts later, one statement after the other.
  std::string changes() {
    std::string out;
    for (int i = 0; i < 12; ++i) {
      const std::string claim = "retract claim c_n" + std::to_string(i);
      if (pick(3) == 0) out += claim + retracted_at() + ";";
    }
    for (int i = 0; i < 5; ++i) {
      if (pick(4) == 0) out += "unmerge e" + std::to_string(i) + " from e" + std::to_string(i + 1) + ";";
      if (pick(4) == 0) out += "rename e" + std::to_string(i) + " to f" + std::to_string(i) + ";";
      if (pick(6) == 0) out += "rename f" + std::to_string(i) + " to <http://ex/g" + std::to_string(i) + ">;";
    }
    if (pick(4) == 0) out += "rename s0 to t0;";
    return out;
  }

 private:
  std::size_t pick(std::size_t n) { return random_() % n; }
  template <std::size_t N>
  std::string one(const char* const (&list)[N]) { return list[pick(N)]; }

  std::string retracted_at() { return one({"", "", " (known 2025-07)", " (known none)"}); }
  // Into later ones only: no circle.
  std::string merge(int i) {
    if (i == 5 || pick(4) != 0) return {};
    const auto into = static_cast<std::size_t>(i) + 1 + pick(5 - static_cast<std::size_t>(i));
    return "merge e" + std::to_string(i) + " into e" + std::to_string(into) +
           one({"", " (certainty suspected)", " (source s1, said_by e3)", " (known 2024)"}) + ";";
  }

  std::string source(int i) {
    std::string out = "source s" + std::to_string(i) + " { title \"Title " + std::to_string(i) + "\"";
    if (pick(2) == 0) out += ", published " + one({"2024-05", "~2025-Q3", "2024-01-02", "2023"});
    else out += ", published none";
    if (pick(3) == 0) out += ", publisher e1, publisher e2";
    if (pick(3) == 0) out += ", url \"http://x/?a=b\", language \"en\"";
    if (pick(3) == 0) out += ", author \"Ada\", basis \"guessed\"";
    if (pick(3) == 0) out += ", weighs 3 kg";
    if (i > 0 && pick(3) == 0) out += ", copy_of s0";
    return out + " };";
  }
  std::string entity(int i) {
    std::string out = "entity e" + std::to_string(i);
    out += one({"", " : thing", " : part2", " : part, <http://ex/Kind>"});
    if (pick(2) == 0) out += " \"Label " + std::to_string(pick(3)) + "\"";
    if (pick(3) == 0) out += one({" also \"Other\"", " also \"別\"@zh, \"Z\", \"A\""});
    return out + ";";
  }
  std::string node(std::size_t before) {
    if (before > 0 && pick(5) == 0) return "c_n" + std::to_string(pick(before));
    return "e" + std::to_string(pick(6));
  }
  std::string claim(std::size_t i) {
    std::string out = pick(6) == 0 ? "deny " : "claim ";
    const std::size_t form = pick(4);
    if (form == 0) {
      out += "e" + std::to_string(pick(6)) + " has_size " +
             one({"7 nm", "1", "2.5", "~3..4 widgets", "..5 wpm", "1e6", "2_000 GB", "3 TB", "-4 kg",
                  "50 %", "0.1 widgets", "1.5 billion USD"});
    } else if (form == 1) {
      out += node(i) + " <http://ex/rel> " +
             one({"\"text\"", "\"文\"@zh", "\"x\"^^<http://ex/t>", "true", "2024-05-06", "2025-Q3",
                  "~2024-01..2024-06", "..2025-03", "2024-05-06T07:08:09+02:00", "\"a\\n\\\"b\""});
    } else {
      out += node(i) + one({" likes ", " hates ", " liked_by "}) + node(i);
    }
    out += " (id c_n" + std::to_string(i);
    if (pick(2) == 0) out += ", source s" + std::to_string(pick(3)) + ", locator \"p1\", span 3..9";
    if (pick(3) == 0) out += ", certainty " + one({"stated", "reported", "opinion"});
    if (pick(3) == 0) out += ", status " + one({"actual", "planned", "forecast"});
    if (pick(3) == 0) out += one({", said_by e1", ", said_by e1 > e2", ", said_by e1 > e2 > e1, said_by e3"});
    if (pick(4) == 0) out += ", alternative " + one({"x", "y"});
    if (pick(3) == 0) out += one({", during 2024", ", since 2024-02, until 2024-03", ", since ~2020"});
    if (pick(4) == 0) out += one({", known 2023-04", ", known 2023-04-05T06:07:08Z"});
    if (pick(4) == 0) out += ", to " + node(i);
    if (pick(4) == 0) out += ", note \"why\", quantity ~5 widgets";
    return out + ");";
  }

  std::mt19937 random_;
};

// Loads facts, changes them, and says some of them again: those that were retracted are said once more.
// What does not fit (a claim that is not there, an id that is taken) is refused and changes nothing.
void live_through(DocumentStore& store, RandomFacts facts, std::string& text) {
  text = facts.text();
  ASSERT_TRUE(store.load(text, "vq")) << store.said().error() << "\n" << text;
  for (int round = 0; round < 2; ++round) {
    const std::string changes = facts.changes();
    text += "\n" + changes;
    Session session(store.database());
    Collected ignored;
    static_cast<void>(session.run_script(SourceText("changes", changes), ignored, true));
    if (round == 0) static_cast<void>(store.load(text.substr(0, text.find("retract claim")), "vq"));
  }
  EXPECT_EQ(store.findings(), "") << text;
}

TEST(RoundTrip, RandomFactsComeBackInEveryFormat) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::string text;
    DocumentStore first;
    live_through(first, RandomFacts(seed), text);
    if (testing::Test::HasFatalFailure()) return;
    for (const auto format : {rdf::Format::nquads, rdf::Format::turtle, rdf::Format::trig}) {
      DocumentStore back;
      ASSERT_TRUE(back.load(first.text(format), std::string(rdf::name_of(format))))
          << back.said().error() << text;
      expect_same(first, back, text);
    }
  }
}

TEST(RoundTrip, FactsAreAFixedPointOfTheirExport) {
  const auto check = [](DocumentStore& first, const std::string& what) {
    DocumentStore back;
    const std::string text = exported_facts(first.database());
    ASSERT_TRUE(back.load(text, "vq")) << back.said().error() << "\n" << text;
    EXPECT_EQ(exported_facts(back.database()), text) << what;
    EXPECT_EQ(names_of(first.database()), names_of(back.database())) << what;
    EXPECT_EQ(catalog_of(first.database()), catalog_of(back.database())) << what;
    // All but the times of loading.
    const auto graph = [](DocumentStore& store) {
      std::istringstream lines(store.text(rdf::Format::nquads));
      std::string out;
      for (std::string line; std::getline(lines, line);) {
        if (line.find("schema/loaded_at>") == std::string::npos) out += line + "\n";
      }
      return out;
    };
    EXPECT_EQ(graph(first), graph(back)) << what;
  };
  for (unsigned seed = 200; seed < 260; ++seed) {
    std::string text;
    DocumentStore first;
    live_through(first, RandomFacts(seed), text);
    check(first, text);
    if (testing::Test::HasFatalFailure()) return;
  }
  DocumentStore facts, back;
  Collected said;
  LoadReport report;
  ASSERT_EQ(facts.database().load({kRoot / "facts"}, {}, said, report), Outcome::ok);
  check(facts, "facts/");
  ASSERT_TRUE(back.load(exported_facts(facts.database()), "vq"));
  for (const auto& entry : fs::directory_iterator(kRoot / "queries")) {
    if (entry.path().extension() != ".vq") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    expect_same_answer(text.str(), all_said(facts.run(text.str())), all_said(back.run(text.str())),
                       entry.path().string());
  }
}

// Facts of two names for one thing, merged, answer as the same facts that use one name.
TEST(RoundTrip, AMergedStoreAnswersAsIfOneNameHadBeenUsed) {
  constexpr const char* kQuestions[] = {
      "match ?s ?r ?o order by ?s, ?r, ?o;",
      "match ?x is_a ?kind order by ?x, ?kind;",
      "match claim ?c = ?s ?r ?o order by ?c, ?r, ?s, ?o;",
      "match claim ?c = ?s ?r ?o (polarity denied) order by ?c, ?r, ?s, ?o;",
      "match claim ?c = e3 ?r ?o order by ?c, ?r, ?o;",
      "match claim ?c = ?s ?r e3 order by ?c, ?r, ?s;",
      "match ?c to ?x order by ?c, ?x;",
      "match claim ?c = ?s ?r ?o (said_by e3) return ?c, speaker(?c), chain(?c) order by ?c;",
      "match claim ?c = ?s ?r ?o (said_by e3 > e2) return ?c order by ?c;",
      "match ?x publisher ?y order by ?x, ?y;",
      "match ?x near ?y and ?y likes ?z order by ?x, ?y, ?z;",
      "match ?x likes+ ?y order by ?x, ?y;",
      "for ?c in (c_n0) match claim ?c = ?s ?r ?o (polarity any) return ?s, ?r, ?o;",
  };
  for (unsigned seed = 300; seed < 340; ++seed) {
    const std::string text = RandomFacts(seed).text(false);
    const std::string one = std::regex_replace(text, std::regex("\\be[01]\\b"), "e3");
    DocumentStore merged;
    DocumentStore written;
    ASSERT_TRUE(merged.load("merge e1 into e0;" + text, "vq")) << merged.said().error();
    ASSERT_EQ(merged.run("merge e0 into e3;").error(), "");
    ASSERT_TRUE(written.load(one, "vq")) << written.said().error() << one;
    EXPECT_EQ(merged.findings(), "") << text;
    for (const char* question : kQuestions) {
      EXPECT_EQ(merged.rows(question), written.rows(question)) << question << "\n" << text;
      if (HasFailure()) return;
    }
  }
}

TEST(RoundTrip, WhatFactsCannotSayIsRefusedByName) {
  for (const char* document :
       {"<http://e/a> <http://e/p> 1 .", "<http://e/a> a <http://e/K> ; <http://e/p> 042 .",
        "<< <http://e/a> <http://e/p> 1 >> <http://e/q> 2 .", "_:a a <http://e/K> ."}) {
    DocumentStore store;
    ASSERT_TRUE(store.load(document, "ttl"));
    try {
      static_cast<void>(exported_facts(store.database()));
      ADD_FAILURE() << document;
    } catch (const StorageError& error) {
      EXPECT_EQ(error.code(), "E0814") << document;
    }
  }
}

// Facts of the language, triples and graphs of RDF, all in one store.
TEST(RoundTrip, MixedStoresComeBack) {
  for (unsigned seed = 100; seed < 110; ++seed) {
    const std::string facts = RandomFacts(seed).text();
    DocumentStore first, back;
    ASSERT_TRUE(first.load(facts, "vq")) << first.said().error();
    ASSERT_TRUE(first.load(
        "PREFIX v: <https://vouch.example/id/> PREFIX e: <http://e/>\n"
        "v:e1 v:relation\\/likes v:e2 ; e:p 042 , 42 ~ e:r {| e:q 1 |} . e:g { v:e1 e:p v:e2 , 07 ; a "
        "e:K }",
        "trig"))
        << first.said().error();
    ASSERT_TRUE(back.load(first.text(rdf::Format::trig), "trig")) << back.said().error();
    expect_same(first, back, facts);
  }
}

}  // namespace
}  // namespace vouch::test
