// storage/catalog_store.hpp — the catalog's table: reading it whole, changing it entry by entry.
//
// Shape     key: section byte ‖ ordinal (4 bytes); entries keep the ordinal they were first given,
// so
//           that declaration order survives replacement. Built-in entries have none until replaced.
// Errors    CorruptionError for entries that do not decode.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "storage/catalog.hpp"
#include "storage/header.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

struct StoredCatalog {
  Catalog catalog;  // indexed
  // Parallel to the catalog's vectors; -1 where an entry is built in and not stored.
  std::vector<std::int64_t> kind_rows;
  std::vector<std::int64_t> relation_rows;
  std::vector<std::int64_t> unit_rows;
  std::map<std::string, std::int64_t> prefix_rows;
  std::int64_t source_rows = 0;
};

[[nodiscard]] std::shared_ptr<const StoredCatalog> load_catalog(
    const lmdb::Transaction& transaction, const Tables& tables, const std::string& base);

// The catalog of one update: a copy of the committed one from the first change on.
class CatalogEditor {
 public:
  CatalogEditor(lmdb::Transaction& transaction, const Tables& tables, TableSum& sum,
                std::shared_ptr<const StoredCatalog> committed);

  // False: the entry was there as it is.
  bool put(KindInfo kind);
  bool put(RelationInfo relation);
  bool put(UnitInfo unit);
  bool put_prefix(std::string prefix, std::string iri);
  bool add_source(TermId source);

  [[nodiscard]] const Catalog& current();
  [[nodiscard]] bool changed() const { return changed_; }
  // What snapshots may share; later changes go into a new copy.
  [[nodiscard]] std::shared_ptr<const StoredCatalog> publish();

 private:
  [[nodiscard]] StoredCatalog& editable();
  void write(char section, std::int64_t ordinal, std::string value);

  lmdb::Transaction& transaction_;
  lmdb::Table table_;
  TableSum& sum_;
  std::shared_ptr<const StoredCatalog> committed_;  // or published last
  std::unique_ptr<StoredCatalog> edited_;
  std::unordered_set<TermId> sources_;  // of edited_, filled when one is added
  bool changed_ = false;
  bool stale_index_ = false;  // sources were added: indexed once, not each time
};

}  // namespace vouch::storage
