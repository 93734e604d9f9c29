// engine/expr/text.hpp — tests on the bytes of texts, for those that have no Term at hand.
//
// Source    docs/language.md §5; text_test() of engine/expr/value_ops.hpp says what of other terms.
#pragma once

#include <string_view>

#include "engine/expr/value_ops.hpp"

namespace vouch::expr {

[[nodiscard]] bool text_holds(TextTest test, std::string_view text, std::string_view part);

}  // namespace vouch::expr
