#include "storage/upgrade.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/error.hpp"
#include "storage/claim_tables.hpp"
#include "storage/guard.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/open_stores.hpp"
#include "storage/row.hpp"
#include "storage/shared_store.hpp"
#include "storage/writer_lock.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

// Versions 2 and 3 kept the claims' orders as rows of 32 bytes, and in the record that it is retracted.
class Upgrade {
 public:
  Upgrade(lmdb::Transaction& transaction, const Tables& tables, Header& header,
          const std::string& directory, std::size_t run_bytes)
      : transaction_(transaction),
        tables_(tables),
        header_(header),
        claims_(transaction, tables, header, directory, run_bytes) {}

  void run() {
    if (header_.format_version == 2) renew_words();
    for (const TableName table : {TableName::spoc, TableName::posc, TableName::ospc})
      transaction_.clear(tables_[table]);
    lmdb::Cursor cursor(transaction_, tables_[TableName::claims]);
    for (bool more = cursor.first(); more; more = cursor.next())
      take(std::string(cursor.key()), cursor.value());
    rewrite(TableName::claims, header_.claims);
    claims_.flush();
  }

 private:
  // Version 2 had a row for each id of a word, which is a stretch of one; a word that is longer than
  // its key stood in the value without its size.
  void renew_words() {
    lmdb::Cursor cursor(transaction_, tables_[TableName::words]);
    for (bool more = cursor.first(); more; more = cursor.next()) {
      if (cursor.value().empty()) continue;
      std::string value;
      append_text(value, unsealed(cursor.value(), cursor.key(), "words"));
      seal(value, cursor.key());
      rewritten_.emplace_back(cursor.key(), std::move(value));
    }
    rewrite(TableName::words, header_.words);
  }
  void rewrite(TableName table, TableSum& sum) {
    for (const auto& [key, value] : std::exchange(rewritten_, {}))
      (void)put_row(transaction_, tables_[table], sum, key, value);
  }
  void take(std::string key, std::string_view value) {
    std::string record(unsealed(value, key, "claims"));
    const std::uint64_t number = key.size() == 8 ? load_u64(key.data()) : 0;
    if (record.empty() || number == 0) raise_damaged("claims", "a claim that cannot be read");
    const auto flags = static_cast<std::uint8_t>(record[0]);
    record[0] = static_cast<char>(flags & ~format::claim_flag::kRetracted);
    seal(record, key);
    const auto claim = decode_claim(number, record);
    if (!claim) raise_damaged("claims", fmt::format("claim number {} cannot be read", number));
    claims_.place(claim->record.triple, number, flags);
    if ((flags & format::claim_flag::kRetracted) != 0)
      rewritten_.emplace_back(std::move(key), std::move(record));
  }

  lmdb::Transaction& transaction_;
  const Tables& tables_;
  Header& header_;
  ClaimWriter claims_;
  std::vector<std::pair<std::string, std::string>> rewritten_;
};

// Of one that can be read; otherwise the refusal is that of opening it.
std::uint32_t version_of(const std::filesystem::path& path) {
  for (const std::uint32_t version : {2U, 3U}) {
    try {
      return guard(path, version).format_version;
    } catch (const StorageError& error) {
      if (error.code() != "E0602") throw;
    }
  }
  return guard(path).format_version;
}

}  // namespace

bool upgrade(const std::filesystem::path& store) {
  const OpenOptions options;
  const std::filesystem::path path = std::filesystem::weakly_canonical(store);
  const OpenStore entry(path);
  if (!std::filesystem::exists(path / format::kDataFile))
    throw StorageError("E0601", fmt::format("{} is not a Vouch store: it holds no {}",
                                            path.string(), format::kDataFile));
  const WriterLock lock(path, options.write_wait);
  const std::uint32_t version = version_of(path);
  if (version == format::kVersion) return false;
  lmdb::EnvironmentOptions environment_options;
  environment_options.map_bytes = options.map_bytes;
  lmdb::Environment environment(path, environment_options);
  lmdb::Transaction transaction(environment, lmdb::Access::write);
  const Tables tables = Tables::open(transaction, true);
  const auto bytes = transaction.get(tables[TableName::header], format::kHeaderKey);
  if (!bytes) raise_damaged("header", "no header");
  auto decoded = decode_header(*bytes, version);
  if (const auto* problem = std::get_if<HeaderProblem>(&decoded))
    throw StorageError(problem->code, path.string() + " " + problem->text);
  auto header = std::get<Header>(std::move(decoded));
  Upgrade(transaction, tables, header, path.string(), options.run_bytes).run();
  header.format_version = format::kVersion;
  transaction.put(tables[TableName::header], format::kHeaderKey, encode_header(header));
  transaction.commit();
  return true;
}

}  // namespace vouch::storage
