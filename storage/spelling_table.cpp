#include "storage/spelling_table.hpp"

#include <algorithm>

#include "storage/blocks/block_cursor.hpp"
#include "storage/blocks/block_merge.hpp"
#include "storage/checksum.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

BlockRow row_of(const Triple& triple, TermId spelling) {
  return {triple.relation.bits(), triple.subject.bits(), triple.object.bits(), spelling.bits()};
}

}  // namespace

std::uint64_t spelling_hash(const BlockRow& row) {
  return hash64(format::id_key<4>({row.a, row.head, row.b, row.c}).view());
}

std::vector<TermId> spellings_of(lmdb::Transaction& transaction, const Tables& tables,
                                 const Triple& triple) {
  std::vector<TermId> spellings;
  BlockCursor cursor(transaction, tables.blocks(TableName::spellings));
  const BlockRow from = row_of(triple, kUnbound);
  bool more = cursor.seek(from);
  while (more) {
    BlockRow row = cursor.current();
    const std::uint64_t spelling = row.c;
    row.c = 0;
    if (row != from) break;
    spellings.push_back(TermId::from_bits(spelling));
    cursor.go_to(cursor.row() + 1);
    more = cursor.row() < cursor.block().rows() || cursor.next_block();
  }
  return spellings;
}

void SpellingTable::add(const Triple& triple, TermId spelling) {
  const BlockRow row = row_of(triple, spelling);
  fresh_.insert(row);
  gone_.erase(row);
}

void SpellingTable::remove(const Triple& triple) {
  if (header_.spellings.rows == 0) return;
  for (const TermId spelling : spellings_of(transaction_, tables_, triple))
    gone_.insert(row_of(triple, spelling));
}

void SpellingTable::forget(const Triple& triple) {
  const TermId last = TermId::from_bits(kHighestId);
  fresh_.erase(fresh_.lower_bound(row_of(triple, kUnbound)), fresh_.upper_bound(row_of(triple, last)));
  remove(triple);
}

bool SpellingTable::has(const Triple& triple, TermId spelling) {
  const BlockRow row = row_of(triple, spelling);
  if (fresh_.contains(row)) return true;
  if (header_.spellings.rows == 0 || gone_.contains(row)) return false;
  const auto stored = spellings_of(transaction_, tables_, triple);
  return std::ranges::find(stored, spelling) != stored.end();
}

void SpellingTable::flush() {
  if (!gone_.empty()) {
    BlockMerge merge(transaction_, tables_.blocks(TableName::spellings));
    for (const BlockRow& row : gone_) {
      if (merge.remove(row).was_there) header_.spellings.remove(spelling_hash(row));
    }
    merge.finish();
    gone_.clear();
  }
  if (!fresh_.empty()) {
    BlockMerge merge(transaction_, tables_.blocks(TableName::spellings));
    for (const BlockRow& row : fresh_) {
      if (merge.add(row).note_before == 0) header_.spellings.add(spelling_hash(row));
    }
    merge.finish();
    fresh_.clear();
  }
}

}  // namespace vouch::storage
