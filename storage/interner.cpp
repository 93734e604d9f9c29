#include "storage/interner.hpp"

#include <algorithm>
#include <utility>

#include "base/bytes.hpp"
#include "storage/blocks/block_merge.hpp"
#include "storage/row.hpp"
#include "storage/term_codec.hpp"
#include "storage/term_rewrite.hpp"

namespace vouch::storage {
namespace {

constexpr std::size_t kLargeTermBytes = std::size_t{1}
                                        << 20U;            // written at once, never kept in memory
constexpr std::size_t kBytesPerNewHash = 16 + 8 + 12 + 8;  // entry, slots at half load, growth
constexpr std::size_t kSmallestGeneration = std::size_t{64} << 10U;
constexpr std::size_t kSmallestHashes = 256;
constexpr std::uint64_t kTermsBeforeFilter = 4096;  // and a 32nd of the table: reading it must pay
constexpr std::size_t kRecentSlots = 4096;          // a power of two

bool identity_is_encoding(std::string_view identity) {
  return storage::identity_is_encoding(
      static_cast<IdTag>(static_cast<std::uint8_t>(identity[0])));
}
// Of what the table holds of a hash: the filter wants all 64 bits in use.
std::uint64_t filter_hash(std::uint64_t stored) {
  std::uint64_t mixed = stored * 0x9E3779B97F4A7C15ULL;
  return mixed ^= mixed >> 32U;
}

}  // namespace

void Interner::Generation::clear() {
  seen.clear();
  arena.clear();
  index.clear();
}

Interner::Interner(lmdb::Transaction& transaction, const Tables& tables, Header& header,
                   std::size_t budget_bytes)
    : transaction_(transaction),
      tables_(tables),
      header_(header),
      reader_(transaction, tables, header),
      appender_(transaction, tables, header.terms),
      generation_bytes_(std::max(budget_bytes / 4, kSmallestGeneration)),
      hashes_max_(std::max(budget_bytes / 2 / kBytesPerNewHash, kSmallestHashes)),
      first_unwritten_payload_(header.next_term),
      table_empty_(transaction.rows(tables[format::TableName::term_hashes]) == 0),
      filter_bytes_(budget_bytes / 4) {}

TermId Interner::intern(const Term& term) {
  if (const auto id = id_without_dictionary(term, header_)) return *id;
  identity_.clear();
  append_identity(term, identity_);
  const std::uint64_t hash = term_hash(identity_, header_.hash_bits);
  std::optional<TermId> id = find_seen(young_, identity_, hash);
  if (!id) {
    id = find_seen(old_, identity_, hash);
    if (!id) id = find_new(identity_, hash);
    if (!id) id = find_stored(identity_, hash);
    if (!id) {
      id = add(term, identity_, hash);
    } else if (identity_.size() < kLargeTermBytes) {
      remember(*id, identity_, {}, hash);
    }
  }
  note(*id, identity_, hash);
  return *id;
}

void Interner::note(TermId id, std::string_view identity, std::uint64_t hash) {
  if (recent_.empty()) recent_.resize(kRecentSlots);
  const std::uint64_t whole = header_.hash_bits == 64 ? hash : term_hash(identity, 64);
  recent_[id.payload() & (kRecentSlots - 1)] = {id, whole};
}

std::optional<TermId> Interner::find_stored(std::string_view identity, std::uint64_t hash) {
  if (table_empty_) return std::nullopt;
  const std::uint64_t stored = stored_hash(hash, header_.hash_bits);
  if (filter_.active() && !filter_.may_hold(filter_hash(stored))) return std::nullopt;
  return reader_.find(identity, hash);
}

// An update that adds many terms looks each of them up in vain: the filter saves most of that.
void Interner::build_filter() {
  filter_.reset((header_.terms.rows + new_hashes_.size() + kTermsBeforeFilter) * 2,
                filter_bytes_);
  BlockCursor cursor(transaction_, tables_.blocks(format::TableName::term_hashes));
  std::vector<std::uint64_t> hashes;
  for (bool more = cursor.first_block(); more; more = cursor.next_block()) {
    hashes.resize(cursor.block().rows());
    cursor.block().decode_a(0, hashes.size(), hashes.data());
    for (const std::uint64_t hash : hashes) filter_.add(filter_hash(hash));
  }
  for (const NewHash& fresh : new_hashes_)
    filter_.add(filter_hash(stored_hash(fresh.hash, header_.hash_bits)));
}

std::optional<TermId> Interner::find_seen(const Generation& generation, std::string_view identity,
                                          std::uint64_t hash) const {
  const auto place = generation.index.find(hash, [&](std::uint32_t at) {
    const Seen& seen = generation.seen[at];
    return seen.hash == hash && seen.identity_bytes == identity.size() &&
           std::string_view(generation.arena).substr(seen.offset, identity.size()) == identity;
  });
  return place ? std::optional(generation.seen[*place].id) : std::nullopt;
}

// Among the terms of this update whose hashes are not yet in the table.
std::optional<TermId> Interner::find_new(std::string_view identity, std::uint64_t hash) const {
  const auto place = new_index_.find(hash, [&](std::uint32_t at) {
    const NewHash& candidate = new_hashes_[at];
    // One whose row is not written is still in the younger generation, where it was compared
    // already.
    return candidate.hash == hash && candidate.id.payload() < first_unwritten_payload_ &&
           reader_.matching(candidate.id.payload(), identity) == candidate.id;
  });
  return place ? std::optional(new_hashes_[*place].id) : std::nullopt;
}

TermId Interner::add(const Term& term, std::string_view identity, std::uint64_t hash) {
  const IdTag tag = dictionary_tag(term);
  const TermId id{tag, header_.next_term++};
  ++added_;
  encoded_.clear();
  if (!identity_is_encoding(identity)) encode_term(term, encoded_);
  if (identity.size() + encoded_.size() >= kLargeTermBytes) {
    write_terms();  // those before it: rows are appended in the order of ids
    appender_.append(id.payload(), encoded_.empty() ? identity : std::string_view(encoded_));
    appender_.flush();
    first_unwritten_payload_ = header_.next_term;
  } else {
    remember(id, identity, encoded_, hash);
  }
  new_hashes_.push_back({hash, id});
  new_index_.add(hash, static_cast<std::uint32_t>(new_hashes_.size() - 1));
  if (filter_.active()) {
    filter_.add(filter_hash(stored_hash(hash, header_.hash_bits)));
    if (filter_.full()) build_filter();
  } else if (added_ % kTermsBeforeFilter == 0 && added_ * 32 >= header_.terms.rows) {
    build_filter();
  }
  if (new_hashes_.size() >= hashes_max_) flush();
  return id;
}

void Interner::remember(TermId id, std::string_view identity, std::string_view encoded,
                        std::uint64_t hash) {
  if (young_.bytes() > generation_bytes_) rotate();
  young_.index.add(hash, static_cast<std::uint32_t>(young_.seen.size()));
  young_.seen.push_back({hash, id, young_.arena.size(), static_cast<std::uint32_t>(identity.size()),
                         static_cast<std::uint32_t>(encoded.size())});
  young_.arena += identity;
  young_.arena += encoded;
}

void Interner::rotate() {
  write_terms();
  std::swap(young_, old_);
  young_.clear();
  first_unwritten_ = 0;
}

void Interner::write_terms() {
  for (; first_unwritten_ < young_.seen.size(); ++first_unwritten_) {
    const Seen& seen = young_.seen[first_unwritten_];
    if (seen.id.payload() < first_unwritten_payload_) continue;  // was known before
    const std::string_view arena(young_.arena);
    appender_.append(seen.id.payload(),
                     seen.encoded_bytes == 0
                         ? arena.substr(seen.offset, seen.identity_bytes)
                         : arena.substr(seen.offset + seen.identity_bytes, seen.encoded_bytes));
    first_unwritten_payload_ = seen.id.payload() + 1;
  }
  appender_.flush();
}

void Interner::write_hashes() {
  if (new_hashes_.empty()) return;
  std::ranges::sort(new_hashes_, [&](const NewHash& a, const NewHash& b) {
    const std::uint64_t hash_a = stored_hash(a.hash, header_.hash_bits);
    const std::uint64_t hash_b = stored_hash(b.hash, header_.hash_bits);
    return hash_a != hash_b ? hash_a < hash_b : a.id.payload() < b.id.payload();
  });
  BlockMerge merge(transaction_, tables_.blocks(format::TableName::term_hashes));
  for (const NewHash& fresh : new_hashes_)
    merge.add({0, stored_hash(fresh.hash, header_.hash_bits), fresh.id.payload(), 0});
  merge.finish();
  table_empty_ = false;
  new_hashes_.clear();
  new_index_.clear();
}

void Interner::flush() {
  write_terms();
  write_hashes();
}

void Interner::replace(TermId id, const Term& term) {
  flush();
  const auto row_of = [&](std::string_view identity) -> BlockRow {
    const std::uint64_t hash = term_hash(identity, header_.hash_bits);
    return {0, stored_hash(hash, header_.hash_bits), id.payload(), 0};
  };
  const Term known = reader_.term(id);
  std::string before;
  std::string after;
  append_identity(known, before);
  append_identity(term, after);
  const std::string encoded = encode_term(term);
  header_.terms.replace(term_row_hash(id.payload(), encode_term(known)),
                        term_row_hash(id.payload(), encoded));
  rewrite_term(transaction_, tables_, id.payload(), encoded);
  const BlockTable hashes = tables_.blocks(format::TableName::term_hashes);
  BlockMerge gone(transaction_, hashes);
  if (!gone.remove(row_of(before)).was_there) raise_damaged("term_hashes", "a row is missing");
  gone.finish();
  BlockMerge fresh(transaction_, hashes);
  fresh.add(row_of(after));
  fresh.finish();
  young_.clear();
  old_.clear();
  first_unwritten_ = 0;
  recent_.clear();
  renew(0);
}

void Interner::renew(std::uint64_t added) {
  appender_.forget();
  first_unwritten_payload_ = header_.next_term;
  table_empty_ = header_.terms.rows == 0;
  filter_ = {};
  added_ += added;
}

Term Interner::term(TermId id) {
  if (in_dictionary(id.tag()) && first_unwritten_payload_ <= id.payload()) write_terms();
  return reader_.term(id);
}

std::uint64_t Interner::identity_hash(TermId id) {
  if (!recent_.empty()) {
    const Recent& recent = recent_[id.payload() & (kRecentSlots - 1)];
    if (recent.id == id) return recent.hash;
  }
  if (first_unwritten_payload_ <= id.payload()) write_terms();
  const std::string_view bytes = reader_.encoded(id);
  if (identity_is_encoding(bytes)) return term_hash(bytes, 64);
  const auto term = decode_term(bytes);
  if (!term) raise_damaged("terms", "a term that cannot be read");
  identity_.clear();
  append_identity(*term, identity_);
  return term_hash(identity_, 64);
}

}  // namespace vouch::storage
