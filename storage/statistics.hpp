// storage/statistics.hpp — triples, distinct subjects and distinct objects of each relation.
//
// Shape     table `statistics`: relation → three counts, sealed; no row for a relation without
// triples. Source    kept exactly by TripleWriter, which tells every change as it happens.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "storage/header.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

[[nodiscard]] RelationStatistics read_statistics(const lmdb::Transaction& transaction,
                                                 const Tables& tables, TermId relation);
[[nodiscard]] std::optional<RelationStatistics> decode_statistics(std::string_view value,
                                                                  std::string_view key);

// Changes since the last write.
class StatisticsChanges {
 public:
  struct Change {
    std::int64_t triples = 0;
    std::int64_t subjects = 0;
    std::int64_t objects = 0;
  };
  // Valid until another relation is asked for.
  [[nodiscard]] Change& of(TermId relation);
  void write(lmdb::Transaction& transaction, const Tables& tables, TableSum& sum);

 private:
  std::unordered_map<TermId, Change> changes_;
  TermId last_;
  Change* last_change_ = nullptr;
};

}  // namespace vouch::storage
