// engine/logical/verify.hpp — is this plan well formed? Asked after building it and after every
// pass.
//
// Shape     every variable is bound before it is used, and bound once; every Seed stands below an
// Apply
//           of its id and carries the same variables; what is returned is bound at the root.
// Errors    verify() throws InternalError that names the pass and the fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/logical/plan.hpp"

namespace vouch::logical {

// The first fault in words, or nothing.
[[nodiscard]] std::optional<std::string> fault_of(const Plan& plan);

void verify(const Plan& plan, std::string_view stage);
// Also: the returned columns, and the variables there were, are the same after as before.
void verify_pass(const Plan& before, const Plan& after, std::string_view pass);

}  // namespace vouch::logical
