// engine/failure.hpp — failures of the machine, told like problems: once per statement or load.
//
// Errors    CapacityError and the time limit: limit; Ctrl-C: interrupted; anything else:
//           data_error.
#pragma once

#include <exception>

#include "engine/session.hpp"

namespace vouch {

[[nodiscard]] Outcome report_failure(const std::exception& failure, const SourceText& source,
                                     Output& output);

}  // namespace vouch
