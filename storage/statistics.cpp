#include "storage/statistics.hpp"

#include "base/bytes.hpp"
#include "base/invariant.hpp"
#include "storage/row.hpp"

namespace vouch::storage {
namespace {

std::uint64_t plus(std::uint64_t count, std::int64_t change) {
  const auto sum = static_cast<std::int64_t>(count) + change;
  if (sum < 0) raise_damaged("statistics", "a count that falls below zero");
  return static_cast<std::uint64_t>(sum);
}

}  // namespace

std::optional<RelationStatistics> decode_statistics(std::string_view value, std::string_view key) {
  const auto body = unseal(value, key);
  if (!body) return std::nullopt;
  ByteReader in(*body);
  RelationStatistics statistics;
  statistics.triples = in.u64();
  statistics.subjects = in.u64();
  statistics.objects = in.u64();
  return in.ok() && in.at_end() ? std::optional(statistics) : std::nullopt;
}

RelationStatistics read_statistics(const lmdb::Transaction& transaction, const Tables& tables,
                                   TermId relation) {
  const auto key = format::number_key(relation.bits());
  const auto value = transaction.get(tables[format::TableName::statistics], key.view());
  if (!value) return {};
  const auto statistics = decode_statistics(*value, key.view());
  if (!statistics) raise_damaged("statistics", "a wrong checksum");
  return *statistics;
}

StatisticsChanges::Change& StatisticsChanges::of(TermId relation) {
  if (last_change_ == nullptr || last_ != relation) {
    last_change_ = &changes_[relation];
    last_ = relation;
  }
  return *last_change_;
}

void StatisticsChanges::write(lmdb::Transaction& transaction, const Tables& tables, TableSum& sum) {
  const lmdb::Table table = tables[format::TableName::statistics];
  for (const auto& [relation, change] : changes_) {
    RelationStatistics statistics = read_statistics(transaction, tables, relation);
    statistics.triples = plus(statistics.triples, change.triples);
    statistics.subjects = plus(statistics.subjects, change.subjects);
    statistics.objects = plus(statistics.objects, change.objects);
    const auto key = format::number_key(relation.bits());
    if (statistics.triples == 0) {
      erase_row(transaction, table, sum, key.view());
      continue;
    }
    std::string value;
    append_u64(value, statistics.triples);
    append_u64(value, statistics.subjects);
    append_u64(value, statistics.objects);
    seal(value, key.view());
    put_row(transaction, table, sum, key.view(), value);
  }
  changes_.clear();
  last_change_ = nullptr;
}

}  // namespace vouch::storage
