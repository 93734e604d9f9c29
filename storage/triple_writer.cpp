#include "storage/triple_writer.hpp"

#include <algorithm>
#include <optional>

#include "base/invariant.hpp"
#include "storage/blocks/block_merge.hpp"
#include "storage/checksum.hpp"
#include "storage/row.hpp"
#include "storage/term_codec.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

format::IdKey<3> spo_key(const Triple& triple) {
  return format::id_key<3>({triple.subject.bits(), triple.relation.bits(), triple.object.bits()});
}
BlockRow pso_row(const Triple& triple) {
  return {triple.relation.bits(), triple.subject.bits(), triple.object.bits(), 0};
}
BlockRow pos_row(const Triple& triple) {
  return {triple.relation.bits(), triple.object.bits(), triple.subject.bits(), 0};
}
Triple triple_of(const Tuple<4>& tuple) {
  return {TermId::from_bits(tuple[1]), TermId::from_bits(tuple[0]), TermId::from_bits(tuple[2])};
}

}  // namespace

std::uint64_t triple_hash(const Triple& triple) {
  return hash64(spo_key(triple).view());
}
std::uint64_t support_hash(const Triple& triple, std::uint8_t support) {
  return hash64(spo_key(triple).view(), support);
}
std::uint64_t pair_hash(std::uint64_t end, std::uint64_t relation) {
  return hash64(format::id_key<2>({end, relation}).view());
}

TripleWriter::TripleWriter(lmdb::Transaction& transaction, const Tables& tables, Header& header,
                           const std::string& directory, std::size_t budget_bytes)
    : transaction_(transaction),
      tables_(tables),
      header_(header),
      incoming_(directory, budget_bytes / 2, {0, 1, 2}),
      objects_(directory, budget_bytes / 4, {0, 1}),
      sp_(directory, budget_bytes / 8, {0}),
      op_(directory, budget_bytes / 8, {0}),
      lookup_(transaction, tables.blocks(TableName::pso)),
      spellings_(transaction, tables, header) {}

void TripleWriter::add(const Triple& triple, std::uint8_t support) {
  invariant(
      is_storable(triple.subject) && is_storable(triple.relation) && is_storable(triple.object),
      "a triple of unbound or computed terms");
  incoming_.add({triple.relation.bits(), triple.subject.bits(), triple.object.bits(), support});
}

void TripleWriter::flush() {
  if (!withdrawn_.empty()) take_away();
  if (!incoming_.empty()) {
    merge_incoming();
    merge_objects();
    merge_pairs(TableName::sp, sp_, header_.sp);
    merge_pairs(TableName::op, op_, header_.op);
  }
  spellings_.flush();
  statistics_.write(transaction_, tables_, header_.statistics);
}

// ── what comes ──────────────────────────────────────────────────────────────────────────────────

void TripleWriter::merge_incoming() {
  BlockMerge pso(transaction_, tables_.blocks(TableName::pso));
  const auto merge = [&](const Tuple<4>& tuple, std::uint8_t support) {
    const Triple triple = triple_of(tuple);
    const auto added = pso.add(pso_row(triple), support);
    if (added.note_before != 0) {
      const std::uint8_t after = added.note_before | support;
      if (after == added.note_before) return;
      header_.supports.replace(support_hash(triple, added.note_before),
                               support_hash(triple, after));
      return;
    }
    ++added_;
    auto& change = statistics_.of(triple.relation);
    ++change.triples;
    header_.triples.add(triple_hash(triple));
    header_.supports.add(support_hash(triple, support));
    objects_.add({tuple[0], tuple[2], tuple[1]});
    if (!added.run_begins) return;
    ++change.subjects;
    sp_.add({tuple[1], tuple[0]});
  };
  std::optional<Tuple<4>> last;  // equal triples come in a row, each with a reason
  std::uint8_t support = 0;
  incoming_.drain([&](const Tuple<4>& tuple) {
    if (last && (*last)[0] == tuple[0] && (*last)[1] == tuple[1] && (*last)[2] == tuple[2]) {
      support |= static_cast<std::uint8_t>(tuple[3]);
      return;
    }
    if (last) merge(*last, support);
    last = tuple;
    support = static_cast<std::uint8_t>(tuple[3]);
  });
  if (last) merge(*last, support);
  pso.finish();
}

void TripleWriter::merge_objects() {
  BlockMerge pos(transaction_, tables_.blocks(TableName::pos));
  objects_.drain([&](const Tuple<3>& tuple) {
    const auto added = pos.add({tuple[0], tuple[1], tuple[2], 0});
    if (added.note_before != 0) raise_damaged("pos", "a triple that is not in pso");
    if (!added.run_begins) return;
    ++statistics_.of(TermId::from_bits(tuple[0])).objects;
    op_.add({tuple[1], tuple[0]});
  });
  pos.finish();
}

void TripleWriter::merge_pairs(TableName table, SortedRuns<2>& pairs, TableSum& sum) {
  BlockMerge merge(transaction_, tables_.blocks(table));
  pairs.drain([&](const Tuple<2>& pair) {
    if (merge.add({0, pair[0], pair[1], 0}).note_before != 0)
      raise_damaged(format::name_of(table), "a pair of no triple");
    sum.add(pair_hash(pair[0], pair[1]));
  });
  merge.finish();
}

// ── what goes ───────────────────────────────────────────────────────────────────────────────────

std::uint8_t TripleWriter::support(const Triple& triple) {
  if (const auto found = withdrawn_.find(triple); found != withdrawn_.end()) return found->second;
  lookup_.forget();
  return lookup_.note({triple.relation.bits(), triple.subject.bits(), triple.object.bits()});
}

std::uint8_t TripleWriter::withdraw(const Triple& triple, std::uint8_t support) {
  const std::uint8_t before = this->support(triple);
  const auto after = static_cast<std::uint8_t>(before & ~support);
  if (after == before) return before;
  header_.supports.replace(support_hash(triple, before),
                           after == 0 ? 0 : support_hash(triple, after));
  withdrawn_[triple] = after;
  return before;
}

namespace {

// Takes sorted rows out of a table; tells of each whose run ended.
template <typename Rows, typename Ended>
void remove_rows(lmdb::Transaction& transaction, const BlockTable& table, Rows& rows,
                 const Ended& ended) {
  std::ranges::sort(rows);
  BlockMerge merge(transaction, table);
  for (const BlockRow& row : rows) {
    const auto removed = merge.remove(row);
    if (!removed.was_there) raise_damaged(table.name, "a row is missing");
    if (removed.run_ends) ended(row);
  }
  merge.finish();
}

}  // namespace

void TripleWriter::take_away() {
  std::vector<std::pair<BlockRow, std::uint8_t>> changed;
  std::vector<BlockRow> gone;
  std::vector<BlockRow> gone_objects;
  std::vector<BlockRow> sp;
  std::vector<BlockRow> op;
  for (const auto& [triple, left] : withdrawn_) {
    if (left != 0) {
      changed.emplace_back(pso_row(triple), left);
      continue;
    }
    gone.push_back(pso_row(triple));
    gone_objects.push_back(pos_row(triple));
    --statistics_.of(triple.relation).triples;
    --header_.supports.rows;
    header_.triples.remove(triple_hash(triple));
    spellings_.remove(triple);
  }
  withdrawn_.clear();
  std::ranges::sort(changed);
  BlockMerge notes(transaction_, tables_.blocks(TableName::pso));
  for (const auto& [row, left] : changed) notes.set_note(row, left);
  notes.finish();
  remove_rows(transaction_, tables_.blocks(TableName::pso), gone, [&](const BlockRow& row) {
    --statistics_.of(TermId::from_bits(row.head)).subjects;
    header_.sp.remove(pair_hash(row.a, row.head));
    sp.push_back({0, row.a, row.head, 0});
  });
  remove_rows(transaction_, tables_.blocks(TableName::pos), gone_objects, [&](const BlockRow& row) {
    --statistics_.of(TermId::from_bits(row.head)).objects;
    header_.op.remove(pair_hash(row.a, row.head));
    op.push_back({0, row.a, row.head, 0});
  });
  const auto nothing = [](const BlockRow&) {};
  remove_rows(transaction_, tables_.blocks(TableName::sp), sp, nothing);
  remove_rows(transaction_, tables_.blocks(TableName::op), op, nothing);
  spellings_.flush();
}

// ── what is there ───────────────────────────────────────────────────────────────────────────────

std::vector<Triple> TripleWriter::matching(TableName table, const Ids3& low, const Ids3& high) {
  constexpr std::size_t kAtOnce = 512;
  std::array<TermId, kAtOnce> a;
  std::array<TermId, kAtOnce> b;
  std::vector<Triple> triples;
  RowsWalk rows(transaction_, tables_.blocks(table));
  rows.open(low, high);
  const TermId relation = TermId::from_bits(low[0]);
  while (const std::size_t count = rows.next({nullptr, a.data(), b.data()}, kAtOnce)) {
    for (std::size_t i = 0; i < count; ++i) {
      const Triple triple =
          table == TableName::pso ? Triple{a[i], relation, b[i]} : Triple{b[i], relation, a[i]};
      const auto taken = withdrawn_.find(triple);
      if (taken == withdrawn_.end() || taken->second != 0) triples.push_back(triple);
    }
  }
  return triples;
}

std::vector<TermId> TripleWriter::objects(TermId relation, TermId subject) {
  std::vector<TermId> ids;
  for (const Triple& triple : matching(TableName::pso, {relation.bits(), subject.bits(), 0},
                                       {relation.bits(), subject.bits(), kHighestId})) {
    ids.push_back(triple.object);
  }
  return ids;
}

std::vector<TermId> TripleWriter::subjects(TermId relation, TermId object) {
  std::vector<TermId> ids;
  for (const Triple& triple : matching(TableName::pos, {relation.bits(), object.bits(), 0},
                                       {relation.bits(), object.bits(), kHighestId})) {
    ids.push_back(triple.subject);
  }
  return ids;
}

std::vector<TermId> TripleWriter::spellings(const Triple& triple) {
  if (header_.spellings.rows == 0) return {};
  auto spellings = spellings_of(transaction_, tables_, triple);
  std::erase(spellings, well_known::kMergedInto);
  return spellings;
}

std::vector<Triple> TripleWriter::triples_of(TermId relation) {
  return matching(TableName::pso, {relation.bits(), 0, 0},
                  {relation.bits(), kHighestId, kHighestId});
}

}  // namespace vouch::storage
