// Scripts: parameters, includes, echo, checks, expectations, exports, settings.
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

class Scripts : public SessionWorld {
 protected:
  void SetUp() override {
    SessionWorld::SetUp();
    static_cast<void>(
        run("claim nvidia designs h20; claim nvidia designs h100;"
            "claim nvidia based_in taiwan; claim smic based_in china;"
            "claim h20 made_at_node 4 nm;"));
  }
};

TEST_F(Scripts, AParameterHasADefault) {
  EXPECT_EQ(table(run("param $where = china; match ?x based_in $where;")), "smic\n");
}

TEST_F(Scripts, AValueFromOutsideWins) {
  EXPECT_TRUE(session_->set_parameter_text("where", "taiwan").empty());
  EXPECT_EQ(table(run("param $where = china; match ?x based_in $where;")), "nvidia\n");
}

TEST_F(Scripts, ParametersFromOutsideAreTyped) {
  EXPECT_TRUE(session_->set_parameter_text("node", "5 nm").empty());
  EXPECT_TRUE(session_->set_parameter_text("name", "it's; text").empty());
  EXPECT_TRUE(session_->set_parameter_text("day", "2025-06").empty());
  EXPECT_EQ(table(run("match ?c made_at_node ?n where ?n <= $node return ?c, $name, $day;")),
            "h20 | it's; text | 2025-06\n");
  EXPECT_FALSE(session_->set_parameter_text("bad", "chnia").empty());
}

TEST_F(Scripts, AParameterWithoutValueIsAnError) {
  EXPECT_EQ(codes(run("param $x;")), "E0208");
  EXPECT_EQ(codes(run("match ?x based_in $nowhere;")), "E0208");
}

TEST_F(Scripts, EchoPrintsValues) {
  EXPECT_EQ(run("param $c = china; echo \"in\", $c, 1 + 2;").texts, "in china 3\n");
}

TEST_F(Scripts, ALoneExpressionIsAnAnswer) {
  EXPECT_EQ(table(run("7 * 6;")), "42\n");
  EXPECT_EQ(table(run("exists { nvidia designs h20 };")), "true\n");
}

TEST_F(Scripts, IncludesAreRelativeToTheIncludingFile) {
  file("lib/one.vq", "include \"two.vq\"; echo \"one\";");
  file("lib/two.vq", "echo \"two\";");
  EXPECT_EQ(run("include \"lib/one.vq\"; echo \"end\";").texts, "two\none\nend\n");
}

TEST_F(Scripts, AnIncludeCycleIsNamed) {
  file("a.vq", "include \"b.vq\";");
  file("b.vq", "include \"a.vq\";");
  const Collected out = run("include \"a.vq\";");
  EXPECT_EQ(codes(out), "E0325");
  EXPECT_NE(out.error().find("a.vq → b.vq → a.vq"), std::string::npos) << out.error();
  EXPECT_EQ(codes(run("include \"absent.vq\";")), "E0327");
}

TEST_F(Scripts, IncludesHaveADepth) {
  for (int i = 0; i < 40; ++i) {
    file("d" + std::to_string(i) + ".vq", "include \"d" + std::to_string(i + 1) + ".vq\";");
  }
  EXPECT_EQ(codes(run("include \"d0.vq\";")), "E0326");
}

TEST_F(Scripts, ChecksGoOnAndTell) {
  const Collected out =
      run("check \"none\" none match ?x designs china;"
          "check \"two\" 2 rows match nvidia designs ?x;"
          "check \"wrong\" none match nvidia designs ?x;"
          "check \"range\" 3.. rows match nvidia designs ?x; echo \"end\";");
  EXPECT_EQ(last_, Outcome::expectation_failed);
  EXPECT_EQ(codes(out), "E0701 E0701");
  EXPECT_EQ(out.error(), "E0701 wrong: expected none, found 2 rows");
  for (const Diagnostic& problem : out.diagnostics) {
    if (problem.code == "E0701" && problem.message.starts_with("wrong")) {
      EXPECT_EQ(problem.notes.size(), 2U);
    }
  }
  EXPECT_EQ(out.texts, "end\n");
  EXPECT_TRUE(out.answers.empty());
}

TEST_F(Scripts, ExpectationsShowTheAnswerToo) {
  const Collected out =
      run("match nvidia designs ?x expect 1..2 rows;"
          "match nvidia designs ?x expect none;"
          "describe smic expect some; 1 + 1 expect 1 rows;");
  EXPECT_EQ(out.answers.size(), 4U);
  EXPECT_EQ(codes(out), "E0701");
}

TEST_F(Scripts, ExportsCanBeComparedWith) {
  const std::string query = "match nvidia designs ?x return ?x order by id(?x)";
  EXPECT_EQ(run("export \"out.csv\" " + query + ";").messages.front(), "2 rows written to out.csv");
  EXPECT_EQ(read("out.csv"), "x\nh100\nh20\n");
  EXPECT_EQ(codes(run(query + " expect same as \"out.csv\";")), "");
  EXPECT_EQ(codes(run("check \"same\" same as \"out.csv\" " + query + ";")), "");
  const Collected other = run("match smic based_in ?x return ?x expect same as \"out.csv\";");
  EXPECT_EQ(codes(other), "E0701");
  EXPECT_EQ(other.diagnostics.front().notes.at(0), "they part at line 2");
  EXPECT_EQ(codes(run(query + " expect same as \"absent.csv\";")), "E0327");
}

TEST_F(Scripts, ExportsTakeTheirFormatFromTheEnding) {
  static_cast<void>(
      run("export \"o.json\" match ?c made_at_node ?n return ?c, ?n;"
          "export \"o.jsonl\" match ?c made_at_node ?n return ?c, ?n;"
          "export \"o.tsv\" match ?c made_at_node ?n return ?c, ?n;"
          "export \"o.md\" match ?c made_at_node ?n return ?c, ?n;"));
  EXPECT_EQ(read("o.json"), "[\n  {\"c\":\"h20\",\"n\":{\"value\":4,\"unit\":\"nm\"}}\n]\n");
  EXPECT_EQ(read("o.jsonl"), "{\"c\":\"h20\",\"n\":{\"value\":4,\"unit\":\"nm\"}}\n");
  EXPECT_EQ(read("o.tsv"), "c\tn\nh20\t4 nm\n");
  EXPECT_EQ(read("o.md"), "| c | n |\n| --- | --- |\n| h20 | 4 nm |\n");
  EXPECT_EQ(codes(run("export \"o.xls\" match ?c made_at_node ?n;")), "E0328");
}

TEST_F(Scripts, ExportsOverwriteFilesButFollowNoLinks) {
  file("o.csv", "old");
  EXPECT_EQ(codes(run("export \"o.csv\" match nvidia based_in ?x;")), "");
  EXPECT_EQ(read("o.csv"), "x\ntaiwan\n");
  file("target.csv", "mine");
  std::filesystem::create_symlink(directory_ / "target.csv", directory_ / "link.csv");
  EXPECT_EQ(codes(run("export \"link.csv\" match nvidia based_in ?x;")), "E0328");
  EXPECT_EQ(read("target.csv"), "mine");
}

TEST_F(Scripts, AFailedExportLeavesTheOldFile) {
  file("o.csv", "old");
  EXPECT_EQ(codes(run("export \"o.csv\" match nvidia based_in nothing;")), "E0201");
  EXPECT_EQ(read("o.csv"), "old");
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(directory_))
    ++files;
  EXPECT_EQ(files, 2U);  // facts.vq of the set-up and o.csv
}

TEST_F(Scripts, SafeSessionsTouchNoFiles) {
  session_->set_safe(true);
  EXPECT_EQ(codes(run("export \"o.csv\" match nvidia based_in ?x;")), "E0324");
  EXPECT_EQ(codes(run("include \"o.vq\";")), "E0324");
  EXPECT_EQ(codes(run("load \"o.vq\";")), "E0324");
  EXPECT_EQ(codes(run("match nvidia based_in ?x expect same as \"o.csv\";")), "E0324");
}

TEST_F(Scripts, SettingsAreAClosedList) {
  EXPECT_EQ(codes(run("set timeout 30 s; set memory 2 GiB; set memory 500 MB; set today 2025-09-15;"
                      "set join hash; set batch_rows 3; set passes_off all; set passes_off none;")),
            "");
  EXPECT_EQ(session_->settings().timeout_ms, 30'000);
  EXPECT_EQ(session_->settings().memory_bytes, 500'000'000U);
  EXPECT_EQ(session_->settings().batch_rows, 3U);
  EXPECT_EQ(table(run("today();")), "2025-09-15\n");
  EXPECT_EQ(codes(run("set timeuot 3 s;")), "E0320");
  EXPECT_EQ(codes(run("set timeout 3 nm;")), "E0320");
  EXPECT_EQ(codes(run("set batch_rows 0;")), "E0320");
  EXPECT_EQ(codes(run("set passes_off \"no_such\";")), "E0320");
  EXPECT_EQ(codes(run("set timeout none; set today clock; set join by_cost;")), "");
}

TEST_F(Scripts, AScriptWithSyntaxErrorsRunsNothing) {
  const Collected out = run("echo \"one\"; match ?x; echo \"two\";");
  EXPECT_EQ(last_, Outcome::rejected);
  EXPECT_EQ(out.texts, "");
  EXPECT_EQ(run("echo \"one\"; match ?x; echo \"two\";", true).texts, "one\ntwo\n");
}

TEST_F(Scripts, StopsAtTheFirstErrorUnlessTold) {
  EXPECT_EQ(run("echo 1; match ?x based_in nowhere; echo 2;").texts, "1\n");
  EXPECT_EQ(run("echo 1; match ?x based_in nowhere; echo 2;", true).texts, "1\n2\n");
  EXPECT_EQ(last_, Outcome::rejected);
}

TEST_F(Scripts, DotCommandsGoToTheShell) {
  std::string heard;
  Collected out;
  EXPECT_EQ(session_->run_script(SourceText("<test>", ".timer on\necho 1;\n"), out, false,
                                 [&](const std::string& command) { heard = command; }),
            Outcome::ok);
  EXPECT_EQ(heard, "timer on");
  EXPECT_EQ(codes(run(".timer on\n")), "E0101");
}

}  // namespace
}  // namespace vouch::test
