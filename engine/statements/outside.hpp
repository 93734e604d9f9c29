// engine/statements/outside.hpp — which claims the view of a question leaves out though they would
// matter.
//
// Shape     notes for the footer. A claim matters when, taken for true, it would stand under a row:
// each pattern
//           of the question is asked again with the claims that are left out in its place. Told
//           apart: denied, one of several alternatives, outside `using`, `at` or `as of`; claims
//           that deny what is shown; under `at`, claims that count because they say no time.
// Units     a look at the claims of each pattern, up to kClaimsMost, and a small query for each
// pattern and
//           kind of claim that there is.
// Errors    none of its own; limits of the statement hold. Beyond kClaimsMost it says that it does
// not say.
#pragma once

#include <string>
#include <vector>

#include "engine/logical/plan.hpp"
#include "engine/session_core.hpp"

namespace vouch::session {

[[nodiscard]] std::vector<std::string> outside_notes(const Run& run, const logical::Plan& plan,
                                                     const std::vector<ast::Head>& heads,
                                                     const storage::Snapshot& snapshot);

}  // namespace vouch::session
