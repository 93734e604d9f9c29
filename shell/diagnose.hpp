// shell/diagnose.hpp — diagnostics as text: full with excerpt, one line each, or JSON.
//
// Shape     full   error[E0203]: message, `┌─ file:line:column`, the lines with carets, `= fix: …`
//           brief  file:line:column: E0203: message
//           json   one object a line; positions in bytes of the file and line/column
// Units     carets stand under display columns (tabs are four, CJK two); columns count code points.
// Errors    none; texts of users are neutralised, lines of any length are cut around the place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "base/source_text.hpp"
#include "shell/terminal.hpp"

namespace vouch::shell {

enum class ErrorForm : std::uint8_t { text, brief, json };

[[nodiscard]] std::optional<ErrorForm> error_form_named(
    std::string_view name);  // text, short, json

struct DiagnoseStyle {
  ErrorForm form = ErrorForm::text;
  Paint paint;
  std::size_t most = 5;  // of the full form; the others are counted
};

// Every line ends with a line end; empty when there is nothing to say.
[[nodiscard]] std::string diagnose(const Diagnostics& diagnostics, const SourceText& source,
                                   const DiagnoseStyle& style);

// The exit status a diagnostic of this code leads to.
[[nodiscard]] int exit_status_of(std::string_view code);

}  // namespace vouch::shell
