// The program as people call it: exit statuses, flags, pipes.
#include <gtest/gtest.h>

#include <string>

#include "tests/shell/program.hpp"

namespace vouch::test {
namespace {

std::string store() {
  return SmallStore::shared().path();
}
Said query(const std::string& text, const std::string& flags = "") {
  return run("$VOUCH query " + flags + " " + store() + " '" + text + "'");
}

constexpr const char* kThree = "match ?who designs ?chip order by ?who;";
constexpr const char* kNone = "match nvidia designs ascend, ?x designs ascend;";

TEST(CommandLine, LoadsAndAnswers) {
  ASSERT_EQ(SmallStore::shared().made().status, 0) << SmallStore::shared().made().err;
  const Said said = query(kThree);
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.out, "who\tchip\namd\tmi300\nhuawei\tascend\nnvidia\th20\n");
}

TEST(CommandLine, NoRowsIsSuccessUnlessAsked) {
  EXPECT_EQ(query(kNone).status, 0);
  EXPECT_EQ(query(kNone, "-e").status, 1);
  EXPECT_EQ(query(kThree, "-e").status, 0);
}

TEST(CommandLine, WhyThereIsNoRowIsToldBesideTheAnswer) {
  const Said said = query(kNone);
  EXPECT_EQ(said.out, "x\n");
  EXPECT_NE(said.err.find("0 rows"), std::string::npos) << said.err;
}

TEST(CommandLine, WrongUsageIsTwo) {
  for (const char* wrong :
       {"--no-such-flag", "query", "query a b c d", "-m nonsense", "--timeout soon x",
        "--color blue", "qery a b", "dump", "--max-rows many", "help E9999"}) {
    const Said said = run(std::string("$VOUCH ") + wrong);
    EXPECT_EQ(said.status, 2) << wrong << "\n" << said.err;
    EXPECT_EQ(said.out, "") << wrong;
    EXPECT_NE(said.err, "") << wrong;
  }
}

TEST(CommandLine, MistypedCommandGetsASuggestion) {
  const Said said = run("$VOUCH qery a b");
  EXPECT_NE(said.err.find("did you mean `query`?"), std::string::npos) << said.err;
}

TEST(CommandLine, RejectedStatementIsThree) {
  const Said broken = query("match ?x desgns;");
  EXPECT_EQ(broken.status, 3);
  EXPECT_NE(broken.err.find("<query>:1:"), std::string::npos) << broken.err;
  const Said unknown = query("match ?x desgns ?y;");
  EXPECT_EQ(unknown.status, 3);
  EXPECT_NE(unknown.err.find("designs"), std::string::npos) << unknown.err;
  EXPECT_EQ(unknown.out, "");
}

TEST(CommandLine, FailedExpectationIsThreeAndSaysSo) {
  const Said said =
      run("echo 'match ?x designs ?y expect none;' | $VOUCH run --store " + store() + " -");
  EXPECT_EQ(said.status, 3);
  EXPECT_NE(said.err.find("expect"), std::string::npos) << said.err;
}

TEST(CommandLine, MissingStoreIsFour) {
  const Said said = run("$VOUCH query /nonexistent/x.vouch '1;'");
  EXPECT_EQ(said.status, 4);
  EXPECT_NE(said.err.find("/nonexistent/x.vouch"), std::string::npos) << said.err;
  EXPECT_EQ(run("$VOUCH run /nonexistent.vq").status, 4);
  EXPECT_EQ(run("$VOUCH load $(mktemp -u) /nonexistent.vq").status, 4);
}

TEST(CommandLine, AskingMakesNoStore) {
  const TempDirectory directory;
  const std::string path = directory.path() / "new.vouch";
  EXPECT_EQ(run("$VOUCH query " + path + " '1;'").status, 4);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(CommandLine, TimeLimitIsFive) {
  const Said said = query(
      "match ?a _ ?b, ?c _ ?d, ?e _ ?f, ?g _ ?h, ?i _ ?j, ?k _ ?l, ?m _ ?n, ?o _ ?p, ?q _ ?r, ?s _ "
      "?t, "
      "?u _ ?v, ?w _ ?x, ?y _ ?z, ?a1 _ ?b1, ?c1 _ ?d1, ?e1 _ ?f1, ?g1 _ ?h1, ?i1 _ ?j1 "
      "return count(*) as ?n;",
      "--timeout 300ms");
  EXPECT_EQ(said.status, 5) << said.err;
  EXPECT_NE(said.err.find("time limit"), std::string::npos) << said.err;
}

TEST(CommandLine, InterruptedIs130) {
  const Said said =
      run("$VOUCH query " + store() +
          " 'match ?a _ ?b, ?c _ ?d, ?e _ ?f, ?g _ ?h, ?i _ ?j, ?k _ ?l, ?m _ ?n, ?o _ ?p, ?q _ "
          "?r, ?s _ ?t, "
          "?u _ ?v, ?w _ ?x, ?y _ ?z, ?a1 _ ?b1, ?c1 _ ?d1, ?e1 _ ?f1, ?g1 _ ?h1, ?i1 _ ?j1 "
          "return count(*) as ?n;' & pid=$!; sleep 1; kill -INT $pid; wait $pid");
  EXPECT_EQ(said.status, 130) << said.err;
}

TEST(CommandLine, FlagsCountInAnyOrder) {
  const std::string text = " '" + std::string(kThree) + "' ";
  for (const std::string& line :
       {"$VOUCH -m csv query " + store() + text, "$VOUCH query -m csv " + store() + text,
        "$VOUCH query " + store() + " -m csv" + text, "$VOUCH query " + store() + text + " -m csv",
        "$VOUCH query " + store() + text + " --mode=csv"}) {
    const Said said = run(line);
    EXPECT_EQ(said.status, 0) << line << said.err;
    EXPECT_EQ(said.out, "who,chip\namd,mi300\nhuawei,ascend\nnvidia,h20\n") << line;
  }
}

TEST(CommandLine, ParametersAreValuesNotText) {
  const Said said = run("$VOUCH query " + store() +
                        " 'match $who designs ?chip;' --param who=nvidia --param n=3");
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.out, "chip\nh20\n");
  const Said text = run("$VOUCH query " + store() + " 'echo $t;' --param 't=\"nvidia; x\"'");
  EXPECT_EQ(text.out, "nvidia; x\n") << text.err;
}

TEST(CommandLine, MaxRowsCutsTheAnswer) {
  EXPECT_EQ(query(kThree, "--max-rows 1").out, "who\tchip\namd\tmi300\n");
}

TEST(CommandLine, ProblemsComeAsTextShortOrJson) {
  const Said brief = query("match ?x desgns ?y;", "--errors short");
  EXPECT_TRUE(brief.err.starts_with("<query>:1:10: E0203: ")) << brief.err;
  const Said json = query("match ?x desgns ?y;", "--errors json");
  EXPECT_TRUE(json.err.starts_with("{\"code\":\"E0203\",\"severity\":\"error\"")) << json.err;
  EXPECT_EQ(std::count(json.err.begin(), json.err.end(), '\n'), 1);
}

TEST(CommandLine, ColourFollowsTheFlagAndTheEnvironment) {
  const std::string bad = " query " + store() + " 'match ?x desgns ?y;'";
  EXPECT_EQ(run("$VOUCH" + bad).err.find('\x1b'), std::string::npos);
  EXPECT_NE(run("$VOUCH --color always" + bad).err.find('\x1b'), std::string::npos);
  EXPECT_NE(run("CLICOLOR_FORCE=1 TERM=xterm $VOUCH" + bad).err.find('\x1b'), std::string::npos);
  EXPECT_EQ(run("NO_COLOR=1 CLICOLOR_FORCE=1 $VOUCH" + bad).err.find('\x1b'), std::string::npos);
}

TEST(CommandLine, ReadOnlyRefusesChanges) {
  const Said said = run("$VOUCH --readonly query " + store() + " 'claim amd designs h20;'");
  EXPECT_EQ(said.status, 3) << said.err;
}

TEST(CommandLine, SafeRefusesFiles) {
  const Said said = run("echo 'load \"/etc/passwd\";' | $VOUCH --safe run -");
  EXPECT_EQ(said.status, 3) << said.err;
  const Said dot = run("echo '.read /etc/passwd' | $VOUCH --safe run -");
  EXPECT_EQ(dot.status, 3) << dot.err;
  EXPECT_NE(dot.err.find("--safe"), std::string::npos) << dot.err;
}

TEST(CommandLine, ClosedPipeEndsQuietly) {
  const Said said =
      run("{ $VOUCH query " + store() +
          " 'match ?a _ ?b, ?c _ ?d, ?e _ ?f, ?g _ ?h;' --errors short; echo $? >&2; } | head -n 1");
  EXPECT_EQ(said.out, "a\tb\tc\td\te\tf\tg\th\n");
  EXPECT_TRUE(said.err.ends_with("\n0\n")) << said.err;
  EXPECT_EQ(said.err.find("E0610"), std::string::npos) << said.err;
}

TEST(CommandLine, FullDeviceIsFourWithAMessage) {
  for (const char* line :
       {"$VOUCH query STORE 'match ?x designs ?y;' >/dev/full", "$VOUCH --version >/dev/full",
        "$VOUCH stats STORE >/dev/full", "$VOUCH --help >/dev/full"}) {
    std::string command = line;
    if (const auto at = command.find("STORE"); at != std::string::npos)
      command.replace(at, 5, store());
    const Said said = run(command);
    EXPECT_EQ(said.status, 4) << line;
    EXPECT_NE(said.err.find("No space left"), std::string::npos) << line << said.err;
  }
}

TEST(CommandLine, ScriptsRunByThemselves) {
  const TempDirectory directory;
  const auto script = directory.path() / "s.vq";
  std::ofstream(script) << "#!/usr/bin/env -S vouch run\necho \"hello\", 1 + 2;\n";
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  const Said said = run("PATH=$(dirname $VOUCH):$PATH " + script.string());
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(said.out, "hello 3\n");
}

TEST(CommandLine, AShellWithoutATerminalRunsWhatItReads) {
  const Said said = run(
      "printf 'match ?x desgns ?y;\\n.mode csv\\nmatch ?x designs h20;\\n' | $VOUCH " + store());
  EXPECT_EQ(said.status, 3);
  EXPECT_EQ(said.out, "x\nnvidia\n");
}

TEST(CommandLine, AScriptStopsAtItsFirstFailureUnlessToldOtherwise) {
  const std::string script = "printf 'match ?x desgns ?y;\\nmatch ?x designs h20;\\n'";
  EXPECT_EQ(run(script + " | $VOUCH run --store " + store() + " -").out, "");
  const Said said = run(script + " | $VOUCH run -k --store " + store() + " -");
  EXPECT_EQ(said.out, "x\nnvidia\n");
  EXPECT_EQ(said.status, 3);
}

TEST(CommandLine, WarningsFailOnlyWhenDenied) {
  const std::string cross = "match ?a designs ?b, ?c designs ?d return count(*) as ?n;";
  const Said said = query(cross);
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_NE(said.err.find("warning[W0401]"), std::string::npos) << said.err;
  EXPECT_EQ(query(cross, "--deny-warnings").status, 3);
}

TEST(CommandLine, StatsCheckDumpExplain) {
  EXPECT_NE(run("$VOUCH stats " + store()).out.find("claims\t3\n"), std::string::npos);
  const Said check = run("$VOUCH check " + store());
  EXPECT_EQ(check.status, 0) << check.err;
  EXPECT_NE(check.err.find("sound"), std::string::npos);
  const Said dump = run("$VOUCH dump " + store() + " nonsense");
  EXPECT_EQ(dump.status, 2);
  EXPECT_NE(dump.err.find("tables: "), std::string::npos);
  const Said explain = run("$VOUCH explain " + store() + " 'match ?x designs ?y;'");
  EXPECT_EQ(explain.status, 0) << explain.err;
  EXPECT_NE(explain.out, "");
}

TEST(CommandLine, HelpNamesTheExitStatuses) {
  const Said said = run("$VOUCH --help");
  EXPECT_EQ(said.status, 0);
  EXPECT_NE(said.out.find("130"), std::string::npos);
  EXPECT_EQ(run("$VOUCH help E0203").status, 0);
  EXPECT_NE(run("$VOUCH help match").out.find("Examples"), std::string::npos);
}

TEST(CommandLine, AFileIsNoStore) {
  const Said said = run("$VOUCH " + (SmallStore::shared().directory() / "facts.vq").string());
  EXPECT_EQ(said.status, 4);
  EXPECT_NE(said.err.find("vouch run"), std::string::npos) << said.err;
}

TEST(CommandLine, RunSaysWhereTheStoreGoes) {
  const Said said = run("echo '1;' > here.vq; $VOUCH run " + store() + " here.vq; rc=$?; rm here.vq; exit $rc");
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.out, "");
  EXPECT_EQ(said.err, "error[E0001]: " + store() + " is a store, not a script\n  = write `vouch run --store " +
                          store() + " here.vq`\n");
  EXPECT_EQ(run("$VOUCH run " + SmallStore::shared().directory().string()).status, 4);
}

// The stores are data files that programs of the formats 2 and 3 made.
TEST(CommandLine, UpgradeIsAskedForDoneAndDoneOnce) {
  for (const std::string format : {"2", "3"}) {
    const TempDirectory directory;
    const std::string old = (directory.path() / "old.vouch").string();
    ASSERT_EQ(run("mkdir " + old + " && gunzip -c " VOUCH_SOURCE_DIR "/tests/storage/format" + format +
                  ".mdb.gz > " + old + "/data.mdb")
                  .status,
              0);
    const std::string ask = "$VOUCH query " + old + " 'match claim ?c = ?s ?r ?o return ?c order by ?c;'";
    const Said refused = run(ask);
    EXPECT_EQ(refused.status, 4);
    EXPECT_EQ(refused.out, "");
    EXPECT_NE(refused.err.find("error[E0602]"), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find("vouch upgrade"), std::string::npos) << refused.err;
    const Said done = run("$VOUCH upgrade " + old);
    EXPECT_EQ(done.status, 0) << done.err;
    EXPECT_EQ(done.out + done.err, old + " is of this program's format now\n");
    EXPECT_EQ(run("$VOUCH upgrade " + old).err, old + " is of this program's format already\n");
    // Of the six claims two are retracted, one is denied and one a branch of an alternative.
    EXPECT_EQ(run(ask).out, "c\nc_0002\nc_0005\n");
    EXPECT_EQ(run("$VOUCH check " + old).status, 0);
  }
}

TEST(CommandLine, UpgradeOfWhatIsNoStoreOrDamagedChangesNothing) {
  const TempDirectory directory;
  const std::string old = (directory.path() / "old.vouch").string();
  EXPECT_EQ(run("$VOUCH upgrade " + old).status, 4);
  EXPECT_FALSE(std::filesystem::exists(old));
  EXPECT_EQ(run("$VOUCH upgrade").status, 2);
  // Cut in the middle of its pages.
  ASSERT_EQ(run("mkdir " + old + " && gunzip -c " VOUCH_SOURCE_DIR "/tests/storage/format3.mdb.gz | head -c 20000 > " +
                old + "/data.mdb")
                .status,
            0);
  const std::string before = file_text(old + "/data.mdb");
  const Said said = run("$VOUCH upgrade " + old);
  EXPECT_EQ(said.status, 4) << said.err;
  EXPECT_TRUE(said.err.starts_with("error[E06")) << said.err;
  EXPECT_EQ(file_text(old + "/data.mdb").substr(0, 20000), before);
}

TEST(CommandLine, ANumberIsTheSameInEveryLocale) {
  const Said said = run("LC_ALL=de_DE.UTF-8 $VOUCH query " + store() + " '7.5 / 2;'");
  EXPECT_NE(said.out.find("3.75"), std::string::npos) << said.out << said.err;
}

}  // namespace
}  // namespace vouch::test
