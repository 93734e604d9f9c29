// engine/statements/pivotal.hpp — the smallest sets of claims whose retraction removes a row.
//
// Shape     a row of the answer for each set, in a last column `without`. Each set is tried: the
//           question is asked of the store without it.
// Units     the first 10 rows, up to kSetsShown sets a row; what is cut is said.
#pragma once

#include <cstddef>

#include "engine/session_core.hpp"

namespace vouch::session {

inline constexpr std::size_t kSetsShown = 10;
[[nodiscard]] Outcome pivotal(const Run& run, const ast::Query& query);

}  // namespace vouch::session
