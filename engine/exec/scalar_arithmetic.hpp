// engine/exec/scalar_arithmetic.hpp — + - * / % of two columns; small integers without decoding.
//
// Shape     results that are small integers again are computed on ids; division only where it is
//           exact.
// Lifetime  borrows context.
#pragma once

#include "engine/exec/scalar.hpp"

namespace vouch::exec {

[[nodiscard]] ScalarPtr arithmetic_scalar(expr::Arithmetic op, ScalarPtr left, ScalarPtr right,
                                          ExecContext& context);

// The integer an id of that tag stands for, and back where it is in range.
[[nodiscard]] inline std::int64_t integer_of(TermId id) {
  return static_cast<std::int64_t>(id.payload()) - (std::int64_t{1} << 59U);
}
[[nodiscard]] inline bool fits_inline(std::int64_t value) {
  return value >= -(std::int64_t{1} << 59U) && value < (std::int64_t{1} << 59U);
}
[[nodiscard]] inline TermId id_of_integer(std::int64_t value) {
  return {storage::IdTag::integer, static_cast<std::uint64_t>(value + (std::int64_t{1} << 59U))};
}

}  // namespace vouch::exec
