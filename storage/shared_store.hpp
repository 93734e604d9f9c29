// storage/shared_store.hpp — what the snapshots and updates of one open store share.
//
// Shape     the environment, the tables' handles, the newest catalog that anyone has read.
// Lifetime  shared: a snapshot that outlives its Store by mistake keeps it open instead of
// crashing. Threads   the catalog is behind a lock; the rest does not change while the store is
// open.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "storage/catalog_store.hpp"
#include "storage/lmdb/environment.hpp"
#include "storage/open_stores.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

// The catalog as of one Header::catalog_version.
class CatalogCache {
 public:
  [[nodiscard]] std::shared_ptr<const StoredCatalog> find(std::uint64_t version) const {
    const std::lock_guard lock(mutex_);
    return version == version_ ? catalog_ : nullptr;
  }
  void keep(std::uint64_t version, std::shared_ptr<const StoredCatalog> catalog) {
    const std::lock_guard lock(mutex_);
    if (catalog_ && version < version_) return;
    version_ = version;
    catalog_ = std::move(catalog);
  }

 private:
  mutable std::mutex mutex_;
  std::uint64_t version_ = 0;
  std::shared_ptr<const StoredCatalog> catalog_;
};

struct SharedStore {
  std::unique_ptr<OpenStore> entry;  // given up last
  std::filesystem::path path;
  OpenOptions options;
  std::unique_ptr<lmdb::Environment> environment;
  Tables tables;
  mutable CatalogCache catalogs;
};

// The header as this transaction sees it; StorageError or CorruptionError when it is none.
[[nodiscard]] Header read_header(const lmdb::Transaction& transaction, const Tables& tables);
// The catalog of that header: the shared one or, if another is kept there, read from the table.
[[nodiscard]] std::shared_ptr<const StoredCatalog> catalog_of(const SharedStore& store,
                                                              const lmdb::Transaction& transaction,
                                                              const Header& header);
[[nodiscard]] std::int64_t now_microseconds();

}  // namespace vouch::storage
