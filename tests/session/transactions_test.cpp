// begin, commit, rollback.
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

using Transactions = SessionWorld;

TEST_F(Transactions, LaterStatementsSeeEarlierOnes) {
  const Collected out =
      run("begin; entity amd : company \"AMD\"; claim amd designs h20;"
          "match ?x designs h20; commit;");
  EXPECT_EQ(out.error(), "");
  EXPECT_EQ(table(out), "amd\n");
  EXPECT_EQ(table(run("match ?x designs h20;")), "amd\n");
}

TEST_F(Transactions, RollbackDropsAll) {
  const auto before = counts();
  const Collected out = run("begin; claim nvidia designs h20; rollback; match ?x designs h20;");
  EXPECT_EQ(table(out), "");
  EXPECT_EQ(counts().version, before.version);
  EXPECT_EQ(counts().claims, before.claims);
}

TEST_F(Transactions, AnErrorLeavesItOpenAndSaysSo) {
  Collected out =
      run("begin; claim nvidia designs h20; claim nvidia designs nothing;"
          "claim nvidia designs h100; commit;",
          true);
  EXPECT_EQ(codes(out), "E0201");
  ASSERT_GE(out.messages.size(), 3U);
  EXPECT_EQ(out.messages[2], "the transaction is still open, as it was before this statement");
  EXPECT_EQ(table(run("match nvidia designs ?p order by id(?p);")), "h100\nh20\n");
}

TEST_F(Transactions, ABadBlockLeavesNothingOfItself) {
  static_cast<void>(run(
      "begin; claims (certainty stated) { nvidia designs h20; nvidia designs nothing; }; commit;",
      true));
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "");
}

TEST_F(Transactions, AreNotNestedAndNotMissing) {
  EXPECT_EQ(codes(run("begin; begin; rollback;", true)), "E0322");
  EXPECT_EQ(codes(run("commit;")), "E0322");
  EXPECT_EQ(codes(run("rollback;")), "E0322");
}

TEST_F(Transactions, AScriptThatEndsInsideOneIsRolledBack) {
  const auto before = counts();
  const Collected out = run("begin; claim nvidia designs h20;");
  EXPECT_EQ(last_, Outcome::rejected);
  EXPECT_FALSE(session_->in_transaction());
  EXPECT_EQ(out.messages.back(), "the script ended inside a transaction: it was rolled back");
  EXPECT_EQ(counts().version, before.version);
}

TEST_F(Transactions, AFailedLoadLeavesOnlyRollback) {
  file("bad.vq", "claim nvidia designs h20; claim nvidia designs nothing;");
  const Collected out =
      run("begin; claim nvidia designs h100; load \"bad.vq\"; commit; rollback;", true);
  EXPECT_EQ(codes(out), "E0201 E0322");
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "");
}

TEST_F(Transactions, ReadOnlySessionsWriteNothing) {
  session_->set_read_only(true);
  EXPECT_EQ(codes(run("claim nvidia designs h20;")), "E0323");
  EXPECT_EQ(codes(run("begin;")), "E0323");
  EXPECT_EQ(codes(run("load \"x.vq\";")), "E0323");
  EXPECT_EQ(codes(run("match ?x is_a company;")), "");
}

}  // namespace
}  // namespace vouch::test
