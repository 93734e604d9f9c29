#include "storage/said_plainly.hpp"

#include <algorithm>
#include <array>

#include "storage/blocks/block_cursor.hpp"
#include "storage/claim_tables.hpp"
#include "storage/format.hpp"
#include "storage/merges.hpp"
#include "storage/snapshot_state.hpp"
#include "storage/spelling_table.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

namespace {

bool is_marked(const Snapshot& snapshot, const Triple& said) {
  SnapshotState& state = *snapshot.state();
  const auto written = spellings_of(state.transaction(), state.tables(), said);
  return std::ranges::find(written, well_known::kMergedInto) != written.end();
}

// Rows of `spellings` from `from` on while `within` holds.
template <typename Within, typename Visit>
void each_marked(SnapshotState& state, const BlockRow& from, const Within& within,
                 const Visit& visit) {
  BlockCursor cursor(state.transaction(), state.tables().blocks(format::TableName::spellings));
  for (bool more = cursor.seek(from); more;) {
    const BlockRow row = cursor.current();
    if (!within(row)) return;
    if (row.c == well_known::kMergedInto.bits()) {
      visit(Triple{TermId::from_bits(row.a), TermId::from_bits(row.head),
                   TermId::from_bits(row.b)});
    }
    cursor.go_to(cursor.row() + 1);
    more = cursor.row() < cursor.block().rows() || cursor.next_block();
  }
}

}  // namespace

bool said_plainly(const Snapshot& snapshot, const Triple& triple) {
  RowsWalk& rows = snapshot.state()->rows();
  const std::uint8_t why =
      rows.note({triple.relation.bits(), triple.subject.bits(), triple.object.bits()});
  if ((why & format::support::kPlain) != 0) return true;
  return has_merged(snapshot) && is_marked(snapshot, triple);
}

bool stands_plainly(const Snapshot& snapshot, const Triple& triple) {
  const std::uint8_t why = snapshot.state()->rows().note(
      {triple.relation.bits(), triple.subject.bits(), triple.object.bits()});
  return (why & (format::support::kPlain | format::support::kMerged)) != 0;
}

void each_said_of_merged(const Snapshot& snapshot,
                         const std::function<void(const Triple&)>& visit) {
  if (!has_merged(snapshot)) return;
  each_marked(*snapshot.state(), BlockRow{}, [](const BlockRow&) { return true; }, visit);
}

std::vector<TermId> objects_said(const Snapshot& snapshot, TermId subject, TermId relation) {
  std::vector<TermId> said;
  RowsWalk& rows = snapshot.state()->rows();
  const Ids3 first{relation.bits(), subject.bits(), 0};
  rows.open(first, {relation.bits(), subject.bits(), kHighestId});
  std::array<TermId, 16> objects;
  std::vector<TermId> all;
  while (const std::size_t count = rows.next({nullptr, nullptr, objects.data()}, objects.size()))
    all.insert(all.end(), objects.begin(), objects.begin() + static_cast<std::ptrdiff_t>(count));
  for (const TermId object : all) {
    const std::uint8_t why = rows.note({relation.bits(), subject.bits(), object.bits()});
    if ((why & format::support::kPlain) != 0) said.push_back(object);
  }
  if (!has_merged(snapshot)) return said;
  each_marked(
      *snapshot.state(), {relation.bits(), subject.bits(), 0, 0},
      [&](const BlockRow& row) { return row.head == first[0] && row.a == first[1]; },
      [&](const Triple& triple) { said.push_back(triple.object); });
  std::ranges::sort(said);
  return said;
}

bool known_from_loading(const Snapshot& snapshot, TermId claim) {
  const auto stored =
      read_claim(snapshot.state()->transaction(), snapshot.state()->tables(), claim.payload());
  return stored && stored->known_from_load;
}

}  // namespace vouch::storage
