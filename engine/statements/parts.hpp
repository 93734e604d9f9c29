// engine/statements/parts.hpp — a question's plan in parts: what is counted for the question, whatever
// plan answers it, is counted over the rows at the end of a part.
//
// Shape     a part reaches from the result, or from below a group, a `top` or a limit, down to the
//           next of these. Blocks that see the row are no parts of the question's own rows.
// Lifetime  pointers into the plan.
// Source    docs/language.md, "Truth" and "Notes".
#pragma once

#include "engine/logical/plan.hpp"

namespace vouch::session {

// The rows of a group or a cut are other rows than those below it; null for other operators.
[[nodiscard]] const logical::Node* cut_off(const logical::Node& node);
// What only arranges, shows or unites rows that were found.
[[nodiscard]] const logical::Node* arranged(const logical::Node& node);
// The operator below, along the rows of the question itself.
[[nodiscard]] const logical::Node* below(const logical::Node& node);
// A limit that stops before all rows were looked at.
[[nodiscard]] bool stops_early(const logical::Node& node);

}  // namespace vouch::session
