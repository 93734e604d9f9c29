// retract: what it takes back, when, and what it refuses.
#include "storage/check.hpp"
#include "storage/claim_history.hpp"
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

class Retractions : public SessionWorld {
 protected:
  [[nodiscard]] storage::ClaimHistory history(const std::string& claim) {
    const storage::Snapshot snapshot = database_->store().snapshot();
    return storage::history_of(snapshot, snapshot.claim_named(claim).value());
  }
  [[nodiscard]] bool retracted(const std::string& claim) {
    const storage::Snapshot snapshot = database_->store().snapshot();
    return snapshot.claim(snapshot.claim_named(claim).value())->retracted;
  }
};

TEST_F(Retractions, KeepTheirTime) {
  static_cast<void>(run("claim nvidia designs h20 (id c_one); retract claim c_one (known 2025-07);"));
  EXPECT_EQ(table(run("match ?c retracted ?when;")), "c_one | 2025-07\n");
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "");
  EXPECT_TRUE(retracted("c_one"));
}

TEST_F(Retractions, AreOfNowUnlessSaidOtherwise) {
  static_cast<void>(run("claim nvidia designs h20 (id c_one); retract claim c_one;"));
  EXPECT_EQ(table(run("match ?c retracted ?when where year(?when) > 2000 return ?c;")), "c_one\n");
}

TEST_F(Retractions, OfAClaimThatIsSaidAgainAreKept) {
  static_cast<void>(run("claim nvidia designs h20 (id c_one); retract claim c_one (known 2025-07);"));
  EXPECT_EQ(run("claim nvidia designs h20 (id c_one);").messages.front(), "1 claim added");
  EXPECT_FALSE(retracted("c_one"));
  EXPECT_EQ(history("c_one").retracted.size(), 1U);
  EXPECT_EQ(history("c_one").restored.size(), 1U);
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "h20\n");
  EXPECT_EQ(counts().claims, 1U);
  static_cast<void>(run("retract claim c_one;"));
  EXPECT_TRUE(retracted("c_one"));
  EXPECT_EQ(history("c_one").retracted.size(), 2U);
}

TEST_F(Retractions, TakeAnUnambiguousBeginning) {
  static_cast<void>(run("claim nvidia designs h20 (id c_12345); claim nvidia designs h100 (id c_12399);"
                        "claim smic based_in china (id c_99);"));
  EXPECT_EQ(run("retract claim c_12345;").messages.front(), "1 claim retracted");
  const Collected several = run("retract claim c_1239;");
  EXPECT_EQ(several.messages.front(), "1 claim retracted");
  EXPECT_EQ(codes(run("retract claim c_123;")), "E0202");
}

TEST_F(Retractions, OfWhatIsNotThereNameTheNearest) {
  static_cast<void>(run("claim nvidia designs h20 (id c_12345);"));
  const Collected out = run("retract claim c_12399;");
  EXPECT_EQ(codes(out), "E0201");
  ASSERT_EQ(out.diagnostics.front().fixes.size(), 1U);
  EXPECT_EQ(out.diagnostics.front().fixes.front().text, "c_12345");
  EXPECT_EQ(codes(run("retract claim nvidia;")), "E0315");
}

TEST_F(Retractions, AreNotRepeated) {
  static_cast<void>(run("claim nvidia designs h20 (id c_one); claim smic based_in china (id c_two);"
                        "retract claim c_one;"));
  const auto before = counts();
  EXPECT_EQ(codes(run("retract claim c_one;")), "E0340");
  EXPECT_EQ(codes(run("retract claim c_two, c_one;")), "E0340");
  EXPECT_EQ(codes(run("retract claim c_two, c_two;")), "E0340");
  EXPECT_EQ(counts().version, before.version);
  EXPECT_FALSE(retracted("c_two"));
}

TEST_F(Retractions, StateATimeAndNothingElse) {
  static_cast<void>(run("claim nvidia designs h20 (id c_one);"));
  EXPECT_EQ(codes(run("retract claim c_one (certainty stated);")), "E0315");
  EXPECT_EQ(codes(run("retract claim c_one (known 7 nm);")), "E0301");
  EXPECT_EQ(codes(run("retract claim c_one (known ?x);")), "E0301");
  EXPECT_EQ(codes(run("retract claim c_one (known 2024, known 2025);")), "E0315");
  EXPECT_FALSE(retracted("c_one"));
}

TEST_F(Retractions, InAFileAddNothingTheSecondTime) {
  const std::string text =
      "claims (source news) { nvidia designs h20; nvidia designs h100 (id c_one); };"
      "retract claim c_one, c_two; claim smic based_in china (id c_two, source news);";
  ASSERT_EQ(load(text).error(), "");
  EXPECT_TRUE(retracted("c_one"));
  EXPECT_TRUE(retracted("c_two"));
  const auto before = counts();
  ASSERT_EQ(load(text).error(), "");
  EXPECT_EQ(counts().triples, before.triples);
  EXPECT_TRUE(retracted("c_one"));
  ASSERT_EQ(load("retract claim c_one;").error(), "");
  EXPECT_EQ(counts().version, before.version);
  EXPECT_EQ(codes(load("retract claim c_nine;")), "E0201");
}

TEST_F(Retractions, TogetherWithSayingAgainAreNothingInATransaction) {
  const std::string said = "claim nvidia designs h20 (id c_one, source news);";
  static_cast<void>(run(said));
  const auto before = counts();
  static_cast<void>(run("begin; retract claim c_one;" + said + "commit;"));
  EXPECT_EQ(counts().triples, before.triples);
  EXPECT_TRUE(history("c_one").empty());
  static_cast<void>(run("begin; retract claim c_one;" + said + "retract claim c_one; commit;"));
  EXPECT_EQ(history("c_one").retracted.size(), 1U);
  EXPECT_TRUE(history("c_one").restored.empty());
  EXPECT_TRUE(retracted("c_one"));
}

TEST_F(Retractions, AreWrittenIntoTheClaimsOfAFile) {
  ASSERT_EQ(load("claim nvidia designs h20 (id c_one, retracted 2025-01, restored 2025-02,"
                 "                          retracted 2025-03);"
                 "claim nvidia designs h100 (id c_two, retracted 2025-01, restored 2025-02);")
                .error(),
            "");
  EXPECT_TRUE(retracted("c_one"));
  EXPECT_FALSE(retracted("c_two"));
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "h100\n");
  // What is known already adds nothing; what is new counts.
  const auto before = counts();
  ASSERT_EQ(load("claim nvidia designs h100 (id c_two, retracted 2025-01);").error(), "");
  EXPECT_EQ(counts().version, before.version);
  ASSERT_EQ(load("claim nvidia designs h100 (id c_two, retracted 2025-04);").error(), "");
  EXPECT_TRUE(retracted("c_two"));
}

}  // namespace
}  // namespace vouch::test
