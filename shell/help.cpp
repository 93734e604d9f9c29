#include "shell/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/unicode.hpp"

namespace vouch::shell {
namespace {

std::string entry_text(const HelpEntry& entry) {
  std::string out = fmt::format("{} — {}\n\n  {}\n", entry.name, entry.sentence, entry.form);
  if (!entry.examples.empty()) out += "\nExamples\n";
  for (const std::string_view example : entry.examples) out += fmt::format("  {}\n", example);
  if (!entry.see.empty()) {
    out += "\nSee also";
    for (const std::string_view other : entry.see) out += fmt::format(" `{}`", other);
    out += '\n';
  }
  return out;
}

std::string error_text(const ErrorHelp& entry) {
  std::string out = fmt::format("{}: {}\n\n{}\n", entry.code, entry.title, entry.meaning);
  if (!entry.wrong.empty()) out += fmt::format("\nWrong  {}\n", entry.wrong);
  if (!entry.right.empty())
    out += fmt::format("{}Right  {}\n", entry.wrong.empty() ? "\n" : "", entry.right);
  return out;
}

std::string listing(const std::vector<HelpEntry>& entries) {
  std::size_t width = 0;
  for (const HelpEntry& entry : entries) width = std::max(width, entry.name.size());
  std::string out;
  for (const HelpEntry& entry : entries) {
    out += fmt::format("  {:<{}}  {}\n", entry.name, width, entry.sentence);
  }
  return out;
}

}  // namespace

std::string help_overview() {
  return "Statements end with `;`. Names complete with Tab.\n\n"
         "  match ?maker makes ?chip:chip, ?maker based_in china;\n"
         "  match ?maker makes ?chip:gpu group by ?maker: count(?chip) as ?chips;\n"
         "  describe nvidia;\n\n"
         "Statements and clauses\n" +
         listing(language_help()) + "\nCommands of the shell\n" + listing(command_help()) +
         "\n`.help WORD` tells more, with examples that run; `.help E0203` explains an error.\n";
}

std::optional<std::string> help_on(std::string_view topic) {
  const std::string wanted = unicode::lower(topic);
  const std::string code = unicode::upper(topic);
  for (const ErrorHelp& entry : error_help()) {
    if (entry.code == code) return error_text(entry);
  }
  for (const HelpEntry& entry : command_help()) {
    if (entry.name == wanted || entry.name == "." + wanted) {
      // `explain` is both; the word of the language comes first unless the dot was typed.
      const bool both = !wanted.starts_with('.') &&
                        std::any_of(language_help().begin(), language_help().end(),
                                    [&](const HelpEntry& other) { return other.name == wanted; });
      if (!both) return entry_text(entry);
    }
  }
  for (const HelpEntry& entry : language_help()) {
    if (entry.name == wanted) return entry_text(entry);
  }
  return std::nullopt;
}

std::vector<std::string> help_topics() {
  std::vector<std::string> out;
  for (const HelpEntry& entry : language_help()) out.emplace_back(entry.name);
  for (const HelpEntry& entry : command_help()) out.emplace_back(entry.name);
  for (const ErrorHelp& entry : error_help()) out.emplace_back(entry.code);
  return out;
}

std::string errors_page() {
  std::string out =
      "# Errors and warnings\n\n"
      "Every message carries one of these codes; `vouch help E0203` and `.help E0203` print the "
      "same text.\n\n"
      "| code | what | meaning | wrong | right |\n|---|---|---|---|---|\n";
  const auto cell = [](std::string_view text) {
    std::string escaped;
    for (const char c : text) {
      if (c == '|') escaped += '\\';
      escaped += c;
    }
    return escaped.empty() ? escaped : "`` " + escaped + " ``";
  };
  for (const ErrorHelp& entry : error_help()) {
    out += fmt::format("| {} | {} | {} | {} | {} |\n", entry.code, entry.title, entry.meaning,
                       cell(entry.wrong), cell(entry.right));
  }
  return out;
}

}  // namespace vouch::shell
