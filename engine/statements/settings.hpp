// engine/statements/settings.hpp — `set name value` and the closed list of settings.
//
// Errors    E0320: no such setting (with the list), or a value it does not take.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/session_core.hpp"

namespace vouch::session {

struct SettingInfo {
  std::string_view name;
  std::string_view meaning;
  std::string_view takes;  // "a time, as in 30 s, or none"
  std::string (*show)(const Settings& settings);
  // False: the value is not taken.
  bool (*set)(Settings& settings, const ast::Term& value, const storage::Term* constant);
};
[[nodiscard]] std::span<const SettingInfo> all_settings();

[[nodiscard]] Outcome set_statement(const Run& run, const ast::SetStatement& statement, Span place);

}  // namespace vouch::session
