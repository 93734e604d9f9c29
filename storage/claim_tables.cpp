#include "storage/claim_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "storage/blocks/block_merge.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/row.hpp"
#include "storage/text_key.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

Tuple<4> spoc_tuple(const Triple& triple, std::uint64_t number) {
  return {triple.subject.bits(), triple.relation.bits(), triple.object.bits(),
          TermId(IdTag::claim, number).bits()};
}

void merge(lmdb::Transaction& transaction, const Tables& tables, ClaimOrder order,
           SortedRuns<4>& runs) {
  BlockMerge blocks(transaction, tables.blocks(format::table_of(order)));
  runs.drain([&](const Tuple<4>& tuple) { blocks.add(claim_row(order, tuple)); });
  blocks.finish();
}

void take_rows_out(lmdb::Transaction& transaction, const Tables& tables, ClaimOrder order,
                   const std::vector<Tuple<4>>& spoc) {
  const auto places = format::places(order);
  std::vector<BlockRow> rows;
  for (const Tuple<4>& tuple : spoc)
    rows.push_back(claim_row(order, {tuple[places[0]], tuple[places[1]], tuple[places[2]], tuple[3]}));
  std::ranges::sort(rows);
  const TableName table = format::table_of(order);
  BlockMerge blocks(transaction, tables.blocks(table));
  for (const BlockRow& row : rows) {
    if (!blocks.remove(row).was_there) raise_damaged(format::name_of(table), "a row is missing");
  }
  blocks.finish();
}

}  // namespace

std::uint64_t claim_key_hash(const Triple& triple, std::uint64_t number) {
  return hash64(format::id_key<4>(spoc_tuple(triple, number)).view());
}

std::optional<StoredClaim> read_claim(const lmdb::Transaction& transaction, const Tables& tables,
                                      std::uint64_t number) {
  const auto value = transaction.get(tables[TableName::claims], format::number_key(number).view());
  if (!value) return std::nullopt;
  auto claim = decode_claim(number, *value);
  if (!claim) raise_damaged("claims", fmt::format("claim number {} cannot be read", number));
  return claim;
}

std::optional<ClaimName> decode_claim_name(std::string_view key, std::string_view value) {
  const auto body = unseal(value, key);
  if (!body || body->size() < 8) return std::nullopt;
  const std::string_view whole = body->substr(8);
  return ClaimName{std::string(whole.empty() ? key : whole), load_u64(body->data())};
}

std::optional<std::uint64_t> claim_of_name(const lmdb::Transaction& transaction,
                                           const Tables& tables, std::string_view name) {
  if (name.empty()) return std::nullopt;
  const std::string key = text_key(name);
  const auto value = transaction.get(tables[TableName::claim_names], key);
  if (!value) return std::nullopt;
  const auto found = decode_claim_name(key, *value);
  if (!found) raise_damaged("claim_names", "a name that cannot be read");
  return found->name == name ? std::optional(found->number) : std::nullopt;
}

std::optional<std::uint64_t> claim_of_beginning(lmdb::Transaction& transaction,
                                                const Tables& tables, std::string_view beginning) {
  const std::string_view from = beginning.substr(0, format::kKeyTextBytes);
  std::optional<std::uint64_t> found;
  lmdb::Cursor cursor(transaction, tables[TableName::claim_names]);
  for (bool more = cursor.seek(from); more && cursor.key().starts_with(from);
       more = cursor.next()) {
    const auto name = decode_claim_name(cursor.key(), cursor.value());
    if (!name) raise_damaged("claim_names", "a name that cannot be read");
    if (!name->name.starts_with(beginning)) continue;
    if (found) return std::nullopt;
    found = name->number;
  }
  return found;
}

ClaimWriter::ClaimWriter(lmdb::Transaction& transaction, const Tables& tables, Header& header,
                         const std::string& directory, std::size_t budget_bytes)
    : transaction_(transaction),
      tables_(tables),
      header_(header),
      spoc_(directory, budget_bytes / 3, {0, 1, 2, 3}),
      posc_(directory, budget_bytes / 3, {0, 1, 2, 3}),
      ospc_(directory, budget_bytes / 3, {0, 1, 2, 3}),
      flags_(transaction, tables, header),
      by_subject_(transaction, tables, ClaimOrder::spoc) {}

TermId ClaimWriter::add(StoredClaim claim, const Triple& image) {
  const std::uint64_t number = header_.next_claim++;
  ClaimRecord& record = claim.record;
  record.id = {IdTag::claim, number};
  const auto key = format::number_key(number);
  const std::string value = encode_claim(claim);
  transaction_.append(tables_[TableName::claims], key.view(), value);
  header_.claims.add(row_hash(key.view(), value));

  const std::string name = text_key(record.name);
  std::string name_value;
  append_u64(name_value, number);
  if (is_shortened(record.name)) name_value += record.name;
  seal(name_value, name);
  if (!transaction_.insert(tables_[TableName::claim_names], name, name_value)) {
    throw StorageError("E0612", fmt::format("the claim name {} is taken", record.name));
  }
  header_.claim_names.add(row_hash(name, name_value));

  header_.claim_keys.add(claim_key_hash(image, number));
  place(image, number, claim_flags(claim));
  return record.id;
}

void ClaimWriter::place(const Triple& image, std::uint64_t number, std::uint8_t flags) {
  flags_.add(number, flags);
  add_rows(image, number);
}

void ClaimWriter::take_out(const Triple& image, std::uint64_t number) {
  header_.claim_keys.remove(claim_key_hash(image, number));
  gone_.push_back(spoc_tuple(image, number));
}

void ClaimWriter::put_in(const Triple& image, std::uint64_t number) {
  header_.claim_keys.add(claim_key_hash(image, number));
  add_rows(image, number);
}

void ClaimWriter::add_rows(const Triple& image, std::uint64_t number) {
  const auto [s, p, o, c] = spoc_tuple(image, number);
  spoc_.add({s, p, o, c});
  posc_.add({p, o, s, c});
  ospc_.add({o, s, p, c});
}

void ClaimWriter::set_retracted(TermId claim, bool retracted) {
  const std::uint64_t number = claim.payload();
  const auto others =
      static_cast<std::uint8_t>(flags_.of(number) & ~format::claim_flag::kRetracted);
  flags_.set(number, retracted ? others | format::claim_flag::kRetracted : others);
}

bool ClaimWriter::said(const Triple& triple) {
  by_subject_.forget();
  return is_said(by_subject_, triple, [this](std::uint64_t number) { return flags_.of(number); });
}

void ClaimWriter::flush() {
  flags_.flush();
  if (!gone_.empty()) {
    for (const ClaimOrder order : {ClaimOrder::spoc, ClaimOrder::posc, ClaimOrder::ospc})
      take_rows_out(transaction_, tables_, order, gone_);
    gone_.clear();
  }
  if (spoc_.empty()) return;
  merge(transaction_, tables_, ClaimOrder::spoc, spoc_);
  merge(transaction_, tables_, ClaimOrder::posc, posc_);
  merge(transaction_, tables_, ClaimOrder::ospc, ospc_);
}

}  // namespace vouch::storage
