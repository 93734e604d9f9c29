// Declarations: kinds, relations, units, entities, sources, prefixes.
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

using Declarations = SessionWorld;

TEST_F(Declarations, TheSameTwiceChangesNothing) {
  const auto before = counts();
  const Collected out = load(kVocabulary);
  EXPECT_EQ(out.error(), "");
  EXPECT_EQ(counts().triples, before.triples);
  EXPECT_EQ(counts().names, before.names);
  EXPECT_EQ(counts().version, before.version);
}

TEST_F(Declarations, AKindStandsUnderAllThatIsAboveIt) {
  EXPECT_EQ(table(run("match ?x is_a product order by id(?x);")), "h100\nh20\n");
  static_cast<void>(run("kind gpu under chip; entity b200 : gpu \"B200\";"));
  EXPECT_EQ(table(run("match ?x is_a product order by id(?x);")), "b200\nh100\nh20\n");
}

TEST_F(Declarations, AKindCanGetMoreAboveIt) {
  static_cast<void>(run("kind thing; kind product under thing;"));
  EXPECT_EQ(table(run("match ?x is_a thing order by id(?x);")), "h100\nh20\n");
}

TEST_F(Declarations, KindsDoNotStandAboveThemselves) {
  EXPECT_EQ(codes(run("kind product under chip;")), "E0312");
  EXPECT_EQ(codes(run("kind product under product;")), "E0312");
  EXPECT_EQ(codes(run("kind x under nothing;")), "E0204");
}

TEST_F(Declarations, ARelationWithClaimsKeepsItsMeaning) {
  EXPECT_EQ(codes(run("relation designs (company -> chip) inverse designed_by;")), "");
  EXPECT_EQ(codes(run("relation designs (company -> product) inverse designed_by;")), "");
  static_cast<void>(run("claim nvidia designs h20;"));
  EXPECT_EQ(codes(run("relation designs (company -> place) inverse designed_by;")), "E0311");
  EXPECT_EQ(codes(run("relation designs (company -> product);")), "");
  EXPECT_EQ(codes(run("relation source (claim -> company);")), "E0311");
}

TEST_F(Declarations, InversesDoNotClash) {
  EXPECT_EQ(codes(run("relation makes (company -> product) inverse designed_by;")), "E0313");
  EXPECT_EQ(codes(run("relation designs (company -> product) inverse drawn_by;")), "E0313");
  EXPECT_EQ(codes(run("relation near (place -> place) symmetric inverse near_to;")), "E0313");
  EXPECT_EQ(codes(run("relation designed_by (company -> product);")), "E0311");
}

TEST_F(Declarations, OppositesLearnOfEachOther) {
  const Collected out = load(
      "relation restricts (company -> product) opposite permits;"
      "relation permits (company -> product) opposite restricts;");
  EXPECT_EQ(out.error(), "");
  const std::string shown = table(run("show relations;"));
  EXPECT_NE(shown.find("opposite permits"), std::string::npos) << shown;
  EXPECT_NE(shown.find("opposite restricts"), std::string::npos) << shown;
  EXPECT_EQ(codes(load("relation one (company -> product) opposite nothing;")), "E0203");
}

TEST_F(Declarations, UnitsConvertAsDeclared) {
  EXPECT_EQ(codes(run("unit wspm = 1 wafers/month \"starts\";")), "E0207");
  EXPECT_EQ(codes(run("unit dozen = 12 units;")), "");
  EXPECT_EQ(table(run("3 dozen = 36 units;")), "true\n");
  EXPECT_EQ(codes(run("unit dozen = 13 units;")), "E0311");
  EXPECT_EQ(codes(run("unit nm = 2 m;")), "E0311");
  EXPECT_EQ(codes(run("unit few = 3..4 units;")), "E0301");
}

TEST_F(Declarations, EntitiesAreFoundByEveryName) {
  EXPECT_EQ(table(run("match ?x is_a company where ?x = [英伟达];")), "nvidia\n");
  static_cast<void>(run("entity nvidia : company \"NVIDIA Inc\";"));
  EXPECT_EQ(table(run("label(nvidia);")), "Nvidia\n");
  EXPECT_EQ(table(run("match ?x is_a company where ?x = [nvidia inc];")), "nvidia\n");
  EXPECT_EQ(codes(run("entity x : nothing;")), "E0204");
  EXPECT_EQ(codes(run("entity x : date;")), "E0301");
}

TEST_F(Declarations, AnEntityMayHaveSeveralKinds) {
  static_cast<void>(run("entity arm : company, product \"Arm\";"));
  EXPECT_EQ(codes(run("claim arm designs arm;")), "");
}

TEST_F(Declarations, SourcesHaveFields) {
  EXPECT_EQ(table(run("match ?s title ?t and publisher ?p and published ?d;")),
            "news | A report | nvidia | 2025-06\n");
  EXPECT_EQ(codes(run("source s { titel \"x\" };")), "E0209");
  EXPECT_EQ(codes(run("source s { published \"soon\" };")), "E0301");
  EXPECT_EQ(codes(run("source s { published 2025, sha256 \"abc\" };")), "E0206");
  EXPECT_EQ(codes(run("source news { published 2024 };")), "E0311");
  EXPECT_EQ(codes(run("source s { published 2025, publisher nobody };")), "E0201");
  EXPECT_EQ(table(run("show sources;")), "news | A report | nvidia | 2025-06 | 0\n");
}

TEST_F(Declarations, ASourceHasADateOrSaysThatItHasNone) {
  const auto before = counts();
  EXPECT_EQ(codes(run("source undated { title \"x\" };")), "E0343");
  EXPECT_EQ(codes(run("source undated;")), "E0343");
  EXPECT_EQ(codes(load("source undated { title \"x\" };")), "E0343");
  EXPECT_EQ(counts().version, before.version);
  EXPECT_EQ(run("source undated { title \"x\", published none };").diagnostics.size(), 0U);
  EXPECT_EQ(codes(run("source undated { published 2025 };")), "");
  EXPECT_EQ(codes(run("source undated { url \"http://x/\" };")), "");
  EXPECT_EQ(table(run("match undated published ?d;")), "2025\n");
}

TEST_F(Declarations, ASourceFromAFileKnowsItsChecksum) {
  file("report.txt", "hello\n");
  EXPECT_EQ(codes(run("source r from \"report.txt\" { published 2025 };")), "");
  EXPECT_EQ(table(run("match r sha256 ?x and document ?d;")),
            "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03 | report.txt\n");
  EXPECT_EQ(codes(run("source q from \"nothing.txt\" { published 2025 };")), "E0327");
  session_->set_safe(true);
  EXPECT_EQ(codes(run("source q from \"report.txt\" { published 2025 };")), "E0324");
}

TEST_F(Declarations, PrefixesAreKept) {
  EXPECT_EQ(codes(run("prefix ex: <https://example.org/>; entity ex:thing : product \"A thing\";")),
            "");
  EXPECT_EQ(table(run("match ?x is_a product where ?x = ex:thing;")),
            "<https://example.org/thing>\n");
  EXPECT_EQ(codes(run("prefix ex: <https://other.org/>;")), "E0311");
  EXPECT_EQ(codes(run("entity no:thing;")), "E0205");
}

}  // namespace
}  // namespace vouch::test
