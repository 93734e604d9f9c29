#include "shell/help.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "shell/console.hpp"
#include "shell/dot_commands.hpp"
#include "shell/script.hpp"
#include "tests/shell/program.hpp"

namespace vouch::shell {
namespace {

const std::filesystem::path kRoot = VOUCH_SOURCE_DIR;

Database& facts() {
  static const std::unique_ptr<Database> database = [] {
    auto made = Database::scratch();
    StringSink out;
    Console console(out, out, {});
    LoadReport report;
    EXPECT_EQ(made->load({kRoot / "facts"}, {}, console, report), Outcome::ok) << out.text;
    return made;
  }();
  return *database;
}

void expect_runs(const HelpEntry& entry) {
  for (const std::string_view example : entry.examples) {
    const std::string said = run_golden_text(facts(), "help", std::string(example) + "\n");
    EXPECT_EQ(said.find("error["), std::string::npos) << entry.name << ": " << example << "\n"
                                                      << said;
  }
}

TEST(Help, ExamplesOfStatementsRun) {
  for (const HelpEntry& entry : language_help()) expect_runs(entry);
}

TEST(Help, ExamplesOfCommandsRun) {
  for (const HelpEntry& entry : command_help()) {
    if (entry.name == ".last" || entry.name == ".load") continue;
    expect_runs(entry);
  }
}

TEST(Help, EveryCommandIsTold) {
  std::set<std::string> told;
  for (const HelpEntry& entry : command_help()) told.insert(std::string(entry.name));
  for (const std::string& name : dot_command_names()) {
    EXPECT_TRUE(told.contains(name) || name == ".exit") << name;
  }
}

TEST(Help, LinksLeadSomewhere) {
  for (const auto* table : {&language_help(), &command_help()}) {
    for (const HelpEntry& entry : *table) {
      for (const std::string_view other : entry.see)
        EXPECT_TRUE(help_on(other)) << entry.name << " → " << other;
    }
  }
}

// Every code that stands in the sources is explained, and nothing else is.
TEST(Help, EveryErrorCodeIsExplained) {
  std::set<std::string> used;
  for (const char* folder : {"base", "parser", "storage", "engine", "shell"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot / folder)) {
      const auto extension = entry.path().extension();
      const bool source = extension == ".cpp" || extension == ".hpp";
      if (!source || entry.path().filename() == "help_errors.cpp") continue;
      const std::string text = test::file_text(entry.path());
      for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; ++at) {
        const std::string word = text.substr(at + 1, 6);
        const bool code = word.size() == 6 && (word[0] == 'E' || word[0] == 'W') &&
                          word[1] == '0' && word[5] == '"';
        if (code && std::isdigit(static_cast<unsigned char>(word[2])) != 0)
          used.insert(word.substr(0, 5));
      }
    }
  }
  std::set<std::string> told;
  for (const ErrorHelp& entry : error_help()) told.insert(std::string(entry.code));
  for (const std::string& code : used)
    EXPECT_TRUE(told.contains(code)) << code << " is not explained";
  for (const std::string& code : told)
    EXPECT_TRUE(used.contains(code)) << code << " is used nowhere";
}

// UPDATE_GOLDEN=1 writes docs/errors.md anew.
TEST(Help, ThePageOfErrorsIsMadeFromTheTable) {
  const auto page = kRoot / "docs" / "errors.md";
  if (std::getenv("UPDATE_GOLDEN") != nullptr)
    std::ofstream(page, std::ios::binary) << errors_page();
  EXPECT_EQ(test::file_text(page), errors_page()) << "UPDATE_GOLDEN=1 writes it anew";
}

}  // namespace
}  // namespace vouch::shell
