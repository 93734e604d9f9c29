// engine/logical/compared.hpp — which variables' values are compared by identity.
//
// Shape     those that inputs of a join share, that a block sees, that `top … per` and a limit within
//           groups go by; and what such a variable is another name of. Asked of the plan as it was
//           bound, so that how a quantity is spelled does not depend on how the question is answered.
#pragma once

#include <set>

#include "engine/logical/plan.hpp"

namespace vouch::logical {

[[nodiscard]] std::set<VariableId> compared_variables(const Node& root);

}  // namespace vouch::logical
