// engine/load/retraction.hpp — when a retraction became known, and claims being retracted.
//
// Lifetime  of one statement.
// Errors    E0315 and E0301: the problem is in the workspace, and `good` is false.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/load/workspace.hpp"
#include "parser/ast_query.hpp"

namespace vouch::load {

struct RetractedAt {
  bool good = true;
  bool none = false;  // at no known time
  TermId date;        // unbound: now
};

// `(known 2025-06)`, or nothing.
[[nodiscard]] RetractedAt retraction_time(Workspace& work,
                                          const std::vector<ast::Qualifier>& qualifiers);
// How many were not retracted before.
std::uint64_t retract_all(Workspace& work, const std::vector<TermId>& claims,
                          const RetractedAt& when);

}  // namespace vouch::load
