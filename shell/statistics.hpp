// shell/statistics.hpp — what a store holds, in numbers.
//
// Shape     an answer of two columns; one sentence for the start of the shell.
// Lifetime  takes a snapshot and lets it go before anything is shown.
#pragma once

#include <string>

#include "shell/workspace.hpp"

namespace vouch::shell {

void show_statistics(Workspace& workspace);

// `375 claims · 310 entities · 6 sources · changed 2026-11-22 14:03 UTC`; for an empty store says
// so.
[[nodiscard]] std::string store_sentence(Workspace& workspace);

}  // namespace vouch::shell
