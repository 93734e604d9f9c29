// shell/dot_commands.hpp — the commands of the shell itself: `.mode csv`, `.load facts`.
//
// Shape     a table: name, what its argument is, what it does. The texts are in shell/help.
// Errors    shown on the console; the outcome says what kind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shell/workspace.hpp"

namespace vouch::shell {

// `text` is without the dot. A mistyped name gets a suggestion; an unambiguous beginning is enough.
[[nodiscard]] Outcome run_dot_command(const std::string& text, Workspace& workspace);

[[nodiscard]] const std::vector<std::string>& dot_command_names();  // with the dot

enum class DotArgument : std::uint8_t { none, mode, error_form, color, on_off, topic, name, file };
[[nodiscard]] DotArgument argument_of(std::string_view command);  // with the dot

}  // namespace vouch::shell
