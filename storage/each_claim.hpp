// storage/each_claim.hpp — all claims of a snapshot, one after the other.
//
// Order     by subject, relation, object, then number; retracted ones too.
#pragma once

#include <functional>

#include "storage/store.hpp"

namespace vouch::storage {

void each_claim(const Snapshot& snapshot, const std::function<void(const ClaimRecord&)>& visit);

}  // namespace vouch::storage
