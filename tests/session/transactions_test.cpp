// begin, commit, rollback.
#include "parser/parse.hpp"
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

class Transactions : public SessionWorld {
 protected:
  // One after the other, as at the prompt: an open transaction stays open.
  Collected statement(const std::string& text) {
    Collected out;
    type(text, out);
    return out;
  }
  void type(const std::string& text, Output& output) {
    const SourceText source("<prompt>", text);
    for (const ast::Statement& one : parser::parse_script(source).script.statements)
      last_ = session_->run(one, source, output);
  }
};

// Ctrl-C at the first sign of progress.
class Interrupting : public Collected {
 public:
  explicit Interrupting(Session& session) : session_(session) {}
  void progress(std::uint64_t /*done*/, std::uint64_t /*total*/) override { session_.cancel(); }

 private:
  Session& session_;
};

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

TEST_F(Transactions, OthersReadTheStateBeforeUntilTheCommit) {
  Session other(*database_);
  const auto asked = [&] {
    Collected out;
    static_cast<void>(
        other.run_script(SourceText("other", "match ?x designs ?p order by id(?p);"), out));
    return table(out);
  };
  static_cast<void>(run("claim nvidia designs h20 (id c_one);"));
  EXPECT_EQ(codes(statement("begin;")), "");
  EXPECT_EQ(codes(statement("retract claim c_one;")), "");
  EXPECT_EQ(codes(statement("claim smic designs h100;")), "");
  EXPECT_EQ(codes(statement("rename nvidia to nv;")), "");
  EXPECT_EQ(codes(statement("merge nv into smic;")), "");
  EXPECT_EQ(table(statement("match ?x designs ?p;")), "smic | h100\n");
  EXPECT_EQ(asked(), "nvidia | h20\n");
  EXPECT_EQ(codes(statement("commit;")), "");
  EXPECT_EQ(asked(), "smic | h100\n");
}

TEST_F(Transactions, InterruptedInTheMiddleOfWritingCanOnlyBeRolledBack) {
  std::string claims;
  for (int i = 0; i < 2000; ++i) claims += "claim nvidia designs h20 (role \"" + std::to_string(i) + "\");";
  file("many.vq", claims);
  EXPECT_EQ(codes(statement("begin; claim nvidia designs h100;")), "");
  Interrupting out(*session_);
  type("load \"many.vq\";", out);
  EXPECT_EQ(codes(out), "E0501");
  EXPECT_EQ(last_, Outcome::interrupted);
  EXPECT_TRUE(session_->in_transaction());
  EXPECT_EQ(codes(statement("commit;")), "E0322");
  EXPECT_EQ(codes(statement("claim nvidia designs h20;")), "E0322");
  EXPECT_EQ(codes(statement("rollback;")), "");
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "");
  EXPECT_EQ(codes(statement("begin; claim nvidia designs h20; commit;")), "");
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "h20\n");
}

TEST_F(Transactions, AWrongChangeLeavesItAsItWas) {
  const Collected out =
      run("begin; claim nvidia designs h20 (id c_one); retract claim c_one, c_nine;"
          "merge nvidia into china; rename nvidia to smic; unmerge nvidia from smic; commit;",
          true);
  EXPECT_EQ(codes(out), "E0201 E0341 E0342 E0340");
  EXPECT_EQ(table(run("match nvidia designs ?p;")), "h20\n");
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
