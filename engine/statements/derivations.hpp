// engine/statements/derivations.hpp — some rows of an answer, and all that leads to one of them.
//
// Shape     rows come one a batch, in support.answer.columns; derivations in those of
//           support.derivations.
// Units     at most kDerivationsMost derivations of a row are looked at.
// Errors    whatever execution throws.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/evidence/support.hpp"
#include "engine/session_core.hpp"
#include "engine/statements/question.hpp"

namespace vouch::session {

inline constexpr std::size_t kDerivationsMost = 2000;

// Which rows: from `first` (0 is the answer's first), at most `most`.
struct RowRange {
  std::uint64_t first = 0;
  std::uint64_t most = 10;
};
// Both plans yield every column that they have.
void show_all(evidence::Support& support);

[[nodiscard]] std::vector<exec::Batch> rows_of(const Run& run, const logical::Plan& plan,
                                               const storage::Snapshot& snapshot,
                                               exec::Terms& terms, const RowRange& range,
                                               bool& more);

[[nodiscard]] evidence::IdRow identity_of(const evidence::Support& support, const exec::Batch& row,
                                          exec::Terms& terms);

struct Derivations {
  exec::Batch rows;
  bool cut = false;  // there are more
};
[[nodiscard]] Derivations derivations_of_row(const Run& run, const evidence::Support& support,
                                             const storage::Snapshot& snapshot, exec::Terms& terms,
                                             const evidence::IdRow& identity);

}  // namespace vouch::session
