// Blocks of claims in files: handled fact by fact, and the same as blocks of scripts, read whole.
#include <functional>
#include <random>

#include "engine/load/export_facts.hpp"
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

using Blocks = SessionWorld;

std::string exported(Database& database) {
  std::string out;
  load::export_facts(database.store().snapshot(), std::size_t{64} << 20U,
                     [&](std::string_view text) { out += text; });
  return out;
}

std::string place_of(const Diagnostic& problem) {
  const Position begin = problem.source->position(problem.span.begin);
  return problem.code + " " + std::to_string(begin.line) + ":" + std::to_string(begin.column);
}
std::string places(const Collected& out) {
  std::string text;
  for (const Diagnostic& problem : out.diagnostics) {
    text += (text.empty() ? "" : ", ") + place_of(problem);
  }
  return text;
}

class RandomBlock {
 public:
  explicit RandomBlock(unsigned seed) : random_(seed) {}

  std::string text() {
    std::string out = "claims" + blank() + "(source news" + one({"", ", certainty reported", ", said_by jensen"}) +
                      one({"", ", status planned", ", since 2024"}) + ")" + blank() + "{" + blank();
    const std::size_t facts = random_() % 12;
    for (std::size_t i = 0; i < facts; ++i) {
      out += fact();
      if (i + 1 < facts || random_() % 2 == 0) out += one({";", ";;", " ; # }; {\n;"});
      out += blank();
    }
    return out + "}" + blank() + ";\n";
  }

 private:
  std::string one(const std::vector<std::string>& of) { return of[random_() % of.size()]; }
  std::string blank() { return one({" ", "\n", " # a } and a ; { \"\n", "\t\n  "}); }
  std::string fact() {
    std::string out = one({"", "", "deny "});
    out += one({"nvidia designs h20", "smic designs [H100]", "nvidia based_in china", "h20 made_at_node ~4 nm",
                "[Nvidia Corp] rivals smic", "h20 designed_by nvidia", "nvidia founded 1993-04"});
    out += blank();
    const std::string label = std::to_string(random_() % 6);
    return out + one({"", "(locator \"p" + label + " };{\")", "(role \"\"\"a \";\n}\"\"\")", "(said_by none)",
                      "(said_by jensen > smic, until 2026)", "(id c_own_" + std::to_string(next_id_++) + ")"});
  }

  std::mt19937 random_;
  unsigned next_id_ = 0;
};

TEST_F(Blocks, MakeTheSameStoreInPartsAndWhole) {
  const std::string before = exported(*database_);
  for (unsigned seed = 0; seed < 120; ++seed) {
    const std::string text = RandomBlock(seed).text();
    const auto parts = Database::scratch();
    const auto whole = Database::scratch();
    Collected out;
    ASSERT_EQ(parts->load({file("v.vq", kVocabulary)}, {}, out, report_), Outcome::ok);
    ASSERT_EQ(whole->load({file("v.vq", kVocabulary)}, {}, out, report_), Outcome::ok);
    ASSERT_EQ(parts->load({file("f.vq", text)}, {}, out, report_), Outcome::ok) << out.error() << text;
    Session session(*whole);
    ASSERT_EQ(session.run_script(SourceText("f", text), out), Outcome::ok) << out.error() << text;
    const std::string made = exported(*parts);
    ASSERT_EQ(made, exported(*whole)) << text;
    ASSERT_TRUE(text.find("nvidia") == std::string::npos || made.size() > before.size());
  }
}

TEST_F(Blocks, EachMistakeHasItsPlaceAndTheRestIsChecked) {
  const auto before = counts();
  const Collected out = load(
      "claims (source news) {\n"
      "  nvidia designs h20; nvidia designs;\n"
      "  nvidia desings h20;\n"
      "  nvidia designs h20 (locator \"p1\";   deny nvidia\n"
      "     designs nothing\n"
      "};\n"
      "claim nvidia designs h21;\n");
  EXPECT_EQ(places(out), "E0101 2:37, E0203 3:10, E0104 4:35, E0201 5:14, E0201 7:22");
  EXPECT_EQ(out.diagnostics.front().source->name(), (directory_ / "facts.vq").string());
  EXPECT_EQ(out.diagnostics.front().source->line(2), "  nvidia designs h20; nvidia designs;");
  EXPECT_EQ(counts().version, before.version);
}

TEST_F(Blocks, BracesTooManyEndAtTheNextSemicolon) {
  EXPECT_EQ(places(load("claims (source news) { nvidia designs { h20; nvidia designs h21; };\n"
                        "claim nvidia designs h22;\n")),
            "E0101 1:39, E0201 1:61, E0201 2:22");
  EXPECT_EQ(places(load("claims (source news) { nvidia designs { h20; h100 }; nvidia designs h21; };\n")),
            "E0101 1:39, E0101 1:51, E0101 1:54, E0104 1:74");
}

TEST_F(Blocks, AWrongOpeningDoesNotHideTheRest) {
  EXPECT_EQ(places(load("claims (source nowhere) { nvidia designs h21; };")), "E0201 1:16, E0201 1:42");
  EXPECT_EQ(places(load("claims (source news {\n nvidia designs h21; };\nclaim nvidia designs h22;")),
            "E0104 1:21, E0201 2:17, E0201 3:22");
}

TEST_F(Blocks, ThatAreNotClosedAreOneMistake) {
  Collected out = load("kind x;\n  claims (source news) {\n nvidia designs h20;\n smic designs h20");
  EXPECT_EQ(places(out), "E0104 2:24");
  ASSERT_EQ(out.diagnostics.front().fixes.size(), 1U);
  const Diagnostic& first = out.diagnostics.front();
  EXPECT_EQ(first.fixes.front().text, " }");
  EXPECT_EQ(first.source->position(first.fixes.front().span.begin), (Position{4, 18}));
  out = load(
      "claims (source news) {\n  nvidia designs h20;\n  smic designs h20;\n\n"
      "entity amd : company;\nclaim amd designs h20;\nclaims (source news) { amd designs h100; };\nclaim a b c;");
  EXPECT_EQ(places(out), "E0104 1:22");
  const Diagnostic& problem = out.diagnostics.front();
  EXPECT_EQ(problem.notes, std::vector<std::string>{"the block ends before `entity` on line 5"});
  EXPECT_EQ(problem.source->position(problem.fixes.front().span.begin), (Position{3, 20}));
}

TEST_F(Blocks, AStringThatSwallowsTheEndIsTheMistake) {
  EXPECT_EQ(places(load("claims (source news) {\n nvidia designs h20;\n"
                        " nvidia designs h20 (locator \"\"\"p1\");\n};\nclaim nvidia designs h100;\n")),
            "E0102 3:30");
}

TEST_F(Blocks, ASemicolonIsWantedBehindThem) {
  const Collected out = load(
      "claims (source news) { nvidia designs h20; }\nentity amd : company;\n"
      "claims (source news) { amd designs h100 } # end\nclaims (source news) { amd designs h21 }");
  EXPECT_EQ(places(out), "E0101 2:1, E0101 4:1, E0201 4:36");
  EXPECT_EQ(out.diagnostics.front().message, "`;` is missing before `entity`");
  EXPECT_EQ(places(load("claims (source news) { nvidia designs h20; }};\nclaim nvidia designs h21;")),
            "E0104 1:45, E0201 2:22");
}

TEST_F(Blocks, FactsMayNameClaimsFurtherOn) {
  EXPECT_EQ(codes(load("claims (source news, certainty reported) {\n smic denies c_later;\n"
                       " nvidia denies c_far (id c_mid); smic denies c_mid;\n"
                       " nvidia designs h20 (id c_later);\n};\nclaim smic designs h100 (id c_far);\n")),
            "");
  EXPECT_EQ(report_.added.claims, 5U);
  EXPECT_EQ(table(run("match claim ?c = smic denies ?what where ?what = c_later return ?c.certainty, ?c.source;")),
            "reported | news\n");
  EXPECT_EQ(places(load("claims (source news) {\n nvidia designs h20;\n  smic denies c_never;\n};\n")), "E0201 3:15");
}

// What is shared and a fact's own do not go together: told of the fact, wherever it stands.
TEST_F(Blocks, TimesInTheWrongOrderAreToldOfTheFact) {
  EXPECT_EQ(places(load("claims (since 2025) {\n nvidia designs h20;\n  nvidia designs h100 (until 2024);\n};")),
            "E0314 3:3");
}

TEST_F(Blocks, OfManyThousandClaimsAreLoaded) {
  std::string text = "claims (source news) {\n";
  for (int i = 0; i < 20'000; ++i) text += "nvidia designs h20 (locator \"" + std::to_string(i) + "\");\n";
  EXPECT_EQ(codes(load(text + "};\n")), "");
  EXPECT_EQ(report_.added.claims, 20'000U);
  EXPECT_EQ(places(load(text + "nvidia designs h21 };\n")), "E0201 20002:16");
  EXPECT_EQ(places(load(text)), "E0104 1:22");
}

}  // namespace
}  // namespace vouch::test
