// storage/said_plainly.hpp — whether a triple was added as such, beside the claims that say it.
#pragma once

#include "storage/store.hpp"

namespace vouch::storage {

[[nodiscard]] bool said_plainly(const Snapshot& snapshot, const Triple& triple);

}  // namespace vouch::storage
