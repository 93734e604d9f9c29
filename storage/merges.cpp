#include "storage/merges.hpp"

#include <array>

#include "storage/claim_state.hpp"
#include "storage/merge_links.hpp"
#include "storage/snapshot_state.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

bool has_merged(const Snapshot& snapshot) {
  std::optional<bool>& any = snapshot.state()->any_merged();
  if (!any) any = snapshot.statistics(well_known::kMergedInto).triples > 0;
  return *any;
}

std::vector<MergeClaim> merge_claims(const Snapshot& snapshot) {
  SnapshotState& state = *snapshot.state();
  return stored_merges(state.transaction(), state.tables(),
                       [&](std::uint64_t number) { return state.claim_flags().of(number); });
}

TermId canonical(const Snapshot& snapshot, TermId id) {
  if ((id.tag() != IdTag::iri && id.tag() != IdTag::blank) || !has_merged(snapshot)) return id;
  TripleCursor cursor(snapshot, Order::spo);
  cursor.open(std::array{id, well_known::kMergedInto});
  TermId into;
  return cursor.next(nullptr, nullptr, &into, 1) > 0 ? into : id;
}

Triple canonical(const Snapshot& snapshot, const Triple& said) {
  if (said.relation == well_known::kMergedInto || said.relation == well_known::kFormerId)
    return said;
  Triple image{canonical(snapshot, said.subject), said.relation, canonical(snapshot, said.object)};
  if (said.relation == well_known::kLabel && image.subject != said.subject)
    image.relation = well_known::kAlias;
  return image;
}

ClaimRecord canonical(const Snapshot& snapshot, ClaimRecord record) {
  if (!has_merged(snapshot)) return record;
  record.triple = canonical(snapshot, record.triple);
  for (auto& [relation, value] : record.qualifiers) value = canonical(snapshot, value);
  for (auto& chain : record.said_by) {
    for (TermId& speaker : chain) speaker = canonical(snapshot, speaker);
  }
  return record;
}

std::vector<TermId> merged_under(const Snapshot& snapshot, TermId id) {
  std::vector<TermId> merged;
  if (!has_merged(snapshot)) return merged;
  TripleCursor cursor(snapshot, Order::pos);
  cursor.open(std::array{well_known::kMergedInto, id});
  std::array<TermId, 64> some;
  while (const std::size_t count = cursor.next(nullptr, nullptr, some.data(), some.size()))
    merged.insert(merged.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
  return merged;
}

}  // namespace vouch::storage
