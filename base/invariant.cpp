#include "base/invariant.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace vouch {

void invariant_failed(std::string_view why, const std::source_location& where) {
  throw InternalError("E0999", fmt::format("internal error: {} ({}:{})", why, where.file_name(),
                                           where.line()));
}

}  // namespace vouch
