// base/invariant.hpp — our own assumptions, checked in every build.
//
// Errors    throws InternalError that names the place; a broken assumption must never
//           become a wrong answer or a lost write.
#pragma once

#include <source_location>
#include <string_view>

namespace vouch {

[[noreturn]] void invariant_failed(std::string_view why, const std::source_location& where);

inline void invariant(bool holds, std::string_view why,
                      const std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]] {
    invariant_failed(why, where);
  }
}

}  // namespace vouch
