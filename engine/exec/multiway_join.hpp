// engine/exec/multiway_join.hpp — patterns joined all at once, variable by variable.
//
// Shape     each pattern is read into sorted columns once; for every variable in turn the lists of
//           values that the patterns admit, given the variables before, are intersected. So work is
//           never more than the largest answer such patterns can have.
// Order     by the variables, as listed.
// Lifetime  borrows context and node.
// Errors    CapacityError "E0503" when the columns do not fit.
// Source    Veldhuizen, "Leapfrog Triejoin", 2014.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_multiway_join(ExecContext& context, const physical::Node& node);

}  // namespace vouch::exec
