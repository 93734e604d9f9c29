// Merges of an update: which are there, which may be added, and what moves because of them.
#include <fmt/format.h>

#include "base/error.hpp"
#include "storage/display.hpp"
#include "storage/relink.hpp"
#include "storage/statistics.hpp"
#include "storage/update_state.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

std::vector<TermId> merge_chain(Update& update, TermId from, TermId to) {
  return update.state().checked().links().chain(from, to);
}

std::optional<TermId> merge_target(Update& update, TermId entity) {
  return update.state().checked().links().target(entity);
}

void UpdateState::load_canonical() {
  if (read_statistics(*transaction_, store_->tables, well_known::kMergedInto).triples == 0) return;
  std::unordered_map<TermId, TermId> canonical;
  for (const Triple& triple : triples_.triples_of(well_known::kMergedInto))
    canonical.emplace(triple.subject, triple.object);
  canonical_ = CanonicalIds(std::move(canonical));
}

// Read before the first merge of this update is written.
MergeLinks& UpdateState::links() {
  if (links_) return *links_;
  links_.emplace();
  const auto stored =
      stored_merges(*transaction_, store_->tables,
                    [this](std::uint64_t number) { return claims_.flags(number); });
  for (const MergeClaim& merge : stored) {
    if (!merge.retracted) links_->add(merge);
  }
  return *links_;
}

// Whoever is asked by a person says so earlier and better.
void UpdateState::check_merge(const ClaimRecord& record) {
  const auto merge = merge_of(record, false);
  if (!merge) {
    throw StorageError("E0341", "only entities are merged");
  }
  const auto name = [this](TermId id) { return display_text(interner_.term(id), header_.base); };
  if (!links().chain(merge->into, merge->from).empty()) {
    throw StorageError("E0341", fmt::format("merging {} into {} would close a circle",
                                            name(merge->from), name(merge->into)));
  }
  const auto target = links().target(merge->from);
  if (merge->believed && target && *target != merge->into) {
    throw StorageError("E0341", fmt::format("{} is merged into {} already", name(merge->from),
                                            name(*target)));
  }
}

void UpdateState::note_merge(const ClaimRecord& record) {
  const auto merge = merge_of(record, false);
  if (!merge) return;
  links().add(*merge);
  relink_ = relink_ || merge->believed;
}

void UpdateState::forget_merge(TermId claim) {
  links().remove(claim);
  relink_ = true;
}

void UpdateState::relink() {
  relink_ = false;
  Relink({*transaction_, store_->tables, triples_, graph_, claims_, plain_,
          [this] { flush_triples_and_claims(); },
          [this](const ClaimRecord& record) { say_under_canonical(record); }})
      .run(canonical_, links().canonical());
}

void UpdateState::say_plainly(const Triple& triple) {
  if (triple.relation == well_known::kMergedInto) {
    throw StorageError("E0341", "that two entities are one is said by a claim: merge a into b");
  }
  plain_.say(canonical_, triple);
  if (triple.relation == well_known::kFormerId) note_former_id(triple.subject, triple.object);
}

}  // namespace vouch::storage
