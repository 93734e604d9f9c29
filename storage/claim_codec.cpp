#include "storage/claim_codec.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "storage/format.hpp"
#include "storage/row.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

TermId read_id(ByteReader& in) {
  return TermId::from_bits(in.u64());
}

}  // namespace

std::uint8_t claim_flags(const StoredClaim& claim) {
  std::uint8_t flags = 0;
  if (claim.record.denied) flags |= format::claim_flag::kDenied;
  if (claim.record.retracted) flags |= format::claim_flag::kRetracted;
  if (claim.record.alternative) flags |= format::claim_flag::kAlternative;
  if (claim.known_from_load) flags |= format::claim_flag::kKnownFromLoad;
  return flags;
}

std::string encode_claim(const StoredClaim& claim) {
  const ClaimRecord& record = claim.record;
  std::string out;
  const unsigned flags = claim_flags(claim) & ~unsigned{format::claim_flag::kRetracted};
  append_u8(out, static_cast<std::uint8_t>(flags));
  append_u64(out, static_cast<std::uint64_t>(record.loaded_at));
  append_u64(out, record.triple.subject.bits());
  append_u64(out, record.triple.relation.bits());
  append_u64(out, record.triple.object.bits());
  append_text(out, record.name);
  append_varint(out, record.qualifiers.size());
  for (const auto& [relation, value] : record.qualifiers) {
    append_u64(out, relation.bits());
    append_u64(out, value.bits());
  }
  append_varint(out, record.said_by.size());
  for (const auto& chain : record.said_by) {
    append_varint(out, chain.size());
    for (const TermId speaker : chain) append_u64(out, speaker.bits());
  }
  seal(out, format::number_key(record.id.payload()).view());
  return out;
}

std::optional<StoredClaim> decode_claim(std::uint64_t number, std::string_view value) {
  const auto body = unseal(value, format::number_key(number).view());
  if (!body) return std::nullopt;
  ByteReader in(*body);
  StoredClaim claim;
  ClaimRecord& record = claim.record;
  const std::uint8_t flags = in.u8();
  if ((flags & format::claim_flag::kRetracted) != 0) return std::nullopt;
  record.id = {IdTag::claim, number};
  record.denied = (flags & format::claim_flag::kDenied) != 0;
  record.alternative = (flags & format::claim_flag::kAlternative) != 0;
  claim.known_from_load = (flags & format::claim_flag::kKnownFromLoad) != 0;
  record.loaded_at = static_cast<std::int64_t>(in.u64());
  record.triple.subject = read_id(in);
  record.triple.relation = read_id(in);
  record.triple.object = read_id(in);
  record.name = in.text();
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    const TermId relation = read_id(in);
    record.qualifiers.emplace_back(relation, read_id(in));
  }
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    auto& chain = record.said_by.emplace_back();
    for (std::uint64_t links = in.varint(); links > 0 && in.ok(); --links)
      chain.push_back(read_id(in));
  }
  return in.ok() && in.at_end() ? std::optional(std::move(claim)) : std::nullopt;
}

std::vector<std::pair<TermId, TermId>> qualifier_pairs(const ClaimRecord& record) {
  auto pairs = record.qualifiers;
  for (const auto& chain : record.said_by) {
    for (const TermId speaker : chain) pairs.emplace_back(well_known::kSaidBy, speaker);
  }
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

}  // namespace vouch::storage
