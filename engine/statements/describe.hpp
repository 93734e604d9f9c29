// engine/statements/describe.hpp — `describe x`: everything the store holds about it.
//
// Shape     names, kinds and fields first; then one row per claim, outgoing before incoming
//           (`^relation`), relations in the order of their declaration, the newest claim first.
//           `sources` counts the independent ones that say the same. Denied claims are shown as
//           such; one that cannot be true together with another is marked `disputed`. Retracted
//           ones are not shown.
#pragma once

#include "engine/session_core.hpp"

namespace vouch::session {

[[nodiscard]] Outcome describe_statement(const Run& run, const ast::DescribeStatement& statement);

}  // namespace vouch::session
