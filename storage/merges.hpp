// storage/merges.hpp — which entities are one.
//
// Shape     a merge is a claim `a merged_into b`. What the graph and the orders of claims hold of a
//           merged entity stands under its canonical id, the last target of its chain of believed
//           merges; `a merged_into …` in the graph says which that is. Records keep what was said.
//           A merge claim whose merge would lead back to where it began, or would be the second one
//           believed of an entity, is refused.
// Lifetime  of one call.
// Errors    StorageError E0341 from Update::add_claim; whoever asks first can say it better.
#pragma once

#include <optional>
#include <vector>

#include "storage/store.hpp"

namespace vouch::storage {

struct MergeClaim {
  TermId claim;
  TermId from;
  TermId into;
  TermId certainty;
  bool retracted = false;
  bool believed = false;  // while it is not retracted: affirmed, no alternative, at least stated
};

// All, retracted ones too, by number.
[[nodiscard]] std::vector<MergeClaim> merge_claims(const Snapshot& snapshot);
// The entity's own id unless it is merged.
[[nodiscard]] TermId canonical(const Snapshot& snapshot, TermId id);
[[nodiscard]] Triple canonical(const Snapshot& snapshot, const Triple& said);
// What it says, of canonical entities.
[[nodiscard]] ClaimRecord canonical(const Snapshot& snapshot, ClaimRecord record);
// Merged entities that stand under this one, ascending.
[[nodiscard]] std::vector<TermId> merged_under(const Snapshot& snapshot, TermId id);
[[nodiscard]] bool has_merged(const Snapshot& snapshot);

// Inside an update, its own merges too. From one entity to the other along unretracted merges, one
// after the other: nothing when they do not lead there. What an entity is believed to be merged into.
[[nodiscard]] std::vector<TermId> merge_chain(Update& update, TermId from, TermId to);
[[nodiscard]] std::optional<TermId> merge_target(Update& update, TermId entity);

}  // namespace vouch::storage
