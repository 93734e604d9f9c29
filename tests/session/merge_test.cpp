// merge and unmerge: two entities become one, and two again.
#include "engine/load/export_facts.hpp"
#include "storage/check.hpp"
#include "storage/merges.hpp"
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

constexpr const char* kTwoNames =
    "entity suiyuan : company \"Suiyuan\" also \"燧原\"@zh; entity enflame : company \"Enflame\";"
    "entity dtu : chip \"DTU\"; source paper { title \"P\", publisher suiyuan, published 2025 };";
constexpr const char* kSaid =
    "claim suiyuan designs dtu (id c_d, source paper, said_by suiyuan);"
    "claim enflame based_in china (id c_b); claim suiyuan based_in china (id c_c);"
    "claim nvidia rivals suiyuan (id c_r); claim h20 made_at_node 7 nm (id c_n, to suiyuan);";

class Merges : public SessionWorld {
 protected:
  void SetUp() override {
    SessionWorld::SetUp();
    ASSERT_EQ(load(kTwoNames).error(), "");
  }
  [[nodiscard]] std::string facts() {
    std::string out;
    load::export_facts(database_->store().snapshot(), std::size_t{1} << 20U,
                       [&](std::string_view piece) { out += piece; });
    return out;
  }
};

TEST_F(Merges, MakeOneOfTwo) {
  static_cast<void>(run(kSaid));
  EXPECT_EQ(run("merge suiyuan into enflame (source news);").messages.front(), "1 claim added");
  EXPECT_EQ(table(run("match ?x designs dtu;")), "enflame\n");
  EXPECT_EQ(table(run("match suiyuan designs ?x;")), "dtu\n");
  EXPECT_EQ(table(run("match [燧原] based_in ?x;")), "china\n");
  EXPECT_EQ(table(run("match enflame rivals ?x;")), "nvidia\n");
  EXPECT_EQ(table(run("match ?x:company based_in china return ?x;")), "enflame\n");
  EXPECT_EQ(table(run("match claim ?c = enflame based_in ?x return ?c order by id(?c);")),
            "c_b\nc_c\n");
  EXPECT_EQ(table(run("match claim ?c = ?s ?r ?o (to enflame) return ?c;")), "c_n\n");
  EXPECT_EQ(table(run("match claim ?c = ?s ?r ?o (said_by suiyuan) return ?c, ?s, speaker(?c);")),
            "c_d | enflame | enflame\n");
  EXPECT_EQ(table(run("match paper publisher ?x;")), "enflame\n");
  EXPECT_EQ(table(run("match enflame label ?x;")), "Enflame\n");
  EXPECT_EQ(table(run("match enflame alias ?x order by ?x;")), "Suiyuan\n燧原\n");
  EXPECT_EQ(table(run("search(\"suiyuan\") as ?x, ?score return ?x;")), "enflame\n");
  EXPECT_EQ(table(run("match ?x merged_into ?y;")), "suiyuan | enflame\n");
  EXPECT_EQ(table(run("for ?c in (c_d) match claim ?c = ?s ?r ?o return ?s;")), "enflame\n");
}

TEST_F(Merges, AreTakenBackWithoutATrace) {
  static_cast<void>(run(kSaid));
  const std::string all = "match ?s ?r ?o order by ?s, ?r, ?o;";
  const std::string before = table(run(all));
  const auto counted = counts();
  static_cast<void>(run("merge suiyuan into enflame (id c_m);"));
  EXPECT_NE(table(run(all)), before);
  EXPECT_EQ(run("unmerge suiyuan from enflame (known 2025-07);").messages.front(),
            "1 claim retracted");
  EXPECT_EQ(table(run(all)), before);
  EXPECT_EQ(table(run("match suiyuan label ?x;")), "Suiyuan\n");
  EXPECT_EQ(counts().triples, counted.triples + 1);  // when it was retracted
  EXPECT_EQ(table(run("match ?c retracted ?when;")), "c_m | 2025-07\n");
  EXPECT_EQ(codes(run("unmerge suiyuan from enflame;")), "E0340");
  static_cast<void>(run("merge suiyuan into enflame (id c_m);"));
  EXPECT_EQ(table(run("match ?x designs dtu;")), "enflame\n");
}

TEST_F(Merges, HoldForWhatIsSaidLaterToo) {
  ASSERT_EQ(load(std::string("merge suiyuan into enflame (id c_m);") + kSaid).error(), "");
  const std::string first = facts();
  SessionWorld::TearDown();
  database_ = Database::scratch();
  session_ = std::make_unique<Session>(*database_);
  session_->set_directory(directory_);
  ASSERT_EQ(load(kVocabulary).error(), "");
  ASSERT_EQ(load(kTwoNames).error(), "");
  ASSERT_EQ(load(std::string(kSaid) + "merge suiyuan into enflame (id c_m);").error(), "");
  EXPECT_EQ(facts(), first);
  EXPECT_EQ(table(run("match ?x designs dtu;")), "enflame\n");
  const auto before = counts();
  ASSERT_EQ(load(std::string(kSaid) + "merge suiyuan into enflame (id c_m);").error(), "");
  EXPECT_EQ(counts().triples, before.triples);
  EXPECT_EQ(counts().claims, before.claims);
}

TEST_F(Merges, KeepWhatWasSaid) {
  static_cast<void>(run(kSaid));
  static_cast<void>(run("merge suiyuan into enflame;"));
  EXPECT_NE(facts().find("claim suiyuan designs dtu (id c_d"), std::string::npos) << facts();
  EXPECT_NE(facts().find("entity suiyuan : company \"Suiyuan\" also \"燧原\"@zh;"),
            std::string::npos)
      << facts();
  EXPECT_NE(facts().find("publisher suiyuan"), std::string::npos);
  const std::string described = table(run("describe suiyuan;"));
  EXPECT_NE(described.find("said of suiyuan"), std::string::npos) << described;
}

TEST_F(Merges, BelowStatedAreKeptAndNotBelieved) {
  static_cast<void>(run(kSaid));
  static_cast<void>(run("merge suiyuan into enflame (certainty suspected, id c_m);"));
  EXPECT_EQ(table(run("match ?x designs dtu;")), "suiyuan\n");
  EXPECT_EQ(table(run("match claim ?c = ?x merged_into ?y return ?x, ?y;")), "suiyuan | enflame\n");
  const auto merges = storage::merge_claims(database_->store().snapshot());
  ASSERT_EQ(merges.size(), 1U);
  EXPECT_FALSE(merges.front().believed);
}

TEST_F(Merges, FollowChainsToTheirEnd) {
  static_cast<void>(run(kSaid));
  static_cast<void>(run("entity tencent : company; merge suiyuan into enflame;"
                        "merge enflame into tencent;"));
  EXPECT_EQ(table(run("match ?x designs dtu;")), "tencent\n");
  EXPECT_EQ(table(run("match ?x merged_into ?y order by ?x;")),
            "enflame | tencent\nsuiyuan | tencent\n");
  static_cast<void>(run("unmerge enflame from tencent;"));
  EXPECT_EQ(table(run("match ?x designs dtu;")), "enflame\n");
}

TEST_F(Merges, AreRefusedWhereTheyMakeNoSense) {
  static_cast<void>(run("entity tencent : company; entity thing;"
                        "merge suiyuan into enflame; merge enflame into tencent;"));
  const auto before = counts();
  Collected out = run("merge tencent into suiyuan;");
  EXPECT_EQ(codes(out), "E0341");
  EXPECT_NE(out.error().find("suiyuan → enflame → tencent → suiyuan"), std::string::npos)
      << out.error();
  EXPECT_EQ(codes(run("merge enflame into suiyuan (certainty suspected);")), "E0341");
  EXPECT_EQ(codes(run("merge enflame into enflame;")), "E0341");
  EXPECT_EQ(codes(run("merge nvidia into china;")), "E0341");
  EXPECT_EQ(codes(run("merge suiyuan into nvidia;")), "E0341");
  EXPECT_EQ(codes(run("merge paper into news;")), "E0341 E0341");
  EXPECT_EQ(codes(run("merge nvidia into nobody;")), "E0201");
  EXPECT_EQ(codes(run("merge nvidia into ?x;")), "E0315");
  EXPECT_EQ(codes(run("merge nvidia into smic (polarity denied);")), "E0315");
  EXPECT_EQ(codes(run("merge nvidia into smic (certainty sure);")), "E0317");
  EXPECT_EQ(codes(run("unmerge nvidia from smic;")), "E0340");
  EXPECT_EQ(codes(run("claim nvidia merged_into smic;")), "E0315");
  EXPECT_EQ(codes(load("merge tencent into suiyuan;")), "E0341");
  EXPECT_EQ(counts().version, before.version);
  // Nothing is said of its kind: why not.
  EXPECT_EQ(codes(run("merge thing into nvidia;")), "");
}

TEST_F(Merges, InATransactionAreSeenInsideAndNotOutside) {
  static_cast<void>(run(kSaid));
  Session other(*database_);
  const auto asked = [&] {
    Collected out;
    static_cast<void>(other.run_script(SourceText("other", "match ?x designs dtu;"), out));
    return table(out);
  };
  Collected out = run("begin; merge suiyuan into enflame; match ?x designs dtu; rollback;"
                      "match ?x designs dtu;");
  ASSERT_EQ(out.answers.size(), 2U);
  EXPECT_EQ(out.answers[0].rows.front().front().text, "enflame");
  EXPECT_EQ(out.answers[1].rows.front().front().text, "suiyuan");
  EXPECT_EQ(asked(), "suiyuan\n");
  static_cast<void>(run("begin; merge suiyuan into enflame; commit;"));
  EXPECT_EQ(asked(), "enflame\n");
}

TEST_F(Merges, ArePlainlyRefusedFromOtherWriters) {
  std::ofstream(directory_ / "same.nt")
      << "<https://vouch.example/id/suiyuan> <https://vouch.example/id/relation/merged_into> "
         "<https://vouch.example/id/enflame> .\n";
  EXPECT_EQ(codes(run("load \"same.nt\";")), "E0341");
}

}  // namespace
}  // namespace vouch::test
