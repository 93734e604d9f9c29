#include <fmt/format.h>

#include <optional>

#include "storage/check_walk.hpp"
#include "storage/claim_tables.hpp"
#include "storage/row.hpp"
#include "storage/statistics.hpp"
#include "storage/triple_writer.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

using format::TableName;
namespace support = format::support;

Triple triple_of(std::string_view key, const std::array<std::size_t, 3>& places) {
  std::array<TermId, 3> ids;
  for (std::size_t i = 0; i < ids.size(); ++i)
    ids[places[i]] = TermId::from_bits(load_u64(key.data() + 8 * i));
  return {ids[0], ids[1], ids[2]};
}

}  // namespace

void CheckWalk::check_spo() {
  TableSum triples;
  TableSum supports;
  Subject subject;
  each_row(TableName::spo, 24, [&](std::string_view key, std::string_view value) {
    const Triple triple = triple_of(key, format::places(Order::spo));
    const std::uint8_t why = support_of(value);
    triples.add(triple_hash(triple));
    supports.add(support_hash(triple, why));
    if (why == 0) finding("spo", "a value that says nothing");
    if (!is_known(triple.subject) || !is_known(triple.relation) || !is_known(triple.object)) {
      finding("spo", "a triple of a term that is not there");
    }
    if (subject.id != triple.subject) subject = {triple.subject, false, {}, {}};
    check_triple(triple, why, subject);
  });
  compare("spo", triples, header_.triples);
  if (triples == header_.triples && supports.sum != header_.supports.sum) {
    finding("spo", "the reasons why triples are there are not those the header knows");
  }
}

void CheckWalk::load_subject(Subject& subject) {
  if (subject.loaded) return;
  subject.loaded = true;
  if (subject.id.tag() == IdTag::claim) {
    const auto claim = read_claim(transaction_, tables_, subject.id.payload());
    if (claim && !claim->record.retracted) {
      const auto pairs = qualifier_pairs(claim->record);
      subject.qualifiers.insert(pairs.begin(), pairs.end());
    }
  }
  const auto from = format::id_key<2>({subject.id.bits(), well_known::kDeclaredKind.bits()});
  lmdb::Cursor cursor(transaction_, tables_[TableName::spo]);
  for (bool more = cursor.seek(from.view()); more && cursor.key().starts_with(from.view());
       more = cursor.next()) {
    const TermId kind = TermId::from_bits(load_u64(cursor.key().data() + 16));
    const auto above = catalog_->catalog.super_kinds(kind);
    subject.kinds.insert(above.begin(), above.end());
  }
}

void CheckWalk::check_triple(const Triple& triple, std::uint8_t why, Subject& subject) {
  if ((why & support::kQualifier) != 0) {
    load_subject(subject);
    if (!subject.qualifiers.contains({triple.relation, triple.object})) {
      finding("spo", "a qualifier that its claim does not have");
    }
  }
  if (!catalog_) return;
  if ((why & support::kDerived) != 0) {
    load_subject(subject);
    if (triple.relation != well_known::kIsA || !subject.kinds.contains(triple.object)) {
      finding("spo", "a kind that does not follow from the declared ones");
    }
  }
  if (triple.relation == well_known::kDeclaredKind) {
    for (const TermId kind : catalog_->catalog.super_kinds(triple.object)) {
      if ((support_in_store({triple.subject, well_known::kIsA, kind}) & support::kDerived) == 0) {
        finding("spo", "a kind that follows from the declared one is missing");
      }
    }
  }
  check_said(triple, why);
}

void CheckWalk::check_said(const Triple& triple, std::uint8_t why) {
  if ((why & support::kClaimed) != 0 && !is_said_by_a_claim(triple)) {
    finding("spo", "a triple that no claim says any more");
  }
  const RelationInfo* relation = catalog_->catalog.relation(triple.relation);
  const bool symmetric =
      relation != nullptr && relation->symmetric && triple.subject != triple.object;
  const Triple mirrored{triple.object, triple.relation, triple.subject};
  if ((why & support::kMirror) != 0 &&
      (!symmetric || (support_in_store(mirrored) & support::kSaid) == 0)) {
    finding("spo", "a triple that mirrors nothing");
  }
  if (symmetric && (why & support::kSaid) != 0 &&
      (support_in_store(mirrored) & support::kMirror) == 0) {
    finding("spo", "a triple of a symmetric relation is there one way only");
  }
}

void CheckWalk::check_other_orders() {
  for (const Order order : {Order::pso, Order::pos, Order::osp}) {
    const TableName table = format::table_of(order);
    const auto places = format::places(order);
    TableSum counted;
    std::optional<std::pair<TermId, TermId>> group;
    each_row(table, 24, [&](std::string_view key, std::string_view value) {
      const Triple triple = triple_of(key, places);
      counted.add(triple_hash(triple));
      if (!value.empty())
        finding(format::kTableNames[format::index_of(table)], "a value where none should be");
      if (order == Order::osp) return;
      const std::pair now{triple.relation, order == Order::pso ? triple.subject : triple.object};
      RelationStatistics& statistics = counted_[triple.relation];
      if (order == Order::pso) ++statistics.triples;
      if (group == now) return;
      group = now;
      ++(order == Order::pso ? statistics.subjects : statistics.objects);
    });
    compare(format::kTableNames[format::index_of(table)], counted, header_.triples);
  }
}

void CheckWalk::check_statistics() {
  TableSum counted;
  each_row(TableName::statistics, 8, [&](std::string_view key, std::string_view value) {
    counted.add(row_hash(key, value));
    const auto stored = decode_statistics(value, key);
    const auto found = counted_.find(TermId::from_bits(load_u64(key.data())));
    if (!stored || found == counted_.end() || found->second.triples != stored->triples ||
        found->second.subjects != stored->subjects || found->second.objects != stored->objects) {
      finding("statistics", "counts of a relation that are not those of its triples");
    }
    if (found != counted_.end()) counted_.erase(found);
  });
  if (!counted_.empty()) finding("statistics", "a relation with triples has no counts");
  compare("statistics", counted, header_.statistics);
}

}  // namespace vouch::storage
