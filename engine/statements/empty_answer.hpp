// engine/statements/empty_answer.hpp — "0 rows": which pattern emptied the answer, and what comes
// nearest.
//
// Shape     lines for the footer: how many rows there are after each pattern and clause, up to the
//           first without any; then the nearest values, or that somebody denies it.
// Errors    none of its own; limits of the statement hold here, too.
#pragma once

#include <string>
#include <vector>

#include "engine/session_core.hpp"

namespace vouch::session {

[[nodiscard]] std::vector<std::string> why_empty(const Run& run, const ast::Query& query,
                                                 const storage::Snapshot& snapshot);

// The pattern of a question's own clauses that stands there; null when none does.
[[nodiscard]] const ast::Pattern* pattern_at(const ast::Query& query, Span place);

}  // namespace vouch::session
