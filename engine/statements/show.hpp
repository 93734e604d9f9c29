// engine/statements/show.hpp — `show relations`, `show kinds`, …: the vocabulary with counts and
// examples.
//
// Errors    E0321: no such thing to show, with the list of what there is.
#pragma once

#include "engine/session_core.hpp"

namespace vouch::session {

[[nodiscard]] Outcome show_statement(const Run& run, const ast::ShowStatement& statement,
                                     Span place);

}  // namespace vouch::session
