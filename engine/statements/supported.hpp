// engine/statements/supported.hpp — an answer that knows what its rows stand on.
//
// Shape     says which plan to run in the place of the question's own: its columns come first, then
//           what tells rows apart. Rows are shown to saw(); then evidence() and the footer are
//           there. Where each row is one derivation, evidence() needs no second run.
// Units     a footer is made for up to kRowsMost rows; evidence for any number.
// Lifetime  one answer; borrows the compiled question, terms and cells.
// Errors    whatever execution throws, from gather().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/evidence/citations.hpp"
#include "engine/evidence/row_support.hpp"
#include "engine/pipeline.hpp"
#include "engine/session_core.hpp"

namespace vouch::session {

class Supported {
 public:
  static constexpr std::size_t kRowsMost = 1000;  // of a footer
  static constexpr std::size_t kClaimsMost = 20;  // listed for a row

  enum class Asked : std::uint8_t { nothing, footer, evidence };
  Supported(const Run& run, const Compiled& compiled, const storage::Snapshot& snapshot,
            exec::Terms& terms, result::Cells& cells, Asked asked, const AnswerWants& wants);

  [[nodiscard]] const physical::Plan& plan() const;
  [[nodiscard]] bool cites() const { return asked_ == Asked::evidence; }
  // Are all rows to be kept until gather() was called?
  [[nodiscard]] bool waits() const { return cites() && !support_->one_to_one; }

  void saw(const exec::Batch& batch);
  void gather();
  // Of a row: of the batch at hand, or by its number when all were seen.
  [[nodiscard]] Cell evidence(const exec::Batch& batch, std::size_t row, std::uint64_t number);
  // How the rows are supported, and the marks of those that are only planned.
  void finish(AnswerFooter& footer);

 private:
  [[nodiscard]] bool few() const { return rows_ <= kRowsMost; }
  void add(const evidence::Weight& weight);

  const Run& run_;
  const Compiled& compiled_;
  const storage::Snapshot& snapshot_;
  exec::Terms& terms_;
  Asked asked_;
  AnswerWants wants_;
  std::optional<evidence::Support> support_;
  std::optional<physical::Plan> plan_;
  std::optional<evidence::RowSupports> rows_supports_;
  evidence::Citations citations_;
  std::uint64_t rows_ = 0;
  std::vector<evidence::Weight> weights_;
};

// "9 stated, 3 only reported"; nothing where no row stands on a claim.
[[nodiscard]] std::vector<std::string> support_notes(const std::vector<evidence::Weight>& rows);

}  // namespace vouch::session
