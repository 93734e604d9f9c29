// engine/exec/spelling.hpp — equal quantities in several spellings, where rows are put together.
//
// Shape     of equal values one is shown: the store's where a row has it, else the shortest spelling,
//           then the first by code points. So it is the same in whatever order rows come.
// Source    docs/language.md, "Units".
#pragma once

#include <vector>

#include "engine/exec/rows.hpp"

namespace vouch::exec {

// May the value be spelled otherwise in another row?
[[nodiscard]] bool has_spellings(Terms& terms, TermId id);
// The one to show.
[[nodiscard]] TermId better_spelled(Terms& terms, TermId a, TermId b);
// Ids by which rows compare; `column` itself where none is computed.
[[nodiscard]] const Column& canonical_column(const Terms& terms, const Column& column,
                                             Column& scratch);

}  // namespace vouch::exec
