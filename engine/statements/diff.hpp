// engine/statements/diff.hpp — `diff A to B query`: what one question answers in two views.
//
// Shape     a first column says `lost` (only in the first), `gained` (only in the second) or, where
// `by ?k`
//           pairs rows, `changed`, with `old → new` in the cells that differ. Rows that are in both
//           are not shown. Lost and changed ones come in the order of the first answer, then gained
//           ones.
// Units     both answers are held.
// Errors    E0302 a `by` that is no column.
#pragma once

#include "engine/session_core.hpp"

namespace vouch::session {

[[nodiscard]] Outcome diff_statement(const Run& run, const ast::DiffStatement& statement);

}  // namespace vouch::session
