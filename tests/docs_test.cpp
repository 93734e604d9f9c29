// The examples of README.md and docs/*.md: every ```vql block parses and runs against facts/. A block
// followed by a ```text block says exactly that, but for times.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "engine/session.hpp"
#include "parser/parse.hpp"
#include "shell/script.hpp"
#include "tests/support/property.hpp"

namespace vouch::test {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = VOUCH_SOURCE_DIR;

struct Example {
  std::string file;
  std::size_t line = 0;  // of the first line of the block
  std::string text;
  std::string output;  // of the ```text block that follows at once; empty when there is none
};

std::vector<Example> examples_of(const fs::path& file) {
  std::vector<Example> out;
  std::ifstream in(file);
  std::string open;  // the language of the block we are in
  bool follows = false;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("```")) {
      if (!open.empty()) {
        follows = open == "vql";
        open.clear();
        continue;
      }
      open = line.size() > 3 ? line.substr(3) : "none";
      if (open == "vql") out.push_back({file.filename().string(), number + 1, {}, {}});
      if (open == "text" && !follows) open = "none";
      follows = false;
    } else if (open == "vql") {
      out.back().text += line + "\n";
    } else if (open == "text") {
      out.back().output += line + "\n";
    } else if (!line.empty()) {
      follows = false;
    }
  }
  return out;
}

std::string without_times(const std::string& text) {
  static const std::regex time(R"( · [0-9.]+ m?s)");
  return std::regex_replace(text, time, "");
}

std::vector<fs::path> pages() {
  std::vector<fs::path> out;
  for (const char* name : {"README.md", "docs/language.md", "queries/README.md", "facts/README.md"}) {
    if (fs::exists(kRoot / name)) out.push_back(kRoot / name);
  }
  return out;
}

TEST(Docs, ExamplesParse) {
  std::size_t count = 0;
  for (const auto& page : pages()) {
    for (const auto& example : examples_of(page)) {
      const SourceText source(example.file, example.text, example.line);
      const auto parsed = parser::parse_script(source);
      for (const auto& problem : parsed.problems) {
        const auto at = source.position(problem.span.begin);
        ADD_FAILURE() << example.file << ":" << at.line << ":" << at.column << ": " << problem.message;
      }
      ++count;
    }
  }
  EXPECT_GT(count, 0U) << "no page with a vql block was found";
}

TEST(Docs, ExamplesRunAndSayWhatIsPrintedBelowThem) {
  const auto database = Database::scratch();
  Collected said;
  LoadReport report;
  ASSERT_EQ(database->load({kRoot / "facts"}, {}, said, report), Outcome::ok) << said.error();
  shell::GoldenOptions options;
  options.settings = all_configurations()[0].settings;
  for (const auto& page : pages()) {
    for (const auto& example : examples_of(page)) {
      const std::string output = shell::run_golden_text(*database, example.file, example.text, options);
      EXPECT_EQ(output.find("error"), std::string::npos)
          << example.file << ":" << example.line << " says\n" << output;
      if (example.output.empty()) continue;
      EXPECT_EQ(without_times(output), without_times(example.output)) << example.file << ":" << example.line;
    }
  }
}

}  // namespace
}  // namespace vouch::test
