// engine/logical/print.hpp — a logical plan as text: indented for people, on one line for tests.
//
// Shape     print: one node a line, two blanks deeper per level, the same text for the same plan.
//           shape: `Project(?a; Filter(?a > 3; Join[?a uses ?b, ?b made_by ?c]))`.
#pragma once

#include <string>

#include "engine/logical/plan.hpp"
#include "engine/logical/print_expression.hpp"

namespace vouch::logical {

[[nodiscard]] std::string print(const Plan& plan, const Namer& namer);
[[nodiscard]] std::string shape(const Node& node, const VariableTable& variables,
                                const Namer& namer);
[[nodiscard]] std::string shape(const Plan& plan, const Namer& namer);

}  // namespace vouch::logical
