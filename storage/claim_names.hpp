// storage/claim_names.hpp — claims by the beginnings of their names.
//
// Order     that of the names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace vouch::storage {

// The first few names that begin so.
[[nodiscard]] std::vector<std::string> claim_names_from(const Snapshot& snapshot,
                                                        std::string_view beginning,
                                                        std::size_t most);
// A few names that have the longest beginning in common with a wrong one.
[[nodiscard]] std::vector<std::string> nearest_claim_names(const Snapshot& snapshot,
                                                           std::string_view wrong,
                                                           std::size_t most);

}  // namespace vouch::storage
