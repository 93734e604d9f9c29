// Golden tests: one test per script below tests/golden/<feature>/ and queries/; what it says is in the
// `.out` beside it. UPDATE_GOLDEN=1 writes the `.out` files anew; the review reads the difference.
//
// A folder's facts.vq, else tests/golden/facts.vq, is loaded first; queries/ run against facts/. `x.bad.vq` must be refused.
// Every script runs under every configuration: what it says is the same, but for the order of rows that
// the script leaves open. A line `# one setting` in a script takes it out (plans, "any 3 of 5").
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
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

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string sorted_lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

class Golden : public testing::Test {
 public:
  explicit Golden(fs::path script) : script_(std::move(script)) {}

  void TestBody() override {
    const fs::path expected_path = fs::path(script_).replace_extension(".out");
    const auto configurations = all_configurations();
    const std::string said = run(configurations[0].settings);
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
      std::ofstream(expected_path, std::ios::binary) << said;
    }
    ASSERT_TRUE(fs::exists(expected_path)) << "no " << expected_path << "; UPDATE_GOLDEN=1 writes it. It says:\n"
                                           << said;
    EXPECT_EQ(said, content(expected_path)) << script_;
    if (script_.stem().extension() == ".bad") {
      EXPECT_NE(said.find("error"), std::string::npos) << script_ << " is not refused";
    } else {
      EXPECT_EQ(said.find("E09"), std::string::npos) << script_ << " meets an internal error";
    }
    if (content(script_).find("# one setting") != std::string::npos) return;
    for (std::size_t i = 1; i < configurations.size(); ++i) {
      const std::string other = run(configurations[i].settings);
      EXPECT_EQ(sorted_lines(other), sorted_lines(said)) << script_ << " " << configurations[i].name;
    }
  }

 private:
  // What the script says, the same wherever the repository lies.
  [[nodiscard]] std::string run(const Settings& settings) const {
    std::string said = run_as_it_is(settings);
    const std::string here = kRoot.string() + "/";
    for (std::size_t at = said.find(here); at != std::string::npos; at = said.find(here, at)) {
      said.erase(at, here.size());
    }
    return said;
  }

  [[nodiscard]] std::string run_as_it_is(const Settings& settings) const {
    shell::GoldenOptions options;
    options.settings = settings;
    if (script_.parent_path() == kRoot / "queries") {
      static const std::unique_ptr<Database> loaded = with_facts(kRoot / "facts");
      return shell::run_golden(*loaded, script_, options);
    }
    const fs::path own = script_.parent_path() / "facts.vq";
    options.load.push_back(fs::exists(own) ? own : kRoot / "tests/golden/facts.vq");
    if (asks_only()) {
      // A store is opened before the map is made, so that what stores share outlives those in the map.
      static auto shared = [] {
        static_cast<void>(Database::scratch());
        return std::map<fs::path, std::unique_ptr<Database>>();
      }();
      auto& loaded = shared[options.load[0]];
      if (loaded == nullptr) loaded = with_facts(options.load[0]);
      return shell::run_golden(*loaded, script_, options);
    }
    return shell::run_golden(script_, options);
  }

  static std::unique_ptr<Database> with_facts(const fs::path& facts) {
    auto database = Database::scratch();
    Collected said;
    LoadReport report;
    if (database->load({facts}, {}, said, report) != Outcome::ok) {
      ADD_FAILURE() << facts << " does not load: " << said.error();
    }
    return database;
  }

  // A script that changes nothing may share its store with others.
  [[nodiscard]] bool asks_only() const {
    const SourceText source("script", content(script_));
    const auto parsed = parser::parse_script(source);
    return parsed.problems.empty() &&
           std::all_of(parsed.script.statements.begin(), parsed.script.statements.end(), [](const auto& s) {
             return std::holds_alternative<ast::QueryStatement>(s.node) ||
                    std::holds_alternative<ast::ExpressionStatement>(s.node) ||
                    std::holds_alternative<ast::ShowStatement>(s.node) ||
                    std::holds_alternative<ast::DescribeStatement>(s.node) ||
                    std::holds_alternative<ast::CheckStatement>(s.node);
           });
  }

  fs::path script_;
};

// Every script becomes a test of its own: Golden_paths.star_of_a_constant, Queries.01-who-designs-what.
bool register_all() {
  std::vector<fs::path> scripts;
  for (const char* folder : {"tests/golden", "queries"}) {
    if (!fs::exists(kRoot / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const fs::path& path = entry.path();
      const bool part = path.filename() == "facts.vq" || path.parent_path().filename() == "parts";
      if (path.extension() == ".vq" && !part) scripts.push_back(path);
    }
  }
  std::sort(scripts.begin(), scripts.end());
  for (const fs::path& script : scripts) {
    const bool story = script.parent_path() == kRoot / "queries";
    const std::string suite = story ? "Queries" : "Golden_" + script.parent_path().filename().string();
    testing::RegisterTest(suite.c_str(), script.stem().string().c_str(), nullptr, nullptr,
                          script.c_str(), 1, [script]() -> Golden* { return new Golden(script); });
  }
  return true;
}
[[maybe_unused]] const bool kRegistered = register_all();

}  // namespace
}  // namespace vouch::test
