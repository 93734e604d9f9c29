// rename: another id, and all that was said follows.
#include "engine/load/export_facts.hpp"
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

using Renames = SessionWorld;

TEST_F(Renames, TakeAllThatIsSaidAlong) {
  static_cast<void>(run("claim nvidia designs h20 (said_by nvidia); claim smic rivals nvidia;"));
  EXPECT_EQ(run("rename nvidia to nv_corp;").messages.front(), "nvidia is nv_corp now");
  EXPECT_EQ(table(run("match ?x designs h20;")), "nv_corp\n");
  EXPECT_EQ(table(run("match nv_corp rivals ?x;")), "smic\n");
  EXPECT_EQ(table(run("match claim ?c = ?s designs ?o (said_by ?who) return ?who;")), "nv_corp\n");
  EXPECT_EQ(table(run("match news publisher ?x;")), "nv_corp\n");
  EXPECT_EQ(table(run("match [Nvidia] designs ?x;")), "h20\n");
  EXPECT_EQ(table(run("match [nv corp] designs ?x;")), "h20\n");
  EXPECT_EQ(table(run("match nv_corp former_id ?x;")), "nvidia\n");
}

TEST_F(Renames, LeaveTheOldIdFreeAndFindable) {
  static_cast<void>(run("rename h20 to hopper20;"));
  EXPECT_EQ(table(run("match [h20] label ?x;")), "H20\n");
  const Collected unknown = run("claim nvidia designs h20;");
  EXPECT_EQ(codes(unknown), "E0201");
  EXPECT_NE(unknown.error().find("hopper20"), std::string::npos) << unknown.error();
  const Collected declared = load("entity h20 : chip;");
  EXPECT_EQ(declared.error(), "");
  ASSERT_EQ(declared.diagnostics.size(), 1U);
  EXPECT_EQ(declared.diagnostics.front().code, "W0407");
  EXPECT_EQ(table(run("match h20 is_a chip return 1 as ?n;")), "1\n");
  EXPECT_EQ(table(run("match h20 label ?x;")), "");
}

TEST_F(Renames, KeepTheIdsOfClaims) {
  const std::string said = "claim nvidia designs h20 (source news);";
  static_cast<void>(run(said));
  const std::string id = table(run("match claim ?c = ?s designs ?o return ?c;"));
  static_cast<void>(run("rename nvidia to nv; rename nv to nvda;"));
  EXPECT_EQ(table(run("match claim ?c = ?s designs ?o return ?c;")), id);
  // The same file with the new id says nothing new.
  EXPECT_EQ(run("claim nvda designs h20 (source news);").messages.front(),
            "0 claims added, 1 already there");
  EXPECT_EQ(table(run("match nvda former_id ?x;")), "nvidia\n");
  EXPECT_EQ(table(run("match [nv] designs ?x;")), "h20\n");
  static_cast<void>(run("rename nvda to nvidia;"));
  EXPECT_EQ(table(run("match nvidia former_id ?x;")), "");
  EXPECT_EQ(run(said).messages.front(), "0 claims added, 1 already there");
}

TEST_F(Renames, AreRefusedWhereTheIdIsTaken) {
  static_cast<void>(run("claim nvidia designs h20 (id c_one);"));
  const auto before = counts();
  const Collected taken = run("rename nvidia to smic;");
  EXPECT_EQ(codes(taken), "E0342");
  ASSERT_EQ(taken.diagnostics.front().notes.size(), 1U);
  EXPECT_NE(taken.diagnostics.front().notes.front().find("merge nvidia into smic"),
            std::string::npos);
  EXPECT_EQ(codes(run("rename nvidia to nvidia;")), "E0342");
  EXPECT_EQ(codes(run("rename nvidia to c_one;")), "E0342");
  EXPECT_EQ(codes(run("rename c_one to c_two;")), "E0342");
  EXPECT_EQ(codes(run("rename nobody to somebody;")), "E0201");
  EXPECT_EQ(codes(run("rename chip to wafer;")), "E0201");
  EXPECT_EQ(codes(run("rename ?x to somebody;")), "E0315");
  EXPECT_EQ(counts().version, before.version);
}

TEST_F(Renames, InATransactionAreRolledBack) {
  const Collected out = run("begin; rename nvidia to nv; match nv is_a company return 1 as ?n;"
                            "rollback; match nvidia is_a company return 1 as ?n;");
  EXPECT_EQ(codes(out), "");
  EXPECT_EQ(table(out, 0), "1\n");
  EXPECT_EQ(table(out, 1), "1\n");
  EXPECT_EQ(codes(run("describe nv;")), "E0201");
}

TEST_F(Renames, OfManyTermsRewriteTheirBlocks) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "entity e" + std::to_string(i) + " : company;";
  ASSERT_EQ(load(text).error(), "");
  std::string renames = "begin;";
  for (int i = 0; i < 300; i += 3) {
    renames += "rename e" + std::to_string(i) + " to " + std::string(200, 'x') + std::to_string(i) + ";";
  }
  EXPECT_EQ(codes(run(renames + "commit;")), "");
  EXPECT_EQ(table(run("match ?x:company return count(*) as ?n;")), "302\n");
  EXPECT_EQ(table(run("match " + std::string(200, 'x') + "297 former_id ?x;")), "e297\n");
  EXPECT_EQ(codes(run("describe e4;")), "");
}

TEST_F(Renames, InAFileHoldForWhatFollows) {
  ASSERT_EQ(load("claim nvidia designs h20; rename nvidia to nv; claim nv designs h100;").error(), "");
  EXPECT_EQ(table(run("match nv designs ?x order by id(?x);")), "h100\nh20\n");
}

}  // namespace
}  // namespace vouch::test
