#include "engine/evidence/witnesses.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "storage/claim_state.hpp"
#include "storage/said_plainly.hpp"
#include "storage/snapshot_state.hpp"

namespace vouch::evidence {

using storage::Triple;

namespace {

bool smaller(const ClaimNumbers& a, const ClaimNumbers& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

bool within(const ClaimNumbers& part, const ClaimNumbers& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

bool breaks(const ClaimNumbers& set, const Breakable& derivation) {
  return std::any_of(derivation.facts.begin(), derivation.facts.end(),
                     [&](const ClaimNumbers& fact) { return within(fact, set); });
}

// Without sets that hold another one.
void minimise(std::vector<ClaimNumbers>& sets) {
  std::sort(sets.begin(), sets.end(), smaller);
  std::vector<ClaimNumbers> kept;
  for (ClaimNumbers& set : sets) {
    const bool holds_other = std::any_of(kept.begin(), kept.end(), [&](const ClaimNumbers& other) {
      return within(other, set);
    });
    if (!holds_other) kept.push_back(std::move(set));
  }
  sets = std::move(kept);
}

}  // namespace

namespace {

// What an overlay added is in no table.
void hide(const Triple& triple, storage::OverlayContent& content) {
  if (std::erase(content.added, triple) > 0) return;
  if (std::find(content.hidden.begin(), content.hidden.end(), triple) == content.hidden.end()) {
    content.hidden.push_back(triple);
  }
}

}  // namespace

Witnesses smallest_sets(const std::vector<Breakable>& derivations) {
  Witnesses out;
  out.sets = {ClaimNumbers{}};
  for (const Breakable& derivation : derivations) {
    std::vector<ClaimNumbers> next;
    for (const ClaimNumbers& set : out.sets) {
      if (breaks(set, derivation)) {
        next.push_back(set);
        continue;
      }
      for (const ClaimNumbers& fact : derivation.facts) {
        ClaimNumbers both;
        std::set_union(set.begin(), set.end(), fact.begin(), fact.end(), std::back_inserter(both));
        next.push_back(std::move(both));
      }
    }
    minimise(next);
    if (next.size() > kSetsMost) {
      next.resize(kSetsMost);
      out.more = true;
    }
    out.sets = std::move(next);
    if (out.sets.empty()) return out;
  }
  return out;
}

Without::Without(const storage::Snapshot& snapshot) : snapshot_(snapshot) {
  if (const auto& overlay = snapshot.state()->overlay()) {
    seen_ = overlay->content();
    return;
  }
  const std::uint64_t claims = snapshot.counts().claims;
  seen_.claims = storage::ClaimSet(claims);
  for (std::uint64_t number = 1; number <= claims; ++number) {
    const auto state = storage::claim_state(snapshot, TermId(storage::IdTag::claim, number));
    if (state && !state->retracted) seen_.claims.add(number);
  }
}

// Does a claim that is left, or a plain load, say it?
bool Without::still_said(const Triple& triple, const ClaimNumbers& gone) const {
  if (storage::said_plainly(snapshot_, triple)) return true;
  const storage::RelationInfo* info = snapshot_.catalog().relation(triple.relation);
  const bool symmetric = info != nullptr && info->symmetric;
  for (const bool back : {false, true}) {
    if (back && !symmetric) continue;
    storage::ClaimCursor cursor(snapshot_, storage::ClaimOrder::spoc);
    const std::array<TermId, 3> prefix = {back ? triple.object : triple.subject, triple.relation,
                                          back ? triple.subject : triple.object};
    cursor.open(prefix);
    TermId claim;
    while (cursor.next(nullptr, nullptr, nullptr, &claim, 1) > 0) {
      const auto state = storage::claim_state(snapshot_, claim);
      const bool counts = state && !state->denied && !state->retracted && !state->alternative;
      if (counts && !std::binary_search(gone.begin(), gone.end(), claim)) return true;
    }
  }
  return false;
}

storage::Snapshot Without::claims(const ClaimNumbers& gone) const {
  storage::OverlayContent content = seen_;
  for (const TermId claim : gone) {
    const std::optional<storage::ClaimRecord> record = snapshot_.claim(claim);
    content.claims.remove(claim.payload());
    if (!record || record->denied || record->alternative) continue;
    if (still_said(record->triple, gone)) continue;
    hide(record->triple, content);
    const storage::RelationInfo* info = snapshot_.catalog().relation(record->triple.relation);
    const auto [subject, relation, object] = record->triple;
    if (info != nullptr && info->symmetric) hide({object, relation, subject}, content);
  }
  return storage::seen_through(snapshot_,
                               std::make_shared<const storage::Overlay>(std::move(content)));
}

}  // namespace vouch::evidence
