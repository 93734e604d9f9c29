// Loading files: all or nothing, in any order, with every mistake at its place.
#include "parser/parse.hpp"
#include "tests/session/session_world.hpp"

namespace vouch::test {
namespace {

using Load = SessionWorld;

TEST_F(Load, ForwardReferencesAreFineAlsoAcrossFiles) {
  Collected out;
  const auto first = file("a.vq",
                          "claim acme uses widget (source wire, said_by boss, id c_a);\n"
                          "claim boss doubts c_b;\nentity acme : firm \"Acme\";\n");
  const auto second =
      file("b.vq",
           "claim acme uses widget (id c_b);\n"
           "entity boss : firm; entity widget : gadget; source wire { published day0 };");
  const auto third = file("c.vq",
                          "relation uses (firm -> gadget) inverse used_by;\n"
                          "relation doubts (firm -> claim); kind gadget under thing;\n"
                          "kind firm under thing; kind thing;");
  EXPECT_EQ(database_->load({first, second, third}, {}, out, report_), Outcome::data_error);
  EXPECT_EQ(out.error(), "E0201 no entity `day0`");
  file("b.vq",
       "claim acme uses widget (id c_b, source wire);\n"
       "entity boss : firm; entity widget : gadget; source wire { published 2025 };");
  Collected again;
  EXPECT_EQ(database_->load({first, second, third}, {}, again, report_), Outcome::ok)
      << again.error();
  EXPECT_EQ(report_.claims_seen, 3U);
  EXPECT_EQ(report_.added.claims, 3U);
}

TEST_F(Load, TwiceAddsNothing) {
  const std::string text = "claim nvidia designs h20 (source news); claim nvidia designs h100;";
  static_cast<void>(load(text));
  EXPECT_EQ(report_.added.claims, 2U);
  const auto before = counts();
  static_cast<void>(load(text));
  EXPECT_EQ(last_, Outcome::ok);
  EXPECT_EQ(report_.added.claims, 0U);
  EXPECT_EQ(counts().claims, before.claims);
  EXPECT_EQ(counts().version, before.version);
}

// At the prompt a statement has at most 1 MiB; a file of facts may hold longer ones.
TEST_F(Load, ABlockOfClaimsMayBeLongerThanAStatementAtThePrompt) {
  std::string text = "claims (source news) {\n";
  std::size_t facts = 0;
  for (; text.size() <= parser::kStatementBytesMost; ++facts) {
    const std::string locator = std::to_string(facts) + std::string(1000, ' ');
    text += "nvidia designs h20 (locator \"" + locator + "\");\n";
  }
  const Collected out = load(text + "};\n");
  EXPECT_EQ(last_, Outcome::ok) << out.error();
  EXPECT_EQ(report_.added.claims, facts);
}

TEST_F(Load, ABadFileLeavesTheStoreAsItWas) {
  const auto before = counts();
  const Collected out = load(
      "entity amd : company \"AMD\";\nclaim amd designs h20;\n"
      "claim amd designs nothing;\nclaim amd desings h20;\n");
  EXPECT_EQ(last_, Outcome::data_error);
  EXPECT_EQ(codes(out), "E0203 E0201");
  EXPECT_EQ(counts().claims, before.claims);
  EXPECT_EQ(counts().terms, before.terms);
  EXPECT_EQ(counts().version, before.version);
}

TEST_F(Load, EveryMistakeHasItsPlace) {
  const Collected out =
      load("# a comment\nclaim nvidia designs h20; claim nvidia designs\n   h21;\n");
  ASSERT_EQ(out.diagnostics.size(), 1U);
  const Diagnostic& problem = out.diagnostics.front();
  ASSERT_NE(problem.source, nullptr);
  EXPECT_EQ(problem.source->name(), (directory_ / "facts.vq").string());
  const Position at = problem.source->position(problem.span.begin);
  EXPECT_EQ(at.line, 3U);
  EXPECT_EQ(at.column, 4U);
}

TEST_F(Load, ColumnsCountFromTheLineNotFromTheStatement) {
  const Collected out = load("claim nvidia designs h20; claim nvidia designs h21;\n");
  ASSERT_EQ(out.diagnostics.size(), 1U);
  const Diagnostic& problem = out.diagnostics.front();
  const Position at = problem.source->position(problem.span.begin);
  EXPECT_EQ(at.line, 1U);
  EXPECT_EQ(at.column, 48U);
  EXPECT_EQ(problem.source->line(1), "claim nvidia designs h20; claim nvidia designs h21;");
}

TEST_F(Load, SyntaxErrorsAreToldWithTheOthers) {
  const Collected out = load("claim nvidia designs;\nclaim nvidia designs h21;\n");
  EXPECT_EQ(out.diagnostics.size(), 2U);
  EXPECT_EQ(out.diagnostics.front().code.substr(0, 3), "E01");
}

TEST_F(Load, ProblemsAreLimited) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "claim nvidia desings h20;\n";
  LoadOptions options;
  options.problems_most = 5;
  const Collected out = load(text, options);
  EXPECT_EQ(out.diagnostics.size(), 5U);
  EXPECT_EQ(out.messages.back(), "stopped after 5 problems");
}

TEST_F(Load, CheckOnlyChangesNothing) {
  const auto before = counts();
  LoadOptions options;
  options.check_only = true;
  static_cast<void>(load("claim nvidia designs h20;", options));
  EXPECT_EQ(last_, Outcome::ok);
  EXPECT_EQ(report_.claims_seen, 1U);
  EXPECT_EQ(counts().version, before.version);
}

TEST_F(Load, OnlyFactsAreLoaded) {
  EXPECT_EQ(codes(load("match ?x designs ?y;")), "E0315");
  EXPECT_EQ(codes(load("rule ?a designs ?b if ?b designed_by ?a;")), "E0310");
  Collected out;
  EXPECT_EQ(database_->load({"/nowhere/x.vq"}, {}, out, report_), Outcome::data_error);
  EXPECT_EQ(codes(out), "E0327");
  EXPECT_EQ(database_->load({file("x.csv", "")}, {}, out, report_), Outcome::data_error);
}

TEST_F(Load, ADirectoryStandsForItsFiles) {
  file("many/b.vq", "claim late designs h20;");
  file("many/a.vq", "entity late : company;");
  file("many/notes.txt", "not a fact");
  Collected out;
  EXPECT_EQ(database_->load({directory_ / "many"}, {}, out, report_), Outcome::ok) << out.error();
  EXPECT_EQ(report_.added.claims, 1U);
}

TEST_F(Load, AByteOrderMarkIsPassedOver) {
  EXPECT_EQ(codes(load("\xEF\xBB\xBF"
                       "claim nvidia designs h20;")),
            "");
  EXPECT_EQ(report_.added.claims, 1U);
}

TEST_F(Load, AsAStatementItTakesQualifiers) {
  file("more.vq", "claim nvidia designs h20; claim nvidia designs h100 (certainty opinion);");
  const Collected out = run("load \"more.vq\" (source news, certainty reported);");
  EXPECT_EQ(out.error(), "");
  EXPECT_EQ(table(run("match claim ?c = nvidia designs ?p return ?p, ?c.certainty, ?c.source "
                      "order by id(?p);")),
            "h100 | opinion | news\nh20 | reported | news\n");
  EXPECT_EQ(codes(run("load \"more.vq\" (source nowhere);")), "E0201");
  EXPECT_EQ(codes(run("load \"absent.vq\";")), "E0327");
}

class Documents : public SessionWorld {
 protected:
  std::string source_for(const std::string& text) {
    file("docs/deep/report.txt", text);
    const Collected out = run("source doc from \"docs/deep/report.txt\" { published 2025 };");
    EXPECT_EQ(out.error(), "");
    return "doc";
  }
  LoadOptions with_documents() {
    LoadOptions options;
    options.documents = {directory_ / "docs"};
    return options;
  }
};

TEST_F(Documents, SpansWithinTheDocumentAreVerified) {
  source_for("Chips 芯片");
  EXPECT_EQ(codes(load("claim nvidia designs h20 (source doc, span 0..5);"
                       "claim nvidia designs h100 (source doc, span 6..12);"
                       "claim smic designs h20 (source news, span 0..5);",
                       with_documents())),
            "");
  EXPECT_EQ(report_.spans_verified, 2U);
  EXPECT_EQ(report_.spans_without_document, 1U);
}

TEST_F(Documents, SpansOutsideOrThroughACharacterAreErrors) {
  source_for("Chips 芯片");
  const auto before = counts();
  EXPECT_EQ(codes(load("claim nvidia designs h20 (source doc, span 6..13);", with_documents())),
            "E0319");
  EXPECT_EQ(codes(load("claim nvidia designs h20 (source doc, span 6..8);", with_documents())),
            "E0319");
  EXPECT_EQ(codes(load("claim nvidia designs h20 (source doc, span 7..12);", with_documents())),
            "E0319");
  EXPECT_EQ(counts().version, before.version);
}

TEST_F(Documents, OfAnotherTextAreNamedAndNotShown) {
  source_for("Chips 芯片");
  file("docs/deep/report.txt", "Chips, and more of them");
  const Collected out =
      load("claim nvidia designs h20 (source doc, span 0..5, id c_one);"
           "claim nvidia designs h100 (source doc, span 6..12);",
           with_documents());
  EXPECT_EQ(out.error(), "");
  ASSERT_EQ(out.diagnostics.size(), 1U);
  EXPECT_EQ(out.diagnostics.front().code, "W0408");
  EXPECT_NE(out.diagnostics.front().message.find("report.txt"), std::string::npos);
  EXPECT_EQ(report_.spans_without_document, 2U);
  session_->set_documents({directory_ / "docs"});
  EXPECT_EQ(table(run("describe c_one;")).find("evidence"), std::string::npos);
}

TEST_F(Documents, TheSentenceIsShown) {
  source_for("Chips 芯片");
  session_->set_documents({directory_ / "docs"});
  static_cast<void>(run("claim nvidia designs h20 (source doc, span 6..12, id c_one);"));
  EXPECT_NE(table(run("describe c_one;")).find("evidence | 芯片"), std::string::npos);
}

}  // namespace
}  // namespace vouch::test
