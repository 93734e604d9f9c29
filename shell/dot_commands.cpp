#include "shell/dot_commands.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "shell/help.hpp"
#include "shell/interrupt.hpp"
#include "shell/statistics.hpp"
#include "shell/words.hpp"

namespace vouch::shell {
namespace {

constexpr std::size_t kReadDepthMost = 32;

using Words = std::vector<std::string>;

Outcome misused(Workspace& workspace, const std::string& sentence, Words notes = {}) {
  workspace.console().problem("E0004", sentence, std::move(notes));
  return Outcome::rejected;
}

Outcome refused_as_unsafe(Workspace& workspace, std::string_view command) {
  return misused(workspace, fmt::format("`.{}` touches files, which --safe forbids", command));
}

// Runs text of ours as a statement, as if it had been typed.
Outcome run_text(Workspace& workspace, const std::string& text) {
  const bool explaining = workspace.explaining();
  workspace.set_explaining(false);
  const Outcome outcome = workspace.run_typed(SourceText("<input>", text));
  workspace.set_explaining(explaining);
  return outcome;
}

// ------------------------------------------------------------------------------------ settings

Outcome set_mode(Workspace& workspace, const Words& words) {
  Console& console = workspace.console();
  if (words.empty()) {
    console.message(
        fmt::format("mode {}; there are {}", name_of(console.mode()), joined(mode_names(), ", ")));
    return Outcome::ok;
  }
  const auto mode = mode_named(words.front());
  if (!mode) {
    const auto near = unicode::nearest(words.front(), mode_names(), 1);
    return misused(workspace,
                   fmt::format("there is no mode `{}`{}", words.front(),
                               near.empty() ? "" : "; did you mean `" + near.front() + "`?"),
                   {"modes: " + joined(mode_names(), ", ")});
  }
  console.settings().mode = *mode;
  return Outcome::ok;
}

Outcome set_max_rows(Workspace& workspace, const Words& words) {
  auto& most = workspace.console().settings().max_rows;
  if (words.empty()) {
    workspace.console().message(
        most ? fmt::format("{} rows at most", grouped(*most))
             : fmt::format("{} rows at most on a terminal", grouped(kRowsShown)));
    return Outcome::ok;
  }
  if (words.front() == "all") {
    most = SIZE_MAX;
    return Outcome::ok;
  }
  std::size_t number = 0;
  const std::string& text = words.front();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return misused(workspace, fmt::format("`.maxrows` takes a number or `all`, not `{}`", text));
  }
  most = number;
  return Outcome::ok;
}

Outcome set_flag(Workspace& workspace, const Words& words, std::string_view name, bool now,
                 const std::function<void(bool)>& apply) {
  if (words.empty()) {
    workspace.console().message(fmt::format("{} is {}", name, now ? "on" : "off"));
    return Outcome::ok;
  }
  if (words.front() != "on" && words.front() != "off") {
    return misused(workspace, fmt::format("`.{}` is on or off, not `{}`", name, words.front()));
  }
  apply(words.front() == "on");
  return Outcome::ok;
}

Outcome set_timer(Workspace& workspace, const Words& words) {
  bool& timer = workspace.console().settings().timer;
  return set_flag(workspace, words, "timer", timer, [&](bool on) { timer = on; });
}

Outcome set_explain(Workspace& workspace, const Words& words) {
  return set_flag(workspace, words, "explain", workspace.explaining(),
                  [&](bool on) { workspace.set_explaining(on); });
}

Outcome set_color(Workspace& workspace, const Words& words) {
  ConsoleSettings& settings = workspace.console().settings();
  const std::string choice = words.empty() ? "auto" : words.front();
  if (choice != "auto" && choice != "always" && choice != "never") {
    return misused(workspace, fmt::format("`.color` is auto, always or never, not `{}`", choice));
  }
  const ColorChoice color = choice == "always"  ? ColorChoice::always
                            : choice == "never" ? ColorChoice::never
                                                : ColorChoice::automatic;
  settings.paint = Paint(wants_color(color, STDOUT_FILENO));
  settings.problem_paint = Paint(wants_color(color, STDERR_FILENO));
  return Outcome::ok;
}

Outcome set_errors(Workspace& workspace, const Words& words) {
  const auto form = words.empty() ? std::nullopt : error_form_named(words.front());
  if (!form) return misused(workspace, "`.errors` is text, short or json");
  workspace.console().settings().errors = *form;
  return Outcome::ok;
}

Outcome set_setting(Workspace& workspace, const Words& words) {
  const Settings& settings = workspace.session().settings();
  if (words.empty()) {
    Console& console = workspace.console();
    console.message("timeout " + (settings.timeout_ms
                                      ? duration(static_cast<double>(*settings.timeout_ms))
                                      : std::string("none")));
    console.message(fmt::format("memory {} MiB", settings.memory_bytes >> 20U));
    console.message("today " +
                    (settings.today ? settings.today->to_string() : std::string("by the clock")));
    return Outcome::ok;
  }
  return run_text(workspace, "set " + joined(words, " ") + ";");
}

Outcome parameters(Workspace& workspace, const Words& words) {
  if (!words.empty()) {
    return workspace.set_parameter(joined(words, " ")) ? Outcome::ok : Outcome::rejected;
  }
  if (workspace.parameters().empty()) {
    workspace.console().message("no parameters; `.params name=value` sets one, `$name` uses it");
  }
  for (const auto& [name, value] : workspace.parameters()) {
    workspace.console().message("$" + name + " = " + value);
  }
  return Outcome::ok;
}

// --------------------------------------------------------------------------------------- files

Outcome read_script(Workspace& workspace, const Words& words) {
  if (words.empty()) return misused(workspace, "`.read` takes a script");
  if (workspace.options().safe) return refused_as_unsafe(workspace, "read");
  if (workspace.read_depth() >= kReadDepthMost) {
    return misused(workspace, fmt::format("scripts read each other more than {} deep, last {}",
                                          kReadDepthMost, words.front()));
  }
  ++workspace.read_depth();
  Outcome outcome = Outcome::ok;
  for (const std::string& file : words) {
    outcome = worse(outcome, workspace.run_file(file, false));
    if (outcome != Outcome::ok) break;
  }
  --workspace.read_depth();
  if (workspace.read_depth() == 0)
    workspace.session().set_directory(std::filesystem::current_path());
  return outcome;
}

Outcome load_files(Workspace& workspace, const Words& words) {
  if (words.empty()) return misused(workspace, "`.load` takes fact files or directories");
  if (workspace.options().safe) return refused_as_unsafe(workspace, "load");
  if (workspace.options().read_only)
    return misused(workspace, "the store is open for reading only");
  return workspace.load({words.begin(), words.end()}, {});
}

Outcome send_answers(Workspace& workspace, const Words& words, bool once) {
  if (words.empty()) {
    if (once) return misused(workspace, "`.once` takes a file");
    workspace.send_answers_back();
    workspace.console().message("answers come here");
    return Outcome::ok;
  }
  if (workspace.options().safe) return refused_as_unsafe(workspace, once ? "once" : "output");
  const bool force = words.size() > 1 && words[1] == "force";
  return workspace.send_answers_to(words.front(), once, force) ? Outcome::ok : Outcome::data_error;
}

// ------------------------------------------------------------------------------------- looking

Outcome show_help(Workspace& workspace, const Words& words) {
  if (words.empty()) {
    workspace.console().text(help_overview());
    return Outcome::ok;
  }
  if (const auto text = help_on(words.front())) {
    workspace.console().text(*text);
    return Outcome::ok;
  }
  const auto near = unicode::nearest(words.front(), help_topics(), 3);
  return misused(workspace, fmt::format("there is no help on `{}`", words.front()),
                 near.empty() ? Words{"`.help` lists all"} : Words{"near: " + joined(near, ", ")});
}

Outcome show_last(Workspace& workspace, const Words& words) {
  std::optional<Mode> mode;
  if (!words.empty()) {
    mode = mode_named(words.front());
    if (!mode) return misused(workspace, fmt::format("there is no mode `{}`", words.front()));
  }
  if (!workspace.console().show_last(mode)) return misused(workspace, "there is no answer yet");
  return Outcome::ok;
}

Outcome why_row(Workspace& workspace, const Words& words) {
  std::uint64_t row = 1;
  if (!words.empty()) {
    const std::string& text = words.front();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), row);
    if (error != std::errc() || end != text.data() + text.size() || row == 0) {
      return misused(workspace, fmt::format("`.why` takes the number of a row, not `{}`", text));
    }
  }
  return workspace.session().why_row(row, workspace.console());
}

Outcome show_history(Workspace& workspace, const Words& words) {
  if (workspace.history() == nullptr) return misused(workspace, "only the prompt keeps a history");
  const std::string wanted = unicode::fold(joined(words, " "));
  std::string text;
  for (const std::string& entry : workspace.history()->entries()) {
    const std::string line = one_line(entry);
    if (wanted.empty() || unicode::fold(line).find(wanted) != std::string::npos)
      text += line + "\n";
  }
  workspace.console().text(text.empty() ? "nothing in the history\n" : text);
  return Outcome::ok;
}

Outcome describe(Workspace& workspace, const Words& words) {
  if (words.empty()) return misused(workspace, "`.describe` takes a name");
  std::string name = joined(words, " ");
  const char first = name.front();
  bool plain = unicode::is_letter(unicode::decode(name, 0).value);
  for (std::size_t at = 0; at < name.size();) {
    const unicode::CodePoint c = unicode::decode(name, at);
    plain = plain && (unicode::is_name_character(c.value) || c.value == U':');
    at += c.length;
  }
  if (!plain && first != '[' && first != '<') name = "[" + name + "]";
  return run_text(workspace, "describe " + name + ";");
}

Outcome show(Workspace& workspace, std::string_view what) {
  return run_text(workspace, fmt::format("show {};", what));
}

Outcome statistics(Workspace& workspace, const Words& /*words*/) {
  show_statistics(workspace);
  return Outcome::ok;
}

Outcome quit(Workspace& workspace, const Words& /*words*/) {
  workspace.leave();
  return Outcome::ok;
}

struct Command {
  std::string_view name;
  DotArgument argument;
  std::function<Outcome(Workspace&, const Words&)> run;
};

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"help", DotArgument::topic, show_help},
      {"mode", DotArgument::mode, set_mode},
      {"maxrows", DotArgument::none, set_max_rows},
      {"timer", DotArgument::on_off, set_timer},
      {"color", DotArgument::color, set_color},
      {"errors", DotArgument::error_form, set_errors},
      {"read", DotArgument::file, read_script},
      {"load", DotArgument::file, load_files},
      {"output", DotArgument::file,
       [](Workspace& w, const Words& words) { return send_answers(w, words, false); }},
      {"once", DotArgument::file,
       [](Workspace& w, const Words& words) { return send_answers(w, words, true); }},
      {"last", DotArgument::mode, show_last},
      {"why", DotArgument::none, why_row},
      {"explain", DotArgument::on_off, set_explain},
      {"history", DotArgument::none, show_history},
      {"stats", DotArgument::none, statistics},
      {"schema", DotArgument::none,
       [](Workspace& w, const Words&) { return worse(show(w, "kinds"), show(w, "relations")); }},
      {"relations", DotArgument::none,
       [](Workspace& w, const Words&) { return show(w, "relations"); }},
      {"kinds", DotArgument::none, [](Workspace& w, const Words&) { return show(w, "kinds"); }},
      {"sources", DotArgument::none, [](Workspace& w, const Words&) { return show(w, "sources"); }},
      {"describe", DotArgument::name, describe},
      {"params", DotArgument::none, parameters},
      {"set", DotArgument::none, set_setting},
      {"quit", DotArgument::none, quit},
      {"exit", DotArgument::none, quit},
  };
  return table;
}

const Command* find(std::string_view name) {
  const Command* found = nullptr;
  for (const Command& command : commands()) {
    if (command.name == name) return &command;
    if (!command.name.starts_with(name)) continue;
    if (found != nullptr) return nullptr;  // ambiguous
    found = &command;
  }
  return found;
}

}  // namespace

const std::vector<std::string>& dot_command_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const Command& command : commands()) out.push_back("." + std::string(command.name));
    return out;
  }();
  return names;
}

DotArgument argument_of(std::string_view command) {
  if (command.starts_with('.')) command.remove_prefix(1);
  const Command* found = command.empty() ? nullptr : find(command);
  return found == nullptr ? DotArgument::none : found->argument;
}

Outcome run_dot_command(const std::string& text, Workspace& workspace) {
  Words words = split_words(text);
  if (words.empty()) return misused(workspace, "a command is missing after the dot");
  std::string name = unicode::lower(words.front());
  if (name.starts_with('.')) name.erase(0, 1);
  while (!name.empty() && name.back() == ';') name.pop_back();
  words.erase(words.begin());
  // `;` is a habit: commands end with their line.
  if (!words.empty() && words.back() == ";") words.pop_back();
  if (!words.empty() && words.back().size() > 1 && words.back().back() == ';')
    words.back().pop_back();
  const Command* command = name.empty() ? nullptr : find(name);
  if (command == nullptr) {
    const auto near = unicode::nearest("." + name, dot_command_names(), 3);
    return misused(workspace,
                   fmt::format("there is no command `.{}`{}", name,
                               near.empty() ? "" : "; did you mean `" + near.front() + "`?"),
                   {"`.help` lists all commands"});
  }
  Outcome outcome = Outcome::ok;
  try {
    outcome = command->run(workspace, words);
  } catch (const Cancelled&) {
    outcome = Outcome::interrupted;
  } catch (const Error& error) {
    workspace.console().problem(error.code(), error.what());
    outcome = Outcome::data_error;
  }
  workspace.console().release();
  return outcome;
}

}  // namespace vouch::shell
