// CSV and TSV: cells, places of problems, and rows that become facts.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/load/csv_facts.hpp"
#include "engine/load/csv_reader.hpp"
#include "engine/session.hpp"
#include "tests/support/collect.hpp"
#include "tests/support/temp_store.hpp"

namespace vouch::test {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const std::string& text, std::string& problem, char separator = ',') {
  TextSource source(text);
  load::CsvReader reader(source, separator);
  Rows out;
  std::vector<std::string> cells;
  while (reader.next(cells)) out.push_back(cells);
  if (reader.problem()) {
    problem = std::to_string(reader.problem()->row) + ":" +
              std::to_string(reader.problem()->column) + " " + reader.problem()->code;
  }
  return out;
}

TEST(Csv, CellsAreReadAsTheStandardSays) {
  std::string problem;
  EXPECT_EQ(rows_of("a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n,\r\n", problem),
            (Rows{{"a", "b"}, {"1", "x, \"y\"\r\nz"}, {"", ""}}));
  EXPECT_EQ(rows_of("\xEF\xBB\xBF" "a\tb\n1\t2", problem, '\t'), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("\xEF\xBB\xBF\"a\",b\n\"\xEF\xBB\xBF\",2", problem),
            (Rows{{"a", "b"}, {"\xEF\xBB\xBF", "2"}}));
  EXPECT_EQ(problem, "");
}

TEST(Csv, ProblemsHaveTheirRowAndColumn) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a,b\n1\n", "2:1 E0821"},       {"a,b\n1,2,3\n", "2:3 E0821"},
      {"a,b\n1,\"x\n", "2:2 E0822"},   {"a,b\n\"x\"y,2\n", "2:1 E0822"},
      {"a,b\nx\"y,2\n", "2:1 E0822"},  {"a,b\n1,2\n1,\xFF\n", "3:2 E0802"},
  };
  for (const auto& [text, wanted] : cases) {
    std::string problem;
    static_cast<void>(rows_of(text, problem));
    EXPECT_EQ(problem, wanted) << text;
  }
}

constexpr const char* kMapping = R"(kind part; kind maker;   # once
relation made_by (part -> maker); relation weighs (part -> quantity);
entity part_{id} : part "{name}";
entity maker_{maker} : maker;
claim part_{id} made_by maker_{maker};
claim part_{id} weighs {weight} kg;
)";

// The facts of one row, or the code of its problem.
std::string mapped(const std::string& mapping, const std::vector<std::string>& columns,
                   const std::vector<std::string>& cells) {
  std::string text;
  auto parsed = load::CsvMapping::parse(mapping, text);
  if (!parsed) return text;
  if (const auto missing = parsed->bind(columns)) return *missing;
  const auto problem = parsed->row(cells, text);
  return problem ? problem->code : text;
}

TEST(Csv, IrisLongStringsAndCommentsOfAMappingAreWholeLexemes) {
  EXPECT_EQ(mapped("claim <http://e/a;b#{id}> likes <http://e/#x>;", {"id"}, {"7"}),
            "claim <http://e/a;b#7> likes <http://e/#x>;");
  EXPECT_EQ(mapped("claim <http://e/{id}> likes b;", {"id"}, {"a b"}), "E0823");
  EXPECT_EQ(mapped("claim a likes {id} (note \"\"\"a \"{id}\"; b\nc\"\"\");", {"id"}, {"x"}),
            "claim a likes x (note \"\"\"a \"x\"; b\\nc\"\"\");");
  EXPECT_EQ(mapped("claim a#who\nlikes {id};", {"id"}, {"b"}), "claim a likes b;");
}

TEST(Csv, CellsOfLabelsEndNoLabelAndNameNoKind) {
  EXPECT_EQ(mapped("claim [{a}] likes b;", {"a"}, {"Ada; #1"}), "claim [Ada; #1] likes b;");
  EXPECT_EQ(mapped("claim [{a} : chip] likes b;", {"a"}, {"Ada"}), "claim [Ada : chip] likes b;");
  EXPECT_EQ(mapped("claim [\"{a}\"] likes b;", {"a"}, {"x ] \" : y"}),
            "claim [\"x ] \\\" : y\"] likes b;");
  for (const char* cell : {"a]", "a[", "a\"", "a : chip"})
    EXPECT_EQ(mapped("claim [{a}] likes b;", {"a"}, {cell}), "E0823") << cell;
}

struct Loaded {
  std::unique_ptr<Database> database = Database::scratch();
  Collected said;
  Outcome outcome = Outcome::ok;
};

Loaded load_csv(const std::string& csv) {
  const TempDirectory folder;
  std::ofstream(folder.path() / "parts.csv") << csv;
  std::ofstream(folder.path() / "parts.map.vq") << kMapping;
  Loaded out;
  LoadReport report;
  out.outcome = out.database->load({folder.path() / "parts.csv"}, {}, out.said, report);
  return out;
}

TEST(Csv, RowsBecomeFactsByTheirMapping) {
  Loaded loaded = load_csv("id,name,maker,weight\n1,\"A \"\"big\"\" part\",acme,2.5\n2,B,acme,\n");
  ASSERT_EQ(loaded.outcome, Outcome::ok) << loaded.said.error();
  Session session(*loaded.database);
  Collected said;
  ASSERT_EQ(session.run_script(SourceText("t", "match ?p made_by maker_acme; match ?p weighs ?w;"),
                               said),
            Outcome::ok)
      << said.error();
  ASSERT_EQ(said.answers.size(), 2U);
  EXPECT_EQ(said.answers[0].rows.size(), 2U);
  EXPECT_EQ(said.answers[1].rows.size(), 1U);
}

TEST(Csv, TabsSeparateCellsOfTsvAsCommasThoseOfCsv) {
  const TempDirectory folder;
  const auto put = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder.path() / name) << text;
  };
  const auto answers = [&](const std::string& name) {
    const auto database = Database::scratch();
    Collected said;
    LoadReport report;
    EXPECT_EQ(database->load({folder.path() / name}, {}, said, report), Outcome::ok)
        << said.error();
    Session session(*database);
    EXPECT_EQ(session.run_script(
                  SourceText("t", "match ?p made_by ?m; match ?p weighs ?w;"),
                  said),
              Outcome::ok)
        << said.error();
    EXPECT_EQ(said.answers.size(), 2U);
    return said.answers.at(0).rows.size() * 10 + said.answers.at(1).rows.size();
  };
  put("one.map.vq", kMapping);
  put("two.map.vq", kMapping);
  put("one.csv", "id,name,maker,weight\n1,\"A, with a comma\",acme,2.5\n2,B,acme,\n");
  put("two.tsv", "id\tname\tmaker\tweight\n1\tA, with a comma\tacme\t2.5\n2\tB\tacme\t\n");
  EXPECT_EQ(answers("one.csv"), 21U);
  EXPECT_EQ(answers("two.tsv"), 21U);
}

TEST(Csv, WhatDoesNotFitIsRefusedWithItsRow) {
  EXPECT_NE(load_csv("id,name,maker,weight\n1,A,acme\n").said.error().find("parts.csv:2:3"),
            std::string::npos);
  EXPECT_TRUE(load_csv("id,name,weight\n1,A,2\n").said.error().starts_with("E0823"));
  EXPECT_TRUE(load_csv("id,name,maker,weight\n1,A,a;b,2\n").said.error().starts_with("E0823"));
  const Loaded unit = load_csv("id,name,maker,weight\n1,A,acme,1\n2,B,acme,heavy\n");
  ASSERT_FALSE(unit.said.diagnostics.empty());
  const Diagnostic& problem = unit.said.diagnostics.front();
  ASSERT_TRUE(problem.source);
  EXPECT_EQ(problem.source->position(problem.span.begin).line, 3U);
}

}  // namespace
}  // namespace vouch::test
