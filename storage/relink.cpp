#include "storage/relink.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/row.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

namespace support = format::support;

// ── plain triples ───────────────────────────────────────────────────────────────────────────────

void PlainTriples::say(const CanonicalIds& ids, const Triple& said) {
  const Triple image = ids.image(said);
  if (image == said) return graph_.say(said, support::kPlain);
  graph_.say(image, support::kMerged);
  triples_.add_spelling(said, well_known::kMergedInto);
}

bool PlainTriples::unsay(const CanonicalIds& ids, const Triple& said) {
  const Triple image = ids.image(said);
  if (image == said) return graph_.unsay(said, support::kPlain);
  if (!triples_.has_spelling(said, well_known::kMergedInto)) return false;
  triples_.remove_spellings(said);
  bool others = false;
  for (const Triple& other : behind(ids, image)) others = others || other != image;
  if (!others) graph_.unsay(image, support::kMerged);
  return true;
}

std::vector<Triple> PlainTriples::behind(const CanonicalIds& ids, const Triple& image) {
  std::vector<Triple> said;
  const std::uint8_t why = triples_.support(image);
  if ((why & support::kPlain) != 0) said.push_back(image);
  if ((why & support::kMerged) == 0) return said;
  ids.each_preimage(image, [&](const Triple& triple) {
    if (triples_.has_spelling(triple, well_known::kMergedInto)) said.push_back(triple);
  });
  return said;
}

// ── what moves ──────────────────────────────────────────────────────────────────────────────────

void Relink::run(CanonicalIds& ids, CanonicalIds wanted) {
  for (const auto& [merged, id] : ids.all()) {
    if (wanted.of(merged) != id) changed_.insert(merged);
  }
  for (const auto& [merged, id] : wanted.all()) {
    if (ids.of(merged) != id) changed_.insert(merged);
  }
  if (changed_.empty()) return;
  std::set<TermId> places;
  for (const TermId entity : changed_) places.insert(ids.of(entity));
  for (const TermId place : places) collect(ids, place);
  take_out(ids);
  for (const TermId entity : changed_) {
    const TermId before = ids.of(entity);
    if (before != entity)
      parts_.triples.withdraw({entity, well_known::kMergedInto, before}, support::kDerived);
  }
  parts_.flush();
  ids = std::move(wanted);
  for (const TermId entity : changed_) {
    const TermId now = ids.of(entity);
    if (now != entity)
      parts_.triples.add({entity, well_known::kMergedInto, now}, support::kDerived);
  }
  put_in(ids);
  parts_.flush();
}

void Relink::collect(const CanonicalIds& ids, TermId place) {
  collect_claims(ClaimOrder::spoc, place);
  collect_claims(ClaimOrder::ospc, place);
  collect_triples(ids, Order::spo, place);
  collect_triples(ids, Order::osp, place);
}

void Relink::collect_claims(ClaimOrder order, TermId place) {
  ClaimWalk walk(parts_.transaction, parts_.tables, order);
  walk.open({place.bits(), 0, 0, 0}, {place.bits(), kHighestId, kHighestId, kHighestId});
  std::array<TermId, 256> claims;
  while (const std::size_t count =
             walk.next({nullptr, nullptr, nullptr, claims.data()}, claims.size())) {
    for (std::size_t i = 0; i < count; ++i) consider(claims[i]);
  }
}

// Of claims that only a qualifier of theirs leads to, too.
void Relink::collect_triples(const CanonicalIds& ids, Order order, TermId place) {
  TripleWalk walk(parts_.transaction, parts_.tables, order);
  walk.open({place.bits(), 0, 0}, {place.bits(), kHighestId, kHighestId});
  std::array<TermId, 256> second;
  std::array<TermId, 256> third;
  while (const std::size_t count =
             walk.next({nullptr, second.data(), third.data()}, second.size())) {
    for (std::size_t i = 0; i < count; ++i) {
      const Triple triple = order == Order::spo ? Triple{place, second[i], third[i]}
                                                : Triple{second[i], third[i], place};
      if (triple.subject.tag() == IdTag::claim) consider(triple.subject);
      for (const Triple& said : parts_.plain.behind(ids, triple)) {
        if (touches(said)) said_plainly_.try_emplace(said, parts_.triples.spellings(said));
      }
    }
  }
}

void Relink::consider(TermId claim) {
  if (!seen_.insert(claim.payload()).second) return;
  const ClaimRecord record = read(claim.payload()).record;
  bool moves = touches(record.triple);
  for (const auto& [relation, value] : qualifier_pairs(record))
    moves = moves || changed_.contains(value);
  if (moves) claims_.insert(claim.payload());
}

bool Relink::touches(const Triple& triple) const {
  return changed_.contains(triple.subject) || changed_.contains(triple.object);
}

StoredClaim Relink::read(std::uint64_t number) const {
  auto claim = read_claim(parts_.transaction, parts_.tables, number);
  if (!claim) raise_damaged("claims", "a claim of an order is missing");
  return *std::move(claim);
}

std::uint8_t Relink::flags(std::uint64_t number) const {
  return parts_.claims.flags(number);
}

// ── out and in ──────────────────────────────────────────────────────────────────────────────────

void Relink::take_out(const CanonicalIds& ids) {
  std::set<Triple> said;
  for (const std::uint64_t number : claims_) {
    const ClaimRecord record = read(number).record;
    const Triple image = ids.image(record.triple);
    parts_.claims.take_out(image, number);
    if ((flags(number) & format::claim_flag::kRetracted) != 0) continue;
    if ((flags(number) & format::claim_flag::kOutOfGraph) == 0) said.insert(image);
    for (const auto& [relation, value] : qualifier_pairs(record))
      parts_.triples.withdraw({record.id, relation, ids.of(value)}, support::kQualifier);
  }
  for (const auto& [triple, spellings] : said_plainly_)
    static_cast<void>(parts_.plain.unsay(ids, triple));
  parts_.flush();
  for (const Triple& triple : said) {
    const bool merge = triple.relation == well_known::kMergedInto;
    if (!merge && !parts_.claims.said(triple)) parts_.graph.unsay(triple, support::kClaimed);
  }
}

void Relink::put_in(const CanonicalIds& ids) {
  for (const std::uint64_t number : claims_) {
    const ClaimRecord record = read(number).record;
    parts_.claims.put_in(ids.image(record.triple), number);
    if ((flags(number) & format::claim_flag::kRetracted) == 0) parts_.say(record);
  }
  for (const auto& [triple, spellings] : said_plainly_) {
    parts_.plain.say(ids, triple);
    for (const TermId spelling : spellings) parts_.triples.add_spelling(triple, spelling);
  }
}

}  // namespace vouch::storage
