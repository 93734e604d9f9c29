#include "shell/script.hpp"

#include <memory>

#include "base/error.hpp"
#include "shell/console.hpp"
#include "shell/dot_commands.hpp"
#include "shell/sink.hpp"
#include "shell/workspace.hpp"

namespace vouch::shell {
namespace {

ConsoleSettings record_settings() {
  ConsoleSettings settings;
  settings.deterministic = true;
  settings.timer = false;
  return settings;
}

std::string run(Database& database, const SourceText& source,
                const std::filesystem::path& directory, const GoldenOptions& options) {
  StringSink out;
  Console console(out, out, record_settings());
  Session session(database);
  session.settings() = options.settings;
  session.set_directory(directory);
  Workspace workspace(database, session, console);
  for (const std::string& parameter : options.parameters) {
    if (!workspace.set_parameter(parameter)) return out.text;
  }
  [[maybe_unused]] const Outcome outcome = workspace.run_script(source, true);
  return out.text;
}

}  // namespace

std::string run_golden_text(Database& database, const std::string& name, const std::string& text,
                            const GoldenOptions& options) {
  return run(database, SourceText(name, text), std::filesystem::current_path(), options);
}

std::string run_golden(Database& database, const std::filesystem::path& script,
                       const GoldenOptions& options) {
  const SourceText source(script.filename().string(), read_file(script));
  return run(database, source, std::filesystem::absolute(script).parent_path(), options);
}

std::string run_golden(const std::filesystem::path& script, const GoldenOptions& options) {
  const std::unique_ptr<Database> database = Database::scratch();
  if (!options.load.empty()) {
    StringSink out;
    Console console(out, out, record_settings());
    LoadReport report;
    const Outcome outcome = database->load(options.load, {}, console, report);
    if (outcome != Outcome::ok) return out.text;
  }
  return run_golden(*database, script, options);
}

}  // namespace vouch::shell
