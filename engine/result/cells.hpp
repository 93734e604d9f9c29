// engine/result/cells.hpp — ids to what a person reads, as late as possible.
//
// Shape     one Cells per answer; values that come again are found in a small cache.
// Lifetime  borrows the statement's Terms and their snapshot.
// Errors    CorruptionError when the store does not know one of its own ids.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "engine/exec/run.hpp"
#include "engine/session.hpp"

namespace vouch::result {

class Cells {
 public:
  explicit Cells(exec::Terms& terms) : terms_(terms) {}

  [[nodiscard]] const Cell& cell(storage::TermId id);  // valid until the next call
  [[nodiscard]] Cell cell_of(const storage::Term& term);

 private:
  [[nodiscard]] std::string text_of(const storage::Term& term, storage::TermId id) const;
  [[nodiscard]] Cell make(storage::Term term, storage::TermId id);

  exec::Terms& terms_;
  std::unordered_map<storage::TermId, Cell> cache_;
};

// A cell of plain text, of a number.
[[nodiscard]] Cell text_cell(std::string text);
[[nodiscard]] Cell number_cell(std::uint64_t number);

}  // namespace vouch::result
