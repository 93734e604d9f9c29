#include "storage/bulk/triple_merge.hpp"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include "storage/blocks/block_merge.hpp"
#include "storage/bulk/key_sort.hpp"
#include "storage/bulk/parallel.hpp"
#include "storage/spelling_table.hpp"
#include "storage/triple_writer.hpp"

namespace vouch::storage::bulk {
namespace {

using format::TableName;
constexpr std::uint8_t kPlain = format::support::kPlain;

}  // namespace

TripleMerge::TripleMerge(const Numbering& numbers, lmdb::Transaction& transaction,
                         const Tables& tables, Header& header, std::function<bool(TermId)> apart,
                         std::function<void(const Triple&)> say)
    : numbers_(numbers),
      transaction_(transaction),
      tables_(tables),
      header_(header),
      apart_(std::move(apart)),
      say_(std::move(say)),
      bits_(std::max(1U, static_cast<unsigned>(std::bit_width(numbers.ranks())))) {}

Triple TripleMerge::triple_of(const Relation& relation, std::uint64_t key) const {
  return {TermId::from_bits(numbers_.id_at(left(key))), TermId::from_bits(relation.id),
          TermId::from_bits(numbers_.id_at(right(key)))};
}

void TripleMerge::run(const std::vector<Lane*>& lanes) {
  distribute(lanes);
  take_spelled(lanes);
  for (Lane* lane : lanes) lane->give_back();
  std::vector<Relation*> fresh;
  for (auto& [id, relation] : relations_) {
    if (relation->fresh) fresh.push_back(relation.get());
  }
  std::ranges::sort(fresh, std::ranges::greater{},
                    [](const Relation* relation) { return relation->keys.size(); });
  std::vector<std::function<void()>> tasks;
  for (Relation* relation : fresh) tasks.emplace_back([this, relation] { encode(*relation); });
  run_parallel(tasks);
  write_blocks(TableName::pso, &Relation::pso);
  write_blocks(TableName::pos, &Relation::pos);
  for (auto& [id, relation] : relations_) {
    if (relation->apart) {
      say_apart(*relation);
    } else if (!relation->fresh) {
      merge_known(*relation);
    }
    header_.triples.sum += relation->hashes;
    header_.supports.sum += relation->support_hashes;
    auto& change = statistics_.of(TermId::from_bits(id));
    change.subjects += static_cast<std::int64_t>(relation->subjects.size());
    change.objects += static_cast<std::int64_t>(relation->objects.size());
    change.triples += static_cast<std::int64_t>(relation->keys.size());
    header_.triples.rows += relation->keys.size();
    header_.supports.rows += relation->keys.size();
    added_ += relation->keys.size();
    relation->keys = {};
  }
  write_pairs(TableName::sp, &Relation::subjects, header_.sp);
  write_pairs(TableName::op, &Relation::objects, header_.op);
  write_spellings();
  statistics_.write(transaction_, tables_, header_.statistics);
}

TripleMerge::Relation& TripleMerge::relation_of(std::uint64_t id) {
  auto& relation = relations_[id];
  if (!relation) {
    relation = std::make_unique<Relation>();
    relation->id = id;
    relation->apart = apart_(TermId::from_bits(id));
    relation->fresh = !relation->apart &&
                      read_statistics(transaction_, tables_, TermId::from_bits(id)).triples == 0;
  }
  return *relation;
}

void TripleMerge::distribute(const std::vector<Lane*>& lanes) {
  std::unordered_map<TermRef, Relation*> by_ref;
  for (Lane* lane : lanes) {
    TermRef last = ~TermRef{0};
    Relation* relation = nullptr;
    for (const TripleRefs& triple : lane->triples()) {
      if (relation == nullptr || triple.relation != last) {
        last = triple.relation;
        Relation*& known = by_ref[last];
        if (known == nullptr) known = &relation_of(numbers_.id_of(last));
        relation = known;
      }
      relation->keys.push_back(key_of(triple));
    }
  }
}

// ── relations that are new ──────────────────────────────────────────────────────────────────────

// (left, right) to (right, left), sorted.
void TripleMerge::turn(std::vector<std::uint64_t>& keys) const {
  for (std::uint64_t& key : keys) key = right(key) << bits_ | left(key);
  sort_keys(keys, 2 * bits_);
}

void TripleMerge::encode(Relation& relation) const {
  sort_keys(relation.keys, 2 * bits_);
  relation.keys.erase(std::unique(relation.keys.begin(), relation.keys.end()), relation.keys.end());
  const auto fill = [&](TableName table, std::vector<std::uint64_t>& runs) {
    BlockFiller filler(tables_.blocks(table));
    for (const std::uint64_t key : relation.keys) {
      if (runs.empty() || runs.back() != left(key)) runs.push_back(left(key));
      filler.add({relation.id, numbers_.id_at(left(key)), numbers_.id_at(right(key)), 0});
    }
    return filler.finish();
  };
  for (const std::uint64_t key : relation.keys) {
    const Triple triple = triple_of(relation, key);
    relation.hashes += triple_hash(triple);
    relation.support_hashes += support_hash(triple, kPlain);
  }
  relation.pso = fill(TableName::pso, relation.subjects);
  turn(relation.keys);
  relation.pos = fill(TableName::pos, relation.objects);
}

void TripleMerge::write_blocks(TableName table, std::vector<BlockFiller::Block> Relation::*blocks) {
  for (auto& [id, relation] : relations_) {
    for (const auto& [key, value] : (*relation).*blocks)
      transaction_.put(tables_[table], key.view(), value);
    (*relation).*blocks = {};
  }
}

// ── relations that have triples, or mean more ───────────────────────────────────────────────────

void TripleMerge::merge_known(Relation& relation) {
  sort_keys(relation.keys, 2 * bits_);
  relation.keys.erase(std::unique(relation.keys.begin(), relation.keys.end()), relation.keys.end());
  BlockMerge pso(transaction_, tables_.blocks(TableName::pso));
  std::erase_if(relation.keys, [&](std::uint64_t key) {
    const Triple triple = triple_of(relation, key);
    const auto added =
        pso.add({relation.id, triple.subject.bits(), triple.object.bits(), 0}, kPlain);
    if (added.note_before == 0) {
      relation.hashes += triple_hash(triple);
      relation.support_hashes += support_hash(triple, kPlain);
      if (added.run_begins) relation.subjects.push_back(left(key));
      return false;
    }
    if ((added.note_before & kPlain) == 0) {
      header_.supports.replace(support_hash(triple, added.note_before),
                               support_hash(triple, added.note_before | kPlain));
    }
    return true;
  });
  pso.finish();
  turn(relation.keys);
  BlockMerge pos(transaction_, tables_.blocks(TableName::pos));
  for (const std::uint64_t key : relation.keys) {
    const auto added =
        pos.add({relation.id, numbers_.id_at(left(key)), numbers_.id_at(right(key)), 0});
    if (added.run_begins) relation.objects.push_back(left(key));
  }
  pos.finish();
}

void TripleMerge::say_apart(Relation& relation) {
  for (const std::uint64_t key : relation.keys) say_(triple_of(relation, key));
  relation.keys.clear();
}

void TripleMerge::write_pairs(TableName table, std::vector<std::uint64_t> Relation::*ends,
                              TableSum& sum) {
  std::vector<std::uint64_t> ids;  // of relations, in order
  std::vector<std::uint64_t> keys;
  const auto relation_bits = static_cast<unsigned>(std::bit_width(relations_.size()));
  for (auto& [id, relation] : relations_) {
    for (const std::uint64_t end : (*relation).*ends)
      keys.push_back(end << relation_bits | ids.size());
    (*relation).*ends = {};
    ids.push_back(id);
  }
  sort_keys(keys, bits_ + relation_bits);
  const BlockTable blocks = tables_.blocks(table);
  const bool empty = transaction_.rows(blocks.table) == 0;
  BlockFiller filler(blocks);
  BlockMerge merge(transaction_, blocks);
  for (const std::uint64_t key : keys) {
    const BlockRow row{0, numbers_.id_at(key >> relation_bits), ids[key & low_bits(relation_bits)],
                       0};
    sum.add(pair_hash(row.a, row.b));
    if (empty) {
      filler.add(row);
    } else {
      merge.add(row);
    }
  }
  merge.finish();
  for (const auto& [key, value] : filler.finish())
    transaction_.append(blocks.table, key.view(), value);
}

// ── spellings ───────────────────────────────────────────────────────────────────────────────────

// A triple with a spelling is a triple as well. Where it was also written as its value is, here or
// in the store, the object's own id stands beside the spelling and says so.
void TripleMerge::take_spelled(const std::vector<Lane*>& lanes) {
  if (header_.spellings.rows > 0) respell_known();
  std::map<Relation*, std::vector<std::uint64_t>> spelled;
  for (Lane* lane : lanes) {
    for (const SpelledRefs& one : lane->spelled()) {
      Relation& relation = relation_of(numbers_.id_of(one.triple.relation));
      const std::uint64_t key = key_of(one.triple);
      const Triple triple = triple_of(relation, key);
      spellings_.push_back(
          {relation.id, triple.subject.bits(), triple.object.bits(), numbers_.id_of(one.spelling)});
      spelled[&relation].push_back(key);
    }
  }
  RowsWalk stored(transaction_, tables_.blocks(TableName::pso));
  for (auto& [relation, keys] : spelled) {
    sort_keys(relation->keys, 2 * bits_);
    for (const std::uint64_t key : keys) {
      const Triple triple = triple_of(*relation, key);
      const Ids3 row{relation->id, triple.subject.bits(), triple.object.bits()};
      const bool plain =
          std::ranges::binary_search(relation->keys, key) ||
          ((stored.note(row) & kPlain) != 0 && spellings_of(transaction_, tables_, triple).empty());
      if (plain) spellings_.push_back({row[0], row[1], row[2], row[2]});
    }
    relation->keys.insert(relation->keys.end(), keys.begin(), keys.end());
  }
}

// Triples that come as their value is written, and are in the store with other spellings.
void TripleMerge::respell_known() {
  BlockCursor cursor(transaction_, tables_.blocks(TableName::spellings));
  for (auto& [id, relation] : relations_) {
    if (!cursor.seek({id, 0, 0, 0}) || cursor.head() != id) continue;
    sort_keys(relation->keys, 2 * bits_);
    for (const std::uint64_t key : relation->keys) {
      const Triple triple = triple_of(*relation, key);
      const BlockRow from{id, triple.subject.bits(), triple.object.bits(), 0};
      if (!cursor.seek(from)) break;
      const BlockRow found = cursor.current();
      if (found.head == id && found.a == from.a && found.b == from.b)
        spellings_.push_back({id, from.a, from.b, from.b});
    }
  }
}

void TripleMerge::write_spellings() {
  if (spellings_.empty()) return;
  std::ranges::sort(spellings_);
  spellings_.erase(std::unique(spellings_.begin(), spellings_.end()), spellings_.end());
  BlockMerge merge(transaction_, tables_.blocks(TableName::spellings));
  for (const BlockRow& row : spellings_) {
    if (merge.add(row).note_before == 0) header_.spellings.add(spelling_hash(row));
  }
  merge.finish();
}

}  // namespace vouch::storage::bulk
