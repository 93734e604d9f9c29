// engine/exec/search_join.hpp — entities whose words match a text, alone or for each left row.
//
// Shape     every word of the text must begin a word of the entity's labels, aliases, titles or
//           text values. The score says how much of the best such text was asked for: words matched
//           by words there are, 0 < score <= 1, two decimals.
// Order     of entities by id, per left row.
// Lifetime  borrows context and node; results of a text are kept for the run.
#pragma once

#include "engine/exec/operator.hpp"

namespace vouch::exec {

[[nodiscard]] OperatorPtr make_word_search(ExecContext& context, const physical::Node& node);
[[nodiscard]] OperatorPtr make_search_join(ExecContext& context, const physical::Node& node,
                                           OperatorPtr left);

}  // namespace vouch::exec
