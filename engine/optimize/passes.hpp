// engine/optimize/passes.hpp — the passes by name; each is explained, with a drawing, in its own
// file.
//
// Shape     each gives a better plan or nothing; the list and its order are in passes.cpp.
#pragma once

#include <optional>

#include "engine/logical/plan.hpp"
#include "storage/store.hpp"

namespace vouch::optimize {

[[nodiscard]] std::optional<logical::Plan> fold_constants(const logical::Plan& plan,
                                                          const storage::Snapshot& snapshot);
[[nodiscard]] std::optional<logical::Plan> decorrelate(const logical::Plan& plan,
                                                       const storage::Snapshot& snapshot);
[[nodiscard]] std::optional<logical::Plan> flatten_joins(const logical::Plan& plan,
                                                         const storage::Snapshot& snapshot);
[[nodiscard]] std::optional<logical::Plan> push_filters(const logical::Plan& plan,
                                                        const storage::Snapshot& snapshot);
[[nodiscard]] std::optional<logical::Plan> prune_variables(const logical::Plan& plan,
                                                           const storage::Snapshot& snapshot);

}  // namespace vouch::optimize
