#include <fmt/format.h>

#include <optional>

#include "storage/check_walk.hpp"
#include "storage/claim_tables.hpp"
#include "storage/row.hpp"
#include "storage/spelling_table.hpp"
#include "storage/statistics.hpp"
#include "storage/triple_writer.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

using format::TableName;
namespace support = format::support;

Triple triple_of(std::uint64_t relation, std::uint64_t subject, std::uint64_t object) {
  return {TermId::from_bits(subject), TermId::from_bits(relation), TermId::from_bits(object)};
}

}  // namespace

void CheckWalk::check_subjects() {
  TableSum triples;
  TableSum supports;
  Subject subject;
  std::optional<std::pair<TermId, TermId>> run;
  each_block_row(TableName::pso, [&](const BlockRow& row, std::uint8_t why) {
    const Triple triple = triple_of(row.head, row.a, row.b);
    triples.add(triple_hash(triple));
    supports.add(support_hash(triple, why));
    if (why == 0 || why > support::kAll) finding("pso", "a triple that nothing says");
    if (!is_known(triple.subject) || !is_known(triple.relation) || !is_known(triple.object)) {
      finding("pso", "a triple of a term that is not there");
    }
    ++counted_[triple.relation].triples;
    if (run != std::pair(triple.relation, triple.subject)) {
      run = {triple.relation, triple.subject};
      ++counted_[triple.relation].subjects;
      sp_.add(pair_hash(row.a, row.head));
    }
    if (subject.id != triple.subject) subject = {triple.subject, false, {}, {}};
    check_triple(triple, why, subject);
  });
  if (merged_ != canonical_.all().size()) finding("pso", "a merged entity is not said to be one");
  compare("pso", triples, header_.triples);
  if (triples == header_.triples && supports.sum != header_.supports.sum) {
    finding("pso", "the reasons why triples are there are not those the header knows");
  }
}

void CheckWalk::load_subject(Subject& subject) {
  if (subject.loaded) return;
  subject.loaded = true;
  if (subject.id.tag() == IdTag::claim) {
    const auto claim = read_claim(transaction_, tables_, subject.id.payload());
    const bool retracted =
        claim && (flags_.of(subject.id.payload()) & format::claim_flag::kRetracted) != 0;
    if (claim && !retracted) {
      for (const auto& [relation, value] : qualifier_pairs(claim->record))
        subject.qualifiers.emplace(relation, canonical_.of(value));
    }
  }
  RowsWalk declared(transaction_, tables_.blocks(TableName::pso));
  const std::uint64_t relation = well_known::kDeclaredKind.bits();
  declared.open({relation, subject.id.bits(), 0}, {relation, subject.id.bits(), kHighestId});
  TermId kind;
  while (declared.next({nullptr, nullptr, &kind}, 1) > 0) {
    const auto above = catalog_->catalog.super_kinds(kind);
    subject.kinds.insert(above.begin(), above.end());
  }
}

void CheckWalk::check_triple(const Triple& triple, std::uint8_t why, Subject& subject) {
  if ((why & support::kQualifier) != 0) {
    load_subject(subject);
    if (!subject.qualifiers.contains({triple.relation, triple.object})) {
      finding("pso", "a qualifier that its claim does not have");
    }
  }
  check_merged(triple, why);
  if (!catalog_ || triple.relation == well_known::kMergedInto) return;
  if ((why & support::kDerived) != 0) {
    load_subject(subject);
    if (triple.relation != well_known::kIsA || !subject.kinds.contains(triple.object)) {
      finding("pso", "a kind that does not follow from the declared ones");
    }
  }
  if (triple.relation == well_known::kDeclaredKind) {
    for (const TermId kind : catalog_->catalog.super_kinds(triple.object)) {
      if ((support_in_store({triple.subject, well_known::kIsA, kind}) & support::kDerived) == 0) {
        finding("pso", "a kind that follows from the declared one is missing");
      }
    }
  }
  check_said(triple, why);
}

void CheckWalk::check_said(const Triple& triple, std::uint8_t why) {
  if ((why & support::kClaimed) != 0 && !is_said_by_a_claim(triple)) {
    finding("pso", "a triple that no claim says any more");
  }
  const RelationInfo* relation = catalog_->catalog.relation(triple.relation);
  const bool symmetric =
      relation != nullptr && relation->symmetric && triple.subject != triple.object;
  const Triple mirrored{triple.object, triple.relation, triple.subject};
  if ((why & support::kMirror) != 0 &&
      (!symmetric || (support_in_store(mirrored) & support::kSaid) == 0)) {
    finding("pso", "a triple that mirrors nothing");
  }
  if (symmetric && (why & support::kSaid) != 0 &&
      (support_in_store(mirrored) & support::kMirror) == 0) {
    finding("pso", "a triple of a symmetric relation is there one way only");
  }
}

void CheckWalk::check_objects() {
  TableSum triples;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> run;
  each_block_row(TableName::pos, [&](const BlockRow& row, std::uint8_t note) {
    triples.add(triple_hash(triple_of(row.head, row.b, row.a)));
    if (note != BlockView::kPlainNote) finding("pos", "a note where none should be");
    if (run == std::pair(row.head, row.a)) return;
    run = {row.head, row.a};
    ++counted_[TermId::from_bits(row.head)].objects;
    op_.add(pair_hash(row.a, row.head));
  });
  compare("pos", triples, header_.triples);
}

void CheckWalk::check_pairs() {
  const auto check = [this](TableName table, const TableSum& promised, const TableSum& expected) {
    TableSum counted;
    each_block_row(table, [&](const BlockRow& row, std::uint8_t note) {
      counted.add(pair_hash(row.a, row.b));
      if (row.head != 0 || note != BlockView::kPlainNote)
        finding(format::name_of(table), "a row that no writer makes");
    });
    compare(format::name_of(table), counted, promised);
    if (counted != expected)
      finding(format::name_of(table), "its pairs are not those of the triples");
  };
  check(TableName::sp, header_.sp, sp_);
  check(TableName::op, header_.op, op_);
}

void CheckWalk::check_spellings() {
  TableSum counted;
  each_block_row(TableName::spellings, [&](const BlockRow& row, std::uint8_t) {
    counted.add(spelling_hash(row));
    const Triple triple = triple_of(row.head, row.a, row.b);
    const Triple image = canonical_.image(triple);
    const bool of_merged = image != triple && is_said_of_merged(triple);
    if (of_merged ? (support_in_store(image) & support::kMerged) == 0
                  : support_in_store(triple) == 0 || row.c == well_known::kMergedInto.bits())
      finding("spellings", "a spelling of a triple that is not there");
    if (!is_known(TermId::from_bits(row.c)))
      finding("spellings", "a spelling that is not there");
  });
  compare("spellings", counted, header_.spellings);
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
