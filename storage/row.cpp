#include "storage/row.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/error.hpp"

namespace vouch::storage {

void seal(std::string& value, std::string_view key) {
  append_u32(value, checksum32(value, hash64(key)));
}

std::optional<std::string_view> unseal(std::string_view value, std::string_view key) {
  if (value.size() < kSealBytes) return std::nullopt;
  const std::string_view body = value.substr(0, value.size() - kSealBytes);
  ByteReader in(value.substr(body.size()));
  if (in.u32() != checksum32(body, hash64(key))) return std::nullopt;
  return body;
}

void raise_damaged(std::string_view table, std::string_view what) {
  throw CorruptionError(
      "E0660", fmt::format("the store is damaged: {} in table {}; run `check`, then restore "
                           "a backup",
                           what, table));
}

std::string_view unsealed(std::string_view value, std::string_view key, std::string_view table) {
  const auto body = unseal(value, key);
  if (!body) raise_damaged(table, "a wrong checksum");
  return *body;
}

bool put_row(lmdb::Transaction& transaction, lmdb::Table table, TableSum& sum, std::string_view key,
             std::string_view value) {
  const auto before = transaction.get(table, key);
  if (before && *before == value) return false;
  const std::uint64_t hash = row_hash(key, value);
  if (before) {
    sum.replace(row_hash(key, *before), hash);
  } else {
    sum.add(hash);
  }
  transaction.put(table, key, value);
  return true;
}

bool erase_row(lmdb::Transaction& transaction, lmdb::Table table, TableSum& sum,
               std::string_view key) {
  const auto before = transaction.get(table, key);
  if (!before) return false;
  sum.remove(row_hash(key, *before));
  return transaction.erase(table, key);
}

}  // namespace vouch::storage
