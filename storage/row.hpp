// storage/row.hpp — rows with a checksum, and tables whose count and rolling sum are kept.
//
// Shape     seal() appends 4 bytes to a value; unseal() takes them off again when they are right.
// Errors    unsealed() throws CorruptionError, naming the table.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/checksum.hpp"
#include "storage/header.hpp"
#include "storage/lmdb/transaction.hpp"

namespace vouch::storage {

inline constexpr std::size_t kSealBytes = 4;

void seal(std::string& value, std::string_view key);
[[nodiscard]] std::optional<std::string_view> unseal(std::string_view value, std::string_view key);
[[nodiscard]] std::string_view unsealed(std::string_view value, std::string_view key,
                                        std::string_view table);
[[noreturn]] void raise_damaged(std::string_view table, std::string_view what);

// Writes a row, new or not, and keeps the sum. False: it was there with this very value.
bool put_row(lmdb::Transaction& transaction, lmdb::Table table, TableSum& sum, std::string_view key,
             std::string_view value);
bool erase_row(lmdb::Transaction& transaction, lmdb::Table table, TableSum& sum,
               std::string_view key);

}  // namespace vouch::storage
