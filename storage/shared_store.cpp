#include "storage/shared_store.hpp"

#include <chrono>

#include "base/error.hpp"
#include "storage/row.hpp"

namespace vouch::storage {

Header read_header(const lmdb::Transaction& transaction, const Tables& tables) {
  const auto bytes = transaction.get(tables[format::TableName::header], format::kHeaderKey);
  if (!bytes) raise_damaged("header", "no header");
  auto header = decode_header(*bytes);
  if (const auto* problem = std::get_if<HeaderProblem>(&header)) {
    throw StorageError(problem->code, transaction.environment().path() + " " + problem->text);
  }
  return std::get<Header>(std::move(header));
}

std::shared_ptr<const StoredCatalog> catalog_of(const SharedStore& store,
                                                const lmdb::Transaction& transaction,
                                                const Header& header) {
  if (auto catalog = store.catalogs.find(header.catalog_version)) return catalog;
  auto catalog = load_catalog(transaction, store.tables, header.base);
  store.catalogs.keep(header.catalog_version, catalog);
  return catalog;
}

std::int64_t now_microseconds() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

}  // namespace vouch::storage
