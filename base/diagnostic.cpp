#include "base/diagnostic.hpp"

#include <algorithm>
#include <utility>

namespace vouch {

bool has_errors(const Diagnostics& diagnostics) noexcept {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

Diagnostic error_at(Span span, std::string code, std::string message) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.span = span;
  return diagnostic;
}

Diagnostic warning_at(Span span, std::string code, std::string message) {
  Diagnostic diagnostic = error_at(span, std::move(code), std::move(message));
  diagnostic.severity = Severity::warning;
  return diagnostic;
}

}  // namespace vouch
