#include "storage/claim_tables.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/row.hpp"
#include "storage/text_key.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

constexpr std::uint8_t kOutOfGraph =
    format::claim_flag::kDenied | format::claim_flag::kRetracted | format::claim_flag::kAlternative;

Tuple<4> spoc_tuple(const Triple& triple, std::uint64_t number) {
  return {triple.subject.bits(), triple.relation.bits(), triple.object.bits(),
          TermId(IdTag::claim, number).bits()};
}

std::string_view flags_value(const std::uint8_t& flags) {
  if (flags == 0) return {};
  return {reinterpret_cast<const char*>(&flags), 1};
}

template <std::size_t N, typename Value>
void merge(lmdb::Transaction& transaction, lmdb::Table table, SortedRuns<N>& runs,
           const Value& value) {
  lmdb::Cursor cursor(transaction, table);
  std::string last;
  if (cursor.last()) last.assign(cursor.key());
  runs.drain([&](const Tuple<N>& tuple) {
    const auto key = format::id_key<4>({tuple[0], tuple[1], tuple[2], tuple[3]});
    if (key.view() > last) {
      cursor.append(key.view(), value(tuple));
    } else {
      cursor.put(key.view(), value(tuple));
    }
  });
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
      spoc_(directory, budget_bytes * 2 / 5, {0, 1, 2, 3}),
      posc_(directory, budget_bytes * 3 / 10, {0, 1, 2, 3}),
      ospc_(directory, budget_bytes * 3 / 10, {0, 1, 2, 3}) {}

TermId ClaimWriter::add(StoredClaim claim) {
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

  const auto [s, p, o, c] = spoc_tuple(record.triple, number);
  spoc_.add({s, p, o, c, claim_flags(claim)});
  posc_.add({p, o, s, c});
  ospc_.add({o, s, p, c});
  header_.claim_keys.add(claim_key_hash(record.triple, number));
  return record.id;
}

void ClaimWriter::set_retracted(StoredClaim claim) {
  claim.record.retracted = true;
  const std::uint64_t number = claim.record.id.payload();
  put_row(transaction_, tables_[TableName::claims], header_.claims,
          format::number_key(number).view(), encode_claim(claim));
  const std::uint8_t flags = claim_flags(claim);
  transaction_.put(tables_[TableName::spoc],
                   format::id_key<4>(spoc_tuple(claim.record.triple, number)).view(),
                   flags_value(flags));
}

bool ClaimWriter::said(const Triple& triple) {
  const auto from =
      format::id_key<3>({triple.subject.bits(), triple.relation.bits(), triple.object.bits()});
  lmdb::Cursor cursor(transaction_, tables_[TableName::spoc]);
  for (bool more = cursor.seek(from.view()); more && cursor.key().starts_with(from.view());
       more = cursor.next()) {
    const std::string_view flags = cursor.value();
    if (flags.empty() || (static_cast<std::uint8_t>(flags[0]) & kOutOfGraph) == 0) return true;
  }
  return false;
}

void ClaimWriter::flush() {
  if (spoc_.empty()) return;
  std::uint8_t flags = 0;
  merge(transaction_, tables_[TableName::spoc], spoc_, [&flags](const Tuple<5>& tuple) {
    flags = static_cast<std::uint8_t>(tuple[4]);
    return flags_value(flags);
  });
  const auto nothing = [](const Tuple<4>&) { return std::string_view(); };
  merge(transaction_, tables_[TableName::posc], posc_, nothing);
  merge(transaction_, tables_[TableName::ospc], ospc_, nothing);
}

}  // namespace vouch::storage
