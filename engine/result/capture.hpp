// engine/result/capture.hpp — Outputs that stand between a statement and the user's.
//
// Shape     Capture writes rows in a file format to a sink, and hands them on or keeps them to
//           itself; problems always go on.
// Lifetime  borrows the Output behind it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/result/format.hpp"
#include "engine/session.hpp"

namespace vouch::result {

class Capture : public Output {
 public:
  // `show`: the answer goes on to the Output behind, too.
  Capture(Output& behind, Format format, Writer::Sink sink, bool show);

  [[nodiscard]] AnswerWants wants() const override { return behind_.wants(); }
  void begin_answer(const std::vector<std::string>& columns) override;
  [[nodiscard]] bool row(const Row& row) override;
  void end_answer(const AnswerFooter& footer) override;
  void message(const std::string& text) override;
  void text(const std::string& text) override;
  void problems(const Diagnostics& diagnostics, const SourceText& source) override;

  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  // The first rows as they read, for reports.
  [[nodiscard]] const std::vector<std::string>& first_rows() const { return first_rows_; }

 private:
  Output& behind_;
  Writer writer_;
  bool show_;
  std::uint64_t rows_ = 0;
  std::vector<std::string> columns_;
  std::vector<std::string> first_rows_;
};

}  // namespace vouch::result
