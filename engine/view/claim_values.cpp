#include "engine/view/claim_values.hpp"

#include <array>
#include <span>

#include "engine/view/claim_dates.hpp"
#include "storage/claim_codec.hpp"
#include "storage/merges.hpp"
#include "storage/well_known.hpp"

namespace vouch::view {

using storage::IdTag;
using storage::TermId;

namespace {

constexpr std::size_t kAtOnce = 1024;

}  // namespace

void each_claim(const storage::Snapshot& snapshot,
                const std::function<void(TermId, const storage::ClaimState&)>& visit) {
  const std::uint64_t last = last_claim(snapshot);
  for (std::uint64_t number = 1; number <= last; ++number) {
    const TermId claim{IdTag::claim, number};
    if (const auto state = storage::claim_state(snapshot, claim)) visit(claim, *state);
  }
}

void each_placed_claim(
    const storage::Snapshot& snapshot, TermId subject,
    const std::function<void(const storage::Triple&, TermId, const storage::ClaimState&)>& visit) {
  storage::ClaimCursor cursor(snapshot, storage::ClaimOrder::spoc);
  const std::array prefix{subject};
  cursor.open(std::span(prefix).first(subject.bound() ? 1 : 0));
  std::array<std::array<TermId, kAtOnce>, 4> rows;
  while (const std::size_t count =
             cursor.next(rows[0].data(), rows[1].data(), rows[2].data(), rows[3].data(), kAtOnce)) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto state = storage::claim_state(snapshot, rows[3][i]);
      if (state) visit({rows[0][i], rows[1][i], rows[2][i]}, rows[3][i], *state);
    }
  }
}

void each_claim_value(const storage::Snapshot& snapshot, TermId relation,
                      const std::function<void(TermId, TermId)>& visit) {
  storage::TripleCursor cursor(snapshot, storage::Order::pso);
  cursor.open_range(std::array{relation}, TermId{IdTag::claim, 0},
                    TermId{IdTag::claim, TermId::kPayloadMask});
  std::array<TermId, kAtOnce> claims;
  std::array<TermId, kAtOnce> values;
  while (const std::size_t count =
             cursor.next(nullptr, claims.data(), values.data(), claims.size())) {
    for (std::size_t i = 0; i < count; ++i) visit(claims[i], values[i]);
  }
  const bool history =
      relation == storage::well_known::kRetracted || relation == storage::well_known::kRestored;
  if (history) return;  // said of retracted claims in the tables, too
  each_claim(snapshot, [&](TermId claim, const storage::ClaimState& state) {
    if (!state.retracted) return;
    const auto record = snapshot.claim(claim);
    if (!record) return;
    for (const auto& [name, value] :
         storage::qualifier_pairs(storage::canonical(snapshot, *record))) {
      if (name == relation) visit(claim, value);
    }
  });
}

}  // namespace vouch::view
