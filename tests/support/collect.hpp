// tests/support/collect.hpp — an Output that keeps everything a statement says.
//
// Shape     one Collected per statement or script; answers as rows of cells, the rest as text.
// Errors    none.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/session.hpp"

namespace vouch::test {

struct CollectedAnswer {
  std::vector<std::string> columns;
  std::vector<Row> rows;
  AnswerFooter footer;
};

class Collected : public Output {
 public:
  std::vector<CollectedAnswer> answers;
  std::vector<std::string> messages;
  std::string texts;
  Diagnostics diagnostics;

  void begin_answer(const std::vector<std::string>& columns) override {
    answers.push_back({columns, {}, {}});
  }
  bool row(const Row& row) override {
    answers.back().rows.push_back(row);
    return true;
  }
  void end_answer(const AnswerFooter& footer) override { answers.back().footer = footer; }
  void message(const std::string& text) override { messages.push_back(text); }
  void text(const std::string& text) override { texts += text + "\n"; }
  void problems(const Diagnostics& problems, const SourceText& /*source*/) override {
    diagnostics.insert(diagnostics.end(), problems.begin(), problems.end());
  }

  // The first error as `E0302 message`, empty when there is none.
  [[nodiscard]] std::string error() const {
    for (const auto& problem : diagnostics) {
      if (problem.severity == Severity::error) return problem.code + " " + problem.message;
    }
    return {};
  }
};

}  // namespace vouch::test
