// tests/session/session_world.hpp — a scratch store with a small vocabulary, and scripts run
// against it.
//
// Shape     run() runs a script in the one session; file() makes a file in a directory of the
//           test's own.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "engine/session.hpp"
#include "tests/support/collect.hpp"

namespace vouch::test {

inline constexpr const char* kVocabulary = R"(
kind company; kind product; kind chip under product; kind place; kind person;
unit units "pieces";
relation designs (company -> product) inverse designed_by;
relation based_in (company | person -> place);
relation made_at_node (chip -> quantity) functional;
relation founded (company -> date);
relation rivals (company -> company) symmetric;
relation denies (company | person -> claim);
relation to (claim -> any);
relation role (claim -> text);
entity nvidia : company "Nvidia" also "Nvidia Corp", "英伟达"@zh;
entity smic : company "SMIC";
entity h20 : chip "H20";
entity h100 : chip "H100";
entity china : place "China";
entity taiwan : place "Taiwan";
entity jensen : person "Jensen Huang";
source news { title "A report", publisher nvidia, published 2025-06 };
)";

class SessionWorld : public ::testing::Test {
 protected:
  SessionWorld() : database_(Database::scratch()), session_(std::make_unique<Session>(*database_)) {
    static std::atomic<int> count{0};
    directory_ = std::filesystem::temp_directory_path() /
                 ("vouch-session-" + std::to_string(getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directories(directory_);
    session_->set_directory(directory_);
  }
  ~SessionWorld() override {
    session_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  void SetUp() override {
    const Collected set_up = load(kVocabulary);
    ASSERT_EQ(set_up.error(), "");
  }

  Collected run(const std::string& text, bool keep_going = false) {
    Collected out;
    last_ = session_->run_script(SourceText("<test>", text), out, keep_going);
    return out;
  }
  std::filesystem::path file(const std::string& name, const std::string& text) {
    const std::filesystem::path path = directory_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string read(const std::string& name) {
    std::ifstream in(directory_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  // Loads a text as a file of facts.
  Collected load(const std::string& text, LoadOptions options = {}) {
    Collected out;
    last_ = database_->load({file("facts.vq", text)}, options, out, report_);
    return out;
  }
  storage::StoreCounts counts() { return database_->store().snapshot().counts(); }

  std::unique_ptr<Database> database_;
  std::unique_ptr<Session> session_;
  std::filesystem::path directory_;
  Outcome last_ = Outcome::ok;
  LoadReport report_;
};

// The first answer as lines of cells: "nvidia | h20".
inline std::string table(const Collected& out, std::size_t answer = 0) {
  if (answer >= out.answers.size()) return "(no answer)";
  std::string text;
  for (const Row& row : out.answers[answer].rows) {
    for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : " | ") + row[i].text;
    text += "\n";
  }
  return text;
}

// What a script's problems were: "E0201 E0301".
inline std::string codes(const Collected& out) {
  std::string text;
  for (const Diagnostic& problem : out.diagnostics) {
    if (problem.severity == Severity::error) text += (text.empty() ? "" : " ") + problem.code;
  }
  return text;
}

}  // namespace vouch::test
