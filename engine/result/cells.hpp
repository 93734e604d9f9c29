// engine/result/cells.hpp — ids to what a person reads, as late as possible.
//
// Shape     one Cells per answer; values that come again are found in a small cache, one place a
//           value. get_ready() reads many values in the order in which the dictionary has them.
// Lifetime  borrows the statement's Terms and their snapshot.
// Errors    CorruptionError when the store does not know one of its own ids.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/exec/run.hpp"
#include "engine/session.hpp"

namespace vouch::result {

class Cells {
 public:
  explicit Cells(exec::Terms& terms) : terms_(terms) {}

  [[nodiscard]] const Cell& cell(storage::TermId id);  // valid until the next call
  // Before cell() of each of these: cheaper together, where there are many.
  void get_ready(std::span<const std::vector<storage::TermId>> columns);
  [[nodiscard]] Cell cell_of(const storage::Term& term);

 private:
  [[nodiscard]] std::string text_of(const storage::Term& term, storage::TermId id) const;
  [[nodiscard]] Cell make(storage::Term term, storage::TermId id);

  exec::Terms& terms_;
  struct Place {
    storage::TermId id;
    Cell cell;
  };
  [[nodiscard]] Place& place_of(storage::TermId id);
  void fill(Place& place, storage::TermId id);
  void read(Cell& cell, storage::TermId id);  // of a term that is text in the dictionary
  void grow(std::size_t places);

  std::size_t filled_ = 0;              // places so far, again and again
  std::vector<Place> cache_;            // none until get_ready() is first called
  Place single_;                        // for answers too small for a cache
  std::vector<storage::TermId> wanted_;
};

// A cell of plain text, of a number.
[[nodiscard]] Cell text_cell(std::string text);
[[nodiscard]] Cell number_cell(std::uint64_t number);

}  // namespace vouch::result
