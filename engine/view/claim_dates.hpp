// engine/view/claim_dates.hpp — which claims hold at a date, and which were known by one.
//
// Shape     sets of claims over all claims of the store, retracted ones too; streamed in the order
// of claims
//           from the qualifiers' triples.
// Units     days; a date of coarse precision is all its days.
// Errors    none of its own.
// Source    docs/language.md §5.
#pragma once

#include <cstdint>

#include "storage/overlay.hpp"
#include "storage/store.hpp"

namespace vouch::view {

enum class Sureness : std::uint8_t {
  certainly,  // surely covers the date, or says no time
  strictly,   // surely covers it
  possibly    // may cover it, or says no time
};

struct AtDate {
  storage::ClaimSet claims;
  std::uint64_t timeless = 0;  // of these, those that say no time
};
[[nodiscard]] AtDate holding_at(const storage::Snapshot& snapshot, const storage::Date& date,
                                Sureness sureness);

// Said and not taken back by the last day of the date: what is `known` by then (surely), without
// claims whose retractions by then outnumber their restorations.
[[nodiscard]] storage::ClaimSet known_by(const storage::Snapshot& snapshot,
                                         const storage::Date& date);

// In force now: not retracted.
[[nodiscard]] storage::ClaimSet in_force(const storage::Snapshot& snapshot);

// The store's claims are numbered from 1 to this.
[[nodiscard]] std::uint64_t last_claim(const storage::Snapshot& snapshot);

}  // namespace vouch::view
