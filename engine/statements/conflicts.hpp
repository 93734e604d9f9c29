// engine/statements/conflicts.hpp — `conflicts`: where the sources contradict each other, side by
// side.
//
// Shape     a row per position: the number of its conflict, what kind it is, subject, relation,
// value, whether
//           it is affirmed or denied, how many independent sources take it, who says so, where and
//           when.
// Errors    E02xx names that are not known; limits of the statement hold.
#pragma once

#include "engine/session_core.hpp"

namespace vouch::session {

[[nodiscard]] Outcome conflicts_statement(const Run& run, const ast::ConflictsStatement& statement,
                                          Span place);

}  // namespace vouch::session
