// engine/statements/unbound_values.hpp — how many values of a question were left unbound, and why.
//
// Shape     counts from the bound plan: every value that a `let`, a column or an aggregate asks for, over
//           the rows at the end of its part (parts.hpp). So the numbers are the question's, whatever
//           plan answered it. Values that nothing uses, conditions and blocks count nothing.
// Source    docs/language.md, "Notes".
#pragma once

#include <cstdint>

#include "engine/logical/plan.hpp"
#include "engine/session_core.hpp"

namespace vouch::session {

struct UnboundValues {
  std::uint64_t overflows = 0;
  std::uint64_t divisions_by_zero = 0;
  std::uint64_t passed_over = 0;  // by aggregates
};

// Runs the question again, once for each of its parts that computes values.
[[nodiscard]] UnboundValues unbound_values(const Run& run, const logical::Plan& plan,
                                           const storage::Snapshot& snapshot);

}  // namespace vouch::session
