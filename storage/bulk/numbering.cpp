#include "storage/bulk/numbering.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <thread>

#include "storage/blocks/block_filler.hpp"
#include "storage/blocks/block_merge.hpp"
#include "storage/bulk/parallel.hpp"
#include "storage/bulk/term_sort.hpp"
#include "storage/dictionary.hpp"
#include "storage/radix_sort.hpp"
#include "storage/row.hpp"
#include "storage/term_appender.hpp"
#include "storage/term_codec.hpp"

namespace vouch::storage::bulk {
namespace {

using format::TableName;

IdTag tag_of(std::string_view encoded) {
  return static_cast<IdTag>(static_cast<std::uint8_t>(encoded[0]));
}

}  // namespace

Numbering::Numbering(TermTable& terms, lmdb::Transaction& transaction, const Tables& tables,
                     Header& header)
    : terms_(terms), transaction_(transaction), tables_(tables), header_(header) {}

void Numbering::run() {
  std::vector<Unknown> unknown;
  collect(unknown);
  if (header_.terms.rows > 0) look_up(unknown);
  number(unknown);
  write_hashes(unknown);
  unknown = {};
  rank();
}

void Numbering::collect(std::vector<Unknown>& unknown) {
  for (std::size_t s = 0; s < TermTable::kShards; ++s)
    begins_[s + 1] = begins_[s] + terms_.shards()[s].entries().size();
  ids_.assign(begins_.back(), 0);
  for (std::size_t s = 0; s < TermTable::kShards; ++s) {
    const auto& entries = terms_.shards()[s].entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].place == nullptr) {
        ids_[begins_[s] + i] = entries[i].hash;
      } else {
        unknown.push_back({stored_hash(entries[i].hash, header_.hash_bits),
                           static_cast<TermRef>(s << TermTable::kPlaceBits | i)});
      }
    }
  }
}

// In the order of hashes, so that the look-ups walk through the table once.
void Numbering::look_up(std::vector<Unknown>& unknown) {
  std::ranges::sort(unknown, {}, &Unknown::hash);
  const DictionaryReader reader(transaction_, tables_, header_);
  BlockCursor cursor(transaction_, tables_.blocks(TableName::term_hashes));
  std::string identity;
  std::erase_if(unknown, [&](const Unknown& one) {
    bool more = cursor.seek({0, one.hash, 0, 0});
    if (!more || cursor.current().a != one.hash) return false;
    const std::string_view encoded = TermShard::bytes_of(terms_.entry(one.ref));
    identity.assign(encoded);
    if (!identity_is_encoding(tag_of(encoded))) {
      identity.clear();
      append_identity(*decode_term(encoded), identity);
    }
    while (more && cursor.current().a == one.hash) {
      if (const auto id = reader.matching(cursor.current().b, identity)) {
        ids_[place_of(one.ref)] = id->bits();
        return true;
      }
      cursor.go_to(cursor.row() + 1);
      more = cursor.row() < cursor.block().rows() || cursor.next_block();
    }
    return false;
  });
}

void Numbering::number(std::vector<Unknown>& unknown) {
  // Tags apart: that is the order of ids, and work for several threads.
  std::array<std::vector<SortItem>, 16> by_tag;
  for (const Unknown& one : unknown)
    by_tag[static_cast<std::size_t>(tag_of(TermShard::bytes_of(terms_.entry(one.ref))))].push_back(
        {0, one.ref});
  std::vector<std::function<void()>> tasks;
  for (auto& items : by_tag) {
    if (!items.empty()) tasks.emplace_back([&] { sort_terms(terms_, items); });
  }
  run_parallel(tasks);
  TermAppender appender(transaction_, tables_, header_.terms);
  for (auto& items : by_tag) {
    for (const SortItem& item : items) {
      const std::string_view encoded = TermShard::bytes_of(terms_.entry(item.ref));
      const std::uint64_t number = header_.next_term++;
      ids_[place_of(item.ref)] = TermId(tag_of(encoded), number).bits();
      appender.append(number, encoded);
      ++added_;
    }
    items = {};
  }
  appender.flush();
}

void Numbering::write_hashes(std::vector<Unknown>& fresh) {
  std::vector<Tuple<2>> rows;
  rows.reserve(fresh.size());
  for (const Unknown& one : fresh)
    rows.push_back({one.hash, TermId::from_bits(id_of(one.ref)).payload()});
  std::vector<Tuple<2>> scratch;
  radix_sort<2>(rows, std::array<std::size_t, 2>{0, 1}, scratch);
  const BlockTable table = tables_.blocks(TableName::term_hashes);
  if (transaction_.rows(table.table) == 0) {
    BlockFiller filler(table);
    for (const auto& [hash, number] : rows) filler.add({0, hash, number, 0});
    for (const auto& [key, value] : filler.finish())
      transaction_.append(table.table, key.view(), value);
    return;
  }
  BlockMerge merge(transaction_, table);
  for (const auto& [hash, number] : rows) merge.add({0, hash, number, 0});
  merge.finish();
}

void Numbering::rank() {
  std::vector<Tuple<2>> pairs(ids_.size());
  for (std::size_t i = 0; i < ids_.size(); ++i) pairs[i] = {ids_[i], i};
  std::vector<Tuple<2>> scratch;
  radix_sort<2>(pairs, std::array<std::size_t, 1>{0}, scratch);
  ranks_.resize(ids_.size());
  by_rank_.clear();
  for (const auto& [id, place] : pairs) {
    if (by_rank_.empty() || by_rank_.back() != id) by_rank_.push_back(id);
    ranks_[place] = static_cast<std::uint32_t>(by_rank_.size() - 1);
  }
}

}  // namespace vouch::storage::bulk
