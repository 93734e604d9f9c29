// engine/evidence/substitute.hpp — expressions and patterns with values in the place of variables.
//
// Shape     a variable without a value stays.
// Lifetime  new values; nothing is shared.
#pragma once

#include <functional>
#include <optional>

#include "engine/logical/plan.hpp"

namespace vouch::evidence {

using TermOf = std::function<std::optional<storage::Term>(expr::VariableId)>;
[[nodiscard]] expr::Expression with_values(const expr::Expression& expression, const TermOf& values);

using IdOf = std::function<storage::TermId(expr::VariableId)>;  // unbound: none
template <typename Scan>
[[nodiscard]] Scan with_values(Scan scan, const IdOf& values) {
  const auto fill = [&](logical::Slot& slot) {
    if (!slot.is_variable()) return;
    const storage::TermId id = values(slot.variable);
    if (id.bound()) slot = logical::Slot::of(id);
  };
  fill(scan.subject);
  fill(scan.object);
  if constexpr (requires { scan.relation; }) fill(scan.relation);
  if constexpr (requires { scan.claim; }) fill(scan.claim);
  return scan;
}

}  // namespace vouch::evidence
