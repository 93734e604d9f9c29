// engine/view/claim_values.hpp — every claim of a store, and the values of one qualifier of all
// claims.
//
// Shape     in the order of claims, or as they stand in the graph. Retracted claims, whose
// qualifiers are in no table of triples, come from
//           their records, after the others.
// Units     a claim in force costs a row of a scan, a retracted one a record.
// Errors    CorruptionError.
#pragma once

#include <functional>

#include "storage/claim_state.hpp"
#include "storage/store.hpp"

namespace vouch::view {

void each_claim(const storage::Snapshot& snapshot,
                const std::function<void(storage::TermId, const storage::ClaimState&)>& visit);

// By subject, relation, object, claim; of one subject where it is bound. The triple is where the
// claim stands, of canonical entities.
void each_placed_claim(const storage::Snapshot& snapshot, storage::TermId subject,
                       const std::function<void(const storage::Triple&, storage::TermId,
                                                const storage::ClaimState&)>& visit);

void each_claim_value(const storage::Snapshot& snapshot, storage::TermId relation,
                      const std::function<void(storage::TermId, storage::TermId)>& visit);

}  // namespace vouch::view
