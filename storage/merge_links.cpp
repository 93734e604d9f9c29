#include "storage/merge_links.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "storage/claim_tables.hpp"
#include "storage/format.hpp"
#include "storage/row.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

CanonicalIds::CanonicalIds(std::unordered_map<TermId, TermId> canonical)
    : canonical_(std::move(canonical)) {
  for (const auto& [merged, id] : canonical_) under_[id].push_back(merged);
  for (auto& [id, merged] : under_) std::ranges::sort(merged);
}

std::span<const TermId> CanonicalIds::under(TermId id) const {
  const auto found = under_.find(id);
  return found == under_.end() ? std::span<const TermId>{} : found->second;
}

namespace {

bool stays(TermId relation) {
  return relation == well_known::kMergedInto || relation == well_known::kFormerId;
}

}  // namespace

Triple CanonicalIds::image(const Triple& said) const {
  if (canonical_.empty() || stays(said.relation)) return said;
  Triple image{of(said.subject), said.relation, of(said.object)};
  if (said.relation == well_known::kLabel && image.subject != said.subject)
    image.relation = well_known::kAlias;
  return image;
}

void CanonicalIds::each_preimage(const Triple& image,
                                 const std::function<void(const Triple&)>& visit) const {
  if (canonical_.empty() || stays(image.relation)) return;
  const auto ends = [this](TermId id) {
    std::vector<TermId> all{id};
    const auto merged = under(id);
    all.insert(all.end(), merged.begin(), merged.end());
    return all;
  };
  const std::vector<TermId> objects = ends(image.object);
  for (const TermId subject : ends(image.subject)) {
    for (const TermId object : objects) {
      for (const TermId relation : {image.relation, well_known::kLabel}) {
        if (relation != image.relation && image.relation != well_known::kAlias) continue;
        const Triple said{subject, relation, object};
        if (said != image && this->image(said) == image) visit(said);
      }
    }
  }
}

void MergeLinks::add(const MergeClaim& merge) {
  if (merges_.emplace(merge.claim, merge).second) by_entity_[merge.from].push_back(merge.claim);
}

void MergeLinks::remove(TermId claim) {
  const auto found = merges_.find(claim);
  if (found == merges_.end()) return;
  std::erase(by_entity_[found->second.from], claim);
  merges_.erase(found);
}

std::vector<TermId> MergeLinks::chain(TermId from, TermId to) const {
  std::unordered_map<TermId, TermId> reached{{from, from}};  // and from where
  std::vector<TermId> open{from};
  while (!open.empty() && !reached.contains(to)) {
    const TermId entity = open.back();
    open.pop_back();
    const auto found = by_entity_.find(entity);
    if (found == by_entity_.end()) continue;
    for (const TermId claim : found->second) {
      const TermId next = merges_.at(claim).into;
      if (reached.emplace(next, entity).second) open.push_back(next);
    }
  }
  if (!reached.contains(to)) return {};
  std::vector<TermId> chain{to};
  while (chain.back() != from) chain.push_back(reached.at(chain.back()));
  std::ranges::reverse(chain);
  return chain;
}

std::optional<TermId> MergeLinks::target(TermId entity) const {
  const auto found = by_entity_.find(entity);
  if (found == by_entity_.end()) return std::nullopt;
  std::optional<TermId> first;  // where a damaged store has several, the first claim's
  TermId first_claim;
  for (const TermId claim : found->second) {
    const MergeClaim& merge = merges_.at(claim);
    if (!merge.believed || merge.into == entity || (first && first_claim < claim)) continue;
    first = merge.into;
    first_claim = claim;
  }
  return first;
}

// Whoever adds merges sees to it that there is no circle; one of a damaged store ends here too.
TermId MergeLinks::last_target(TermId entity) const {
  std::unordered_set<TermId> seen{entity};
  TermId at = entity;
  for (auto next = target(at); next && seen.insert(*next).second; next = target(at)) at = *next;
  return at;
}

CanonicalIds MergeLinks::canonical() const {
  std::unordered_map<TermId, TermId> all;
  for (const auto& [entity, claims] : by_entity_) {
    const TermId last = last_target(entity);
    if (last != entity) all.emplace(entity, last);
  }
  return CanonicalIds(std::move(all));
}

std::optional<MergeClaim> merge_of(const ClaimRecord& record, bool retracted) {
  const auto is_entity = [](TermId id) {
    return id.tag() == IdTag::iri || id.tag() == IdTag::blank;
  };
  if (record.triple.relation != well_known::kMergedInto || !is_entity(record.triple.subject) ||
      !is_entity(record.triple.object)) {
    return std::nullopt;
  }
  MergeClaim merge{record.id, record.triple.subject, record.triple.object, {}, retracted, false};
  for (const auto& [qualifier, value] : record.qualifiers) {
    if (qualifier == well_known::kCertainty) merge.certainty = std::max(merge.certainty, value);
  }
  merge.believed = !record.denied && !record.alternative &&
                   merge.certainty >= well_known::kStated &&
                   merge.certainty <= well_known::kConfirmed;
  return merge;
}

std::vector<MergeClaim> stored_merges(lmdb::Transaction& transaction, const Tables& tables,
                                      const std::function<std::uint8_t(std::uint64_t)>& flags_of) {
  std::vector<TermId> claims;
  ClaimWalk walk(transaction, tables, ClaimOrder::posc);
  const std::uint64_t relation = well_known::kMergedInto.bits();
  walk.open({relation, 0, 0, 0}, {relation, kHighestId, kHighestId, kHighestId});
  std::array<TermId, 256> some;
  while (const std::size_t count = walk.next({nullptr, nullptr, nullptr, some.data()}, some.size()))
    claims.insert(claims.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
  std::ranges::sort(claims);
  std::vector<MergeClaim> merges;
  for (const TermId claim : claims) {
    const auto stored = read_claim(transaction, tables, claim.payload());
    if (!stored) raise_damaged("claims", "a claim of an order is missing");
    const bool retracted = (flags_of(claim.payload()) & format::claim_flag::kRetracted) != 0;
    if (const auto merge = merge_of(stored->record, retracted)) merges.push_back(*merge);
  }
  return merges;
}

}  // namespace vouch::storage
