#include "engine/view/seen_graph.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/view/claim_values.hpp"
#include "storage/claim_codec.hpp"
#include "storage/claim_state.hpp"
#include "storage/merges.hpp"
#include "storage/said_plainly.hpp"
#include "storage/well_known.hpp"

namespace vouch::view {

using storage::ClaimSet;
using storage::TermId;
using storage::Triple;

namespace {

// Claims of one triple, told one after another.
class Differences {
 public:
  Differences(const storage::Snapshot& snapshot, const ClaimSet& claims, Gives gives)
      : snapshot_(snapshot), claims_(claims), gives_(gives) {}

  void take(const Triple& triple, TermId claim, const storage::ClaimState& state) {
    if (triple != triple_) settle();
    triple_ = triple;
    by_default_ = by_default_ || (!state.denied && !state.retracted && !state.alternative);
    seen_ = seen_ || (claims_.has(claim.payload()) && (gives_.denied || !state.denied) &&
                      (gives_.alternatives || !state.alternative));
  }
  // The triple's last claim was taken. Merges say no triple of the graph: which are believed is no
  // matter of the view.
  void settle() {
    if (triple_.subject.bound() && triple_.relation != storage::well_known::kMergedInto) {
      if (symmetric(triple_.relation)) {
        both_ways_.push_back({triple_, by_default_, seen_});
        both_ways_.push_back({turned(triple_), by_default_, seen_});
      } else {
        tell(triple_, by_default_, seen_);
      }
    }
    triple_ = {};
    by_default_ = seen_ = false;
  }
  // A triple of a symmetric relation is said by claims of either direction.
  void settle_both_ways() {
    std::sort(both_ways_.begin(), both_ways_.end(),
              [](const Said& a, const Said& b) { return a.triple < b.triple; });
    for (std::size_t i = 0; i < both_ways_.size();) {
      Said one = both_ways_[i];
      for (++i; i < both_ways_.size() && both_ways_[i].triple == one.triple; ++i) {
        one.by_default = one.by_default || both_ways_[i].by_default;
        one.seen = one.seen || both_ways_[i].seen;
      }
      tell(one.triple, one.by_default, one.seen);
    }
  }

  std::vector<Triple> hidden;
  std::vector<Triple> added;

 private:
  struct Said {
    Triple triple;
    bool by_default = false;
    bool seen = false;
  };
  static Triple turned(const Triple& triple) {
    return {triple.object, triple.relation, triple.subject};
  }
  bool symmetric(TermId relation) {
    if (relation != relation_) {
      const storage::RelationInfo* info = snapshot_.catalog().relation(relation);
      relation_ = relation;
      symmetric_ = info != nullptr && info->symmetric;
    }
    return symmetric_;
  }
  void tell(const Triple& triple, bool by_default, bool seen) {
    if (by_default == seen || storage::stands_plainly(snapshot_, triple)) return;
    // The tables stand as the merges believed now have it: what says so stays.
    if (triple.relation == storage::well_known::kMergedInto) return;
    (seen ? added : hidden).push_back(triple);
  }

  const storage::Snapshot& snapshot_;
  const ClaimSet& claims_;
  Gives gives_;
  Triple triple_;
  bool by_default_ = false;
  bool seen_ = false;
  TermId relation_;
  bool symmetric_ = false;
  std::vector<Said> both_ways_;
};

}  // namespace

std::vector<Triple> qualifiers_of_retracted(const storage::Snapshot& snapshot,
                                            const ClaimSet& claims) {
  std::vector<Triple> out;
  each_claim(snapshot, [&](TermId claim, const storage::ClaimState& state) {
    if (!state.retracted || !claims.has(claim.payload())) return;
    const auto record = snapshot.claim(claim);
    if (!record) return;
    for (const auto& [relation, value] :
         storage::qualifier_pairs(storage::canonical(snapshot, *record))) {
      out.push_back({claim, relation, value});
    }
  });
  return out;
}

storage::OverlayContent seen_graph(const storage::Snapshot& snapshot, ClaimSet claims,
                                   Gives gives) {
  Differences differences(snapshot, claims, gives);
  each_placed_claim(snapshot, {},
                    [&](const Triple& triple, TermId claim, const storage::ClaimState& state) {
                      differences.take(triple, claim, state);
                    });
  differences.settle();
  differences.settle_both_ways();
  storage::OverlayContent content;
  content.hidden = std::move(differences.hidden);
  content.added = std::move(differences.added);
  for (const Triple& triple : qualifiers_of_retracted(snapshot, claims)) {
    content.added.push_back(triple);
  }
  content.claims = std::move(claims);
  content.any_polarity = gives.denied;
  content.any_alternative = gives.alternatives;
  return content;
}

}  // namespace vouch::view
