// shell/help.hpp — the texts behind `.help`, `vouch help WORD` and `vouch help E0203`.
//
// Shape     tables of entries: one sentence, how it is written, examples that run (tests/shell runs
// each).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::shell {

struct HelpEntry {
  std::string_view name;                   // `match`, `.mode`
  std::string_view sentence;               // one line
  std::string_view form;                   // how it is written
  std::vector<std::string_view> examples;  // each runs on the facts of this repository
  std::vector<std::string_view> see;
};

[[nodiscard]] const std::vector<HelpEntry>& language_help();  // statements and clauses
[[nodiscard]] const std::vector<HelpEntry>& command_help();   // dot commands

struct ErrorHelp {
  std::string_view code;
  std::string_view title;
  std::string_view meaning;
  std::string_view wrong;  // an example; may be empty
  std::string_view right;
};
[[nodiscard]] const std::vector<ErrorHelp>& error_help();

[[nodiscard]] std::string help_overview();
[[nodiscard]] std::optional<std::string> help_on(std::string_view topic);
[[nodiscard]] std::vector<std::string> help_topics();

// docs/errors.md, made from the table.
[[nodiscard]] std::string errors_page();

}  // namespace vouch::shell
