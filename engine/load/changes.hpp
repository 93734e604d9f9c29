// engine/load/changes.hpp — statements that change what is there: retract, merge, unmerge, rename.
//
// Shape     each looks at the whole statement first and writes only when all of it is good. A claim
//           is named by its id or by a beginning of it that no other claim has.
// Errors    false: problems were added to the workspace, and nothing of the statement was written.
//           E0201 no such claim, E0202 several, E0315 no claim, E0340 not there to be retracted,
//           E0341 these two cannot be merged, E0342 cannot be renamed so.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_set>

#include "engine/load/claims.hpp"
#include "engine/load/workspace.hpp"
#include "parser/ast_statement.hpp"

namespace vouch::load {

// What to do about a change that was made before: a file may be loaded twice.
enum class Repeated : std::uint8_t { refuse, pass_over };

// What is counted is claims that were not retracted before; `named` learns of all.
[[nodiscard]] std::optional<std::uint64_t> retract(Workspace& work,
                                                   const ast::RetractStatement& statement,
                                                   Repeated repeated,
                                                   std::unordered_set<TermId>& named);

// Both sides of a merge, under their own ids.
struct MergedEnds {
  TermId entity;
  TermId into;
  Span entity_place;
  Span into_place;
};
[[nodiscard]] std::optional<MergedEnds> merged_ends(Workspace& work,
                                                    const ast::MergeStatement& statement);
// Whether nothing speaks against it: kinds, merges that are there.
[[nodiscard]] bool may_be_one(Workspace& work, const MergedEnds& ends, const BuiltClaim& claim);
// Retracts all claims that the one is the other.
[[nodiscard]] std::optional<std::uint64_t> unmerge(Workspace& work, const MergedEnds& ends,
                                                   const ast::MergeStatement& statement,
                                                   Span place, Repeated repeated);
// The id only: what is said follows, and the former id finds it still.
[[nodiscard]] bool rename(Workspace& work, const ast::RenameStatement& statement);

}  // namespace vouch::load
