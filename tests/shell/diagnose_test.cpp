#include "shell/diagnose.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace vouch::shell {
namespace {

Diagnostic at_word(const SourceText& source, const std::string& word, std::string code,
                   std::string message) {
  const std::size_t begin = source.text().find(word);
  return error_at({begin, begin + word.size()}, std::move(code), std::move(message));
}

std::string full(const Diagnostics& diagnostics, const SourceText& source) {
  return diagnose(diagnostics, source, {});
}

TEST(Diagnose, ShowsThePlaceUnderTheText) {
  const SourceText source("chips.vq", "match ?c designs ?x\nwere ?c = nvidia;\n");
  Diagnostic d = at_word(source, "were", "E0101", "`were` is not expected here; `where` is");
  d.fixes.push_back({d.span, "where", true, ""});
  d.notes.push_back("a clause begins here");
  EXPECT_EQ(full({d}, source),
            "error[E0101]: `were` is not expected here; `where` is\n"
            "  ┌─ chips.vq:2:1\n"
            "2 │ were ?c = nvidia;\n"
            "  │ ^^^^\n"
            "  = fix: where\n"
            "  = a clause begins here\n");
}

TEST(Diagnose, CaretsStandUnderDisplayColumns) {
  const SourceText source("<query>", "match\t[台積電] 制造 ?x;");
  const Diagnostic d = at_word(source, "制造", "E0203", "no relation `制造`");
  EXPECT_EQ(full({d}, source),
            "error[E0203]: no relation `制造`\n"
            "  ┌─ <query>:1:13\n"
            "1 │ match    [台積電] 制造 ?x;\n"
            "  │                   ^^^^\n");
}

TEST(Diagnose, ShowsSeveralLabelsOfOneLine) {
  const SourceText source("q.vq", "match ?s share ?share where ?share > 2024-01;");
  Diagnostic d = at_word(source, ">", "E0301", "a percentage is no date");
  const std::size_t share = source.text().rfind("?share");
  d.labels.push_back({{share, share + 6}, "quantity in %"});
  const std::size_t date = source.text().find("2024-01");
  d.labels.push_back({{date, date + 7}, "date"});
  EXPECT_EQ(full({d}, source),
            "error[E0301]: a percentage is no date\n"
            "  ┌─ q.vq:1:36\n"
            "1 │ match ?s share ?share where ?share > 2024-01;\n"
            "  │                             ------ ^ ------- date\n"
            "  │                             ╰ quantity in %\n");
}

TEST(Diagnose, ShowsLabelsOfOtherLines) {
  const SourceText source("chips.vq", "not {\n  ?c uses ?p\n\n\nlimit 20;");
  Diagnostic d = at_word(source, "limit", "E0104", "`{` is never closed");
  d.labels.push_back({{4, 5}, "opened here"});
  EXPECT_EQ(full({d}, source),
            "error[E0104]: `{` is never closed\n"
            "  ┌─ chips.vq:5:1\n"
            "1 │ not {\n"
            "  │     - opened here\n"
            "  ┆\n"
            "5 │ limit 20;\n"
            "  │ ^^^^^\n");
}

TEST(Diagnose, PointsAtTheEndOfTheText) {
  const SourceText source("q", "match ?x");
  EXPECT_NE(full({error_at({8, 8}, "E0102", "more is wanted")}, source).find("  │         ^\n"),
            std::string::npos);
}

TEST(Diagnose, SpanOverLinesIsMarkedOnItsFirst) {
  const SourceText source("q", "ab cd\nef");
  EXPECT_NE(full({error_at({3, 8}, "E0102", "x")}, source).find("1 │ ab cd\n  │    ^^\n"),
            std::string::npos);
}

TEST(Diagnose, CutsLongLinesAroundThePlace) {
  const std::string text = std::string(100'000, 'a') + " bad " + std::string(100'000, 'b');
  const SourceText source("q", text);
  const std::string shown = full({at_word(source, "bad", "E0101", "x")}, source);
  EXPECT_LT(shown.size(), 1'000U);
  EXPECT_NE(shown.find("…"), std::string::npos);
  EXPECT_NE(shown.find(" bad "), std::string::npos);
  EXPECT_NE(shown.find("^^^"), std::string::npos);
}

TEST(Diagnose, NeutralisesWhatTheUserWrote) {
  const SourceText source("\x1b[2Jname", "match \x1b[31m ?x;");
  const std::string shown = full({error_at({6, 7}, "E0101", "bad \x1b")}, source);
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
  EXPECT_NE(shown.find("␛"), std::string::npos);
}

TEST(Diagnose, ShowsFiveAndCountsTheRest) {
  const SourceText source("q", "match ?x;");
  const Diagnostics many(8, error_at({0, 5}, "E0101", "no"));
  const std::string shown = full(many, source);
  EXPECT_NE(shown.find("and 3 more; `--errors short`"), std::string::npos);
}

TEST(Diagnose, FixesTellWhereTheyGo) {
  const SourceText source("q", "return ?supplier match ?suplier x");
  Diagnostic d = error_at({7, 16}, "E0302", "?supplier is bound nowhere");
  d.fixes.push_back({{23, 31}, "?supplier", false, "3 rows"});
  d.fixes.push_back({{16, 16}, ",", false, ""});
  d.fixes.push_back({{0, 6}, "", false, ""});
  const std::string shown = full({d}, source);
  EXPECT_NE(shown.find("= fix: `?supplier` in place of `?suplier` on line 1      3 rows\n"),
            std::string::npos);
  EXPECT_NE(shown.find("= or:  insert `,` at 1:17\n"), std::string::npos);
  EXPECT_NE(shown.find("= or:  leave out `return`\n"), std::string::npos);
}

TEST(Diagnose, ShortFormIsOneLine) {
  const SourceText source("q.vq", "a\n  bad");
  EXPECT_EQ(diagnose({error_at({4, 7}, "E0101", "no\nsense")}, source, {ErrorForm::brief, Paint()}),
            "q.vq:2:3: E0101: no␊sense\n");
}

TEST(Diagnose, JsonCountsBytesOfTheFile) {
  const SourceText source("q.vq", "台 bad;", 7, 100);
  Diagnostic d = error_at({4, 7}, "E0203", "no \"bad\"");
  d.token = "bad";
  d.fixes.push_back({d.span, "good", true, "4 claims"});
  EXPECT_EQ(
      diagnose({d}, source, {ErrorForm::json, Paint()}),
      R"({"code":"E0203","severity":"error","message":"no \"bad\"","file":"q.vq",)"
      R"("span":{"start":104,"end":107,"line":7,"column":3,"end_line":7,"end_column":6},"token":"bad",)"
      R"("did_you_mean":["good"],"fixes":[{"start":104,"end":107,"text":"good","certain":true,)"
      R"("about":"4 claims"}],"help":"vouch help E0203","exit":3})"
      "\n");
}

TEST(Diagnose, UsesTheTextOfAnIncludedFile) {
  const SourceText source("main.vq", "include \"other.vq\";");
  Diagnostic d = error_at({0, 3}, "E0101", "x");
  d.source = std::make_shared<SourceText>("other.vq", "bad text");
  EXPECT_NE(full({d}, source).find("┌─ other.vq:1:1\n1 │ bad text\n"), std::string::npos);
}

TEST(Diagnose, PlacelessHasNoExcerpt) {
  Diagnostic d = error_at({}, "E0601", "not a store");
  d.placeless = true;
  EXPECT_EQ(full({d}, SourceText("vouch", "")), "error[E0601]: not a store\n");
}

}  // namespace
}  // namespace vouch::shell
