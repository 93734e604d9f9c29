// engine/statements/why_not.hpp — why a row is not in an answer.
//
// Shape     the question with some names given values, cut after each of its parts: the first part
//           that leaves no row, what claims it would need but does not get (denied, retracted,
//           alternatives, outside the view), and what comes nearest.
#pragma once

#include "engine/session_core.hpp"

namespace vouch::session {

[[nodiscard]] Outcome why_not(const Run& run, const ast::AboutStatement& statement);

}  // namespace vouch::session
