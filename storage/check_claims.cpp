#include <fmt/format.h>

#include <algorithm>

#include "storage/check_walk.hpp"
#include "storage/claim_tables.hpp"
#include "storage/row.hpp"
#include "storage/triple_writer.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

using format::TableName;

}  // namespace

void CheckWalk::check_claims() {
  if (header_.claims.rows != header_.next_claim - 1) {
    finding("claims", "the header's count and its next number do not go together");
  }
  TableSum counted;
  each_row(TableName::claims, 8, [&](std::string_view key, std::string_view value) {
    counted.add(row_hash(key, value));
    check_claim(load_u64(key.data()), value);
  });
  compare("claims", counted, header_.claims);
}

void CheckWalk::check_claim(std::uint64_t number, std::string_view value) {
  const auto claim = decode_claim(number, value);
  if (!claim || number == 0 || number >= header_.next_claim) {
    finding("claims", fmt::format("claim number {} cannot be read", number));
    return;
  }
  const ClaimRecord& record = claim->record;
  const auto [s, p, o] = record.triple;
  bool known = is_known(s) && is_known(p) && is_known(o);
  for (const auto& [relation, object] : qualifier_pairs(record))
    known = known && is_known(relation) && is_known(object);
  if (!known) finding("claims", fmt::format("{} speaks of a term that is not there", record.name));
  if (claim_of_name(transaction_, tables_, record.name) != number) {
    finding("claims", fmt::format("{} is not found by its name", record.name));
  }
  const Triple image = canonical_.image(record.triple);
  if (!by_subject_.holds({image.subject.bits(), image.relation.bits(), image.object.bits(),
                          record.id.bits()})) {
    finding("claims", fmt::format("{} is not in spoc as its record says", record.name));
  }
  const std::uint8_t flags = flags_.of(number);
  const bool retracted = (flags & format::claim_flag::kRetracted) != 0;
  if ((flags & ~format::claim_flag::kRetracted) != claim_flags(*claim)) {
    finding("claims", fmt::format("{} has other flags than its record says", record.name));
  }
  const bool said = (flags & format::claim_flag::kOutOfGraph) == 0 &&
                    p != well_known::kMergedInto;
  if (said && (support_in_store(image) & format::support::kClaimed) == 0) {
    finding("claims", fmt::format("the triple of {} is not in the graph", record.name));
  }
  check_history(record, retracted);
  if (retracted) return;
  for (const auto& [relation, object] : qualifier_pairs(record)) {
    const Triple qualifier{record.id, relation, canonical_.of(object)};
    if ((support_in_store(qualifier) & format::support::kQualifier) == 0) {
      finding("claims", fmt::format("a qualifier of {} is not in the graph", record.name));
    }
  }
}

// Where it is known when, the claim is retracted while its retractions outnumber the times it was
// said again.
void CheckWalk::check_history(const ClaimRecord& record, bool retracted) {
  const auto times = [&](TermId relation) {
    return lookup_.count({relation.bits(), record.id.bits(), 0},
                         {relation.bits(), record.id.bits(), kHighestId}, kHighestId);
  };
  const std::uint64_t taken_back = times(well_known::kRetracted);
  const std::uint64_t said_again = times(well_known::kRestored);
  if (taken_back == 0 && said_again == 0) return;
  if (retracted != (taken_back > said_again)) {
    finding("claims", fmt::format("{} is not retracted or said as its history says", record.name));
  }
}

void CheckWalk::check_claim_names() {
  TableSum counted;
  each_row(TableName::claim_names, 0, [&](std::string_view key, std::string_view value) {
    counted.add(row_hash(key, value));
    const auto name = decode_claim_name(key, value);
    if (!name || name->number == 0 || name->number >= header_.next_claim) {
      finding("claim_names", "a name that leads to no claim");
    }
  });
  compare("claim_names", counted, header_.claim_names);
  if (counted.rows != header_.claims.rows)
    finding("claim_names", "there is not one name for each claim");
}

void CheckWalk::check_claim_orders() {
  for (const ClaimOrder order : {ClaimOrder::spoc, ClaimOrder::posc, ClaimOrder::ospc}) {
    const auto places = format::places(order);
    const TableName table = format::table_of(order);
    TableSum counted;
    each_block_row(table, [&](const BlockRow& row, std::uint8_t) {
      const Ids4 in_order = order == ClaimOrder::posc ? Ids4{row.head, row.a, row.b, row.c}
                                                      : Ids4{row.a, row.b, row.c, row.d};
      std::array<std::uint64_t, 4> ids{};
      for (std::size_t i = 0; i < ids.size(); ++i) ids[places[i]] = in_order[i];
      const TermId claim = TermId::from_bits(ids[3]);
      counted.add(claim_key_hash(
          {TermId::from_bits(ids[0]), TermId::from_bits(ids[1]), TermId::from_bits(ids[2])},
          claim.payload()));
      if (claim.tag() != IdTag::claim)
        finding(format::kTableNames[format::index_of(table)], "a row without a claim");
    });
    compare(format::kTableNames[format::index_of(table)], counted, header_.claim_keys);
  }
}

void CheckWalk::check_claim_flags() {
  TableSum counted;
  each_row(TableName::claim_flags, 8, [&](std::string_view key, std::string_view value) {
    const auto row = unseal(value, key);
    const std::uint64_t first = load_u64(key.data()) * kClaimsInFlagRow;
    if (!row || first >= header_.next_claim) {
      finding("claim_flags", "a row that cannot be read");
      return;
    }
    const std::uint64_t end = std::min(first + kClaimsInFlagRow, header_.next_claim);
    if (row->size() != (end - first + 1) / 2) finding("claim_flags", "a row of the wrong size");
    for (std::uint64_t number = std::max<std::uint64_t>(first, 1); number < end; ++number)
      counted.add(claim_flag_hash(number, flags_in_row(*row, number)));
  });
  compare("claim_flags", counted, header_.claim_flags);
}

bool CheckWalk::is_said_by_a_claim(const Triple& triple) {
  return is_said(by_subject_, triple, [this](std::uint64_t number) { return flags_.of(number); });
}

}  // namespace vouch::storage
