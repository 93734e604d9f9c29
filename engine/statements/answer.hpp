// engine/statements/answer.hpp — runs a compiled query: rows stream to the Output, the footer says
// the rest.
//
// Shape     begin, rows, end; the footer tells rows dropped for unknown, overflows, repeated rows,
//           what a limit without order left out, and (when there is no row) why.
// Errors    whatever execution throws; an answer that was begun is then not ended.
#pragma once

#include <cstdint>

#include "engine/pipeline.hpp"
#include "engine/session_core.hpp"

namespace vouch::session {

struct Answered {
  std::uint64_t rows = 0;
  std::vector<exec::NodeStatistics> statistics;
  std::size_t peak_bytes = 0;
};

struct Asking {
  const ast::Query* query = nullptr;  // for the explanation of an empty answer, where there is one
  bool cite = false;                  // a last column `evidence`
  bool timed = false;
};
[[nodiscard]] Answered answer(const Run& run, const Compiled& compiled,
                              const storage::Snapshot& snapshot, Output& output,
                              const Asking& asking);

// Rows of a plan, at most `cap`.
[[nodiscard]] std::uint64_t count_rows(const Run& run, const logical::Plan& plan,
                                       const storage::Snapshot& snapshot, std::uint64_t cap);

}  // namespace vouch::session
