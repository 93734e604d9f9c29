// engine/exec/scalar_text.hpp — a test of texts against a constant, on the dictionary's bytes.
//
// Shape     the distinct texts of a batch are tested in the order of their ids, so that each block
//           of the dictionary is decoded once; no value is made. Verdicts are remembered for ids
//           that come again. Everything that is not a plain string of the dictionary goes the long
//           way, through its term.
// Units     64 KB of verdicts.
// Lifetime  borrows context.
#pragma once

#include <functional>
#include <string_view>

#include "engine/exec/scalar.hpp"

namespace vouch::exec {

// The same test twice: of a plain string's bytes, and of any bound term.
struct TextCheck {
  std::function<Truth(std::string_view text)> of_text;
  std::function<Truth(const Term& term)> of_term;
};
[[nodiscard]] ScalarPtr text_scalar(ScalarPtr texts, TextCheck check, ExecContext& context);

}  // namespace vouch::exec
