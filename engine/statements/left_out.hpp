// engine/statements/left_out.hpp — how many rows a question lost to conditions neither true nor false.
//
// Shape     counts from the bound plan, so that the number is the question's whatever plan answered it: rows
//           for which no condition is false, less those for which all are true.
// Source    docs/language.md, "Truth".
#pragma once

#include <cstdint>

#include "engine/logical/plan.hpp"
#include "engine/session_core.hpp"

namespace vouch::session {

// Up to `cap`. Runs the question again, twice for each of its parts that has a condition.
[[nodiscard]] std::uint64_t rows_left_out(const Run& run, const logical::Plan& plan,
                                          const storage::Snapshot& snapshot, std::uint64_t cap);

}  // namespace vouch::session
