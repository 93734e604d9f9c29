// engine/statements/scripts.hpp — what scripts are made of: param, include, echo, check, export.
//
// Errors    E0701 a check that does not hold (the script goes on); E0324 files under --safe; E0325
//           an include cycle; E0326 includes nested too deep; E0327 a file cannot be read; E0328 it
//           cannot be written.
#pragma once

#include "engine/session_core.hpp"

namespace vouch::session {

inline constexpr std::size_t kIncludeDepthMost = 32;

[[nodiscard]] Outcome param_statement(const Run& run, const ast::ParamStatement& statement);
[[nodiscard]] Outcome include_statement(const Run& run, const ast::IncludeStatement& statement,
                                        Span place);
[[nodiscard]] Outcome echo_statement(const Run& run, const ast::EchoStatement& statement);
[[nodiscard]] Outcome check_statement(const Run& run, const ast::CheckStatement& statement);
[[nodiscard]] Outcome export_statement(const Run& run, const ast::ExportStatement& statement,
                                       Span place);

}  // namespace vouch::session
