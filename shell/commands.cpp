#include "shell/commands.hpp"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <streambuf>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "engine/load/export_facts.hpp"
#include "engine/rdf/export.hpp"
#include "engine/rdf/read_file.hpp"
#include "parser/parse.hpp"
#include "shell/bench.hpp"
#include "shell/help.hpp"
#include "shell/interrupt.hpp"
#include "shell/pager.hpp"
#include "shell/repl.hpp"
#include "shell/statistics.hpp"
#include "shell/words.hpp"
#include "shell/workspace.hpp"
#include "storage/check.hpp"
#include "storage/format.hpp"
#include "storage/upgrade.hpp"

namespace vouch::shell {
namespace {

ConsoleSettings console_settings(const Options& options) {
  ConsoleSettings settings;
  settings.mode = options.mode;
  settings.max_rows = options.max_rows;
  settings.errors = options.errors;
  settings.terminal = is_terminal(STDOUT_FILENO);
  settings.progress = is_terminal(STDERR_FILENO);
  settings.paint = Paint(wants_color(options.color, STDOUT_FILENO));
  settings.problem_paint = Paint(wants_color(options.color, STDERR_FILENO));
  return settings;
}

// Standard output and error, and the console that writes to them.
struct Desk {
  explicit Desk(const Options& options)
      : out(STDOUT_FILENO, "standard output"),
        err(STDERR_FILENO, "standard error"),
        console(out, err, console_settings(options)) {
    if (console.settings().terminal && !options.safe) console.set_pager(page);
  }

  // The status in the end: what could not be written counts, a pipe that was closed does not.
  int finish(int status) {
    console.release();
    out.flush();
    if (out.state() == SinkState::failed) {
      console.problem("E0610", out.problem());
      return ExitStatus::data;
    }
    return status;
  }

  DescriptorSink out;
  DescriptorSink err;
  Console console;
};

int status_after(const Options& options, Console& console, Outcome outcome) {
  const int status = status_of(outcome);
  if (console.out().state() == SinkState::closed && outcome != Outcome::interrupted)
    return ExitStatus::success;
  if (status != ExitStatus::success) return status;
  if (options.deny_warnings && console.tally().warnings > 0) return ExitStatus::rejected;
  if (options.empty_is_failure && console.tally().rows == 0) return ExitStatus::no_rows;
  return status;
}

// A question needs no writing: it must also work on a store that cannot be written.
bool only_asks(const ast::Script& script) {
  for (const ast::Statement& s : script.statements) {
    const bool asks = std::holds_alternative<ast::QueryStatement>(s.node) ||
                      std::holds_alternative<ast::ShowStatement>(s.node) ||
                      std::holds_alternative<ast::AboutStatement>(s.node) ||
                      std::holds_alternative<ast::DescribeStatement>(s.node) ||
                      std::holds_alternative<ast::ConflictsStatement>(s.node) ||
                      std::holds_alternative<ast::DiffStatement>(s.node) ||
                      std::holds_alternative<ast::ExpressionStatement>(s.node) ||
                      std::holds_alternative<ast::EchoStatement>(s.node) ||
                      std::holds_alternative<ast::CheckStatement>(s.node) ||
                      std::holds_alternative<ast::ParamStatement>(s.node);
    if (!asks) return false;
  }
  return true;
}

storage::OpenOptions existing(bool read_only) {
  storage::OpenOptions open;
  open.create = false;
  open.read_only = read_only;
  return open;
}

// Prints pieces to a sink, for functions that want a stream.
class SinkBuffer final : public std::streambuf {
 public:
  explicit SinkBuffer(Sink& sink) : sink_(sink) {}

 protected:
  int_type overflow(int_type c) override {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char byte = traits_type::to_char_type(c);
    return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    sink_.write(std::string_view(bytes, static_cast<std::size_t>(count)));
    return sink_.good() ? count : 0;
  }

 private:
  Sink& sink_;
};

// `vouch run STORE FILE`, where the store goes by a flag: the files that are left.
std::string without_store(const std::vector<std::string>& files, const std::string& store) {
  std::string out;
  for (const std::string& file : files) {
    if (file != store) out += " " + file;
  }
  return out.empty() ? " FILE" : out;
}

std::optional<std::string> only_query(const ast::Script& script) {
  if (script.statements.size() != 1 ||
      !std::holds_alternative<ast::QueryStatement>(script.statements.front().node)) {
    return "`explain` takes one question";
  }
  return std::nullopt;
}

}  // namespace

int run_guarded(const Options& options, const std::function<int()>& command) {
  const auto say = [&](const std::string& code, const std::string& sentence) {
    Desk desk(options);
    desk.console.problem(code, sentence);
  };
  try {
    return command();
  } catch (const Cancelled&) {
    return ExitStatus::interrupted;
  } catch (const CapacityError& error) {
    say(error.code(), error.what());
    return ExitStatus::limit;
  } catch (const Error& error) {
    say(error.code(), error.what());
    return ExitStatus::data;
  } catch (const std::bad_alloc&) {
    say("E0503", "memory is exhausted");
    return ExitStatus::limit;
  } catch (const std::exception& error) {
    say("E0901", error.what());
    return ExitStatus::data;
  }
}

int command_shell(const Options& options, std::optional<std::filesystem::path> store) {
  Desk desk(options);
  if (store && !std::filesystem::is_directory(*store) && std::filesystem::exists(*store)) {
    desk.console.problem("E0601", fmt::format("{} is a file, not a store", store->string()),
                         {fmt::format("a script is run by `vouch run {}`", store->string())});
    return ExitStatus::data;
  }
  storage::OpenOptions open;
  open.create = !options.read_only;
  open.read_only = options.read_only;
  Workspace workspace(std::move(store), open, desk.console, options);
  if (!workspace.usable()) return ExitStatus::usage;
  if (!is_terminal(STDIN_FILENO)) {
    const Outcome outcome = workspace.run_file("-", true);
    return desk.finish(status_after(options, desk.console, outcome));
  }
  Repl repl(workspace);
  repl.run();
  return desk.finish(ExitStatus::success);
}

int command_query(const Options& options, const std::filesystem::path& store,
                  const std::string& text) {
  Desk desk(options);
  const SourceText source("<query>", text);
  const parser::Parsed parsed = parser::parse_script(source);
  if (has_errors(parsed.problems)) {
    desk.console.problems(parsed.problems, source);
    return desk.finish(ExitStatus::rejected);
  }
  Workspace workspace(store, existing(options.read_only || only_asks(parsed.script)), desk.console,
                      options);
  if (!workspace.usable()) return ExitStatus::usage;
  const Outcome outcome = workspace.run_script(source, options.keep_going);
  return desk.finish(status_after(options, desk.console, outcome));
}

int command_explain(const Options& options, const std::filesystem::path& store,
                    const std::string& text) {
  Desk desk(options);
  const SourceText source("<query>", text);
  const parser::Parsed parsed = parser::parse_script(source);
  if (!parsed.problems.empty()) desk.console.problems(parsed.problems, source);
  if (has_errors(parsed.problems)) return desk.finish(ExitStatus::rejected);
  if (const auto why = only_query(parsed.script)) {
    desk.console.problem("E0002", *why);
    return desk.finish(ExitStatus::rejected);
  }
  Workspace workspace(store, existing(true), desk.console, options);
  if (!workspace.usable()) return ExitStatus::usage;
  const ast::Statement& statement = parsed.script.statements.front();
  const ast::Statement plan{
      ast::AboutStatement{
          ast::AboutVerb::explain, {}, std::get<ast::QueryStatement>(statement.node).query},
      statement.place};
  const Watch watch(workspace.session());
  const Outcome outcome = workspace.session().run(plan, source, desk.console);
  return desk.finish(status_of(outcome));
}

int command_run(const Options& options, std::optional<std::filesystem::path> store,
                const std::vector<std::string>& files) {
  Desk desk(options);
  if (!store) {
    for (const std::string& file : files) {
      if (!std::filesystem::exists(std::filesystem::path(file) / storage::format::kDataFile)) continue;
      desk.console.problem("E0001", fmt::format("{} is a store, not a script", file),
                           {"write `vouch run --store " + file + without_store(files, file) + "`"});
      return ExitStatus::usage;
    }
  }
  storage::OpenOptions open;
  open.create = !options.read_only;
  open.read_only = options.read_only;
  Workspace workspace(std::move(store), open, desk.console, options);
  if (!workspace.usable()) return ExitStatus::usage;
  Outcome outcome = Outcome::ok;
  for (const std::string& file : files) {
    const Outcome one = workspace.run_file(file, options.keep_going);
    outcome = worse(outcome, one);
    const bool failed = one != Outcome::ok && one != Outcome::expectation_failed;
    if (workspace.leaving() || (failed && !options.keep_going)) break;
  }
  return desk.finish(status_after(options, desk.console, outcome));
}

int command_load(const Options& options, const LoadRequest& request) {
  Desk desk(options);
  storage::OpenOptions open;
  open.durable = !request.fast;
  // A quarter for the store's own runs, the rest for what waits to be merged in bulk.
  const std::size_t memory = options.memory_bytes.value_or(LoadOptions::kLoadBytes);
  open.run_bytes = memory / 4;
  Workspace workspace(request.store, open, desk.console, options);
  LoadOptions load_options;
  load_options.bulk_bytes = memory / 4 * 3;
  load_options.documents = request.documents;
  load_options.check_only = request.check_only;
  load_options.format = request.format;
  load_options.mapping = request.mapping;
  if (!request.rejects.empty()) load_options.rejects = request.rejects;
  return desk.finish(status_of(workspace.load(request.files, load_options)));
}

int command_bench(const Options& options, const BenchRequest& request) {
  Desk desk(options);
  const SourceText source(request.file, read_file(request.file));
  const parser::Parsed parsed = parser::parse_script(source);
  if (!parsed.problems.empty()) desk.console.problems(parsed.problems, source);
  if (has_errors(parsed.problems)) return desk.finish(ExitStatus::rejected);
  Workspace workspace(request.store, existing(options.read_only || only_asks(parsed.script)),
                      desk.console, options);
  if (!workspace.usable()) return ExitStatus::usage;
  const Watch watch(workspace.session());
  const std::vector<Measured> measured = measure(workspace.session(), source, request.runs);
  desk.out.write(request.json ? bench_json(measured) : bench_table(measured));
  Outcome outcome = Outcome::ok;
  for (const Measured& one : measured) outcome = worse(outcome, one.outcome);
  return desk.finish(status_of(outcome));
}

int command_export(const Options& options, const ExportRequest& request) {
  Desk desk(options);
  const bool standard = request.file == "-";
  auto format = rdf::format_named(request.format);
  if (!format && !standard) format = rdfio::format_of(request.file);
  const bool facts = request.format == "vq" ||
                     (request.format.empty() && request.file.extension() == ".vq");
  if (!format && !facts) {
    desk.console.problem("E0812", standard ? "standard output has no ending: --format says the form"
                                           : "the file's ending names no format; --format does");
    return ExitStatus::usage;
  }
  if (!standard && !request.force && std::filesystem::exists(request.file)) {
    desk.console.problem("E0328",
                         request.file.string() + ": is there already; --force replaces it");
    return ExitStatus::data;
  }
  Workspace workspace(request.store, existing(true), desk.console, options);
  rdfio::ExportOptions exporting;
  if (!facts) exporting.format = *format;
  const storage::Snapshot snapshot = workspace.database().store().snapshot();
  const auto write = [&](const std::function<void(std::string_view)>& out) {
    return facts ? load::export_facts(snapshot, exporting.memory_bytes, out)
                 : rdfio::export_store(snapshot, exporting, out);
  };
  if (standard) {
    write([&](std::string_view piece) { desk.out.write(piece); });
    return desk.finish(ExitStatus::success);
  }
  // Beside it first, so that what goes wrong leaves the old file as it was.
  const std::filesystem::path beside = request.file.string() + ".vouch-new";
  std::uint64_t count = 0;
  bool whole = false;
  try {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    count = write([&](std::string_view piece) {
      file.write(piece.data(), static_cast<long>(piece.size()));
    });
    whole = static_cast<bool>(file.flush());
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    throw;
  }
  std::error_code failed;
  if (whole) std::filesystem::rename(beside, request.file, failed);
  if (!whole || failed) {
    std::filesystem::remove(beside, failed);
    desk.console.problem("E0328", request.file.string() + ": cannot be written");
    return desk.finish(ExitStatus::data);
  }
  desk.console.message(facts ? fmt::format("{} written", counted(count, "statement", "statements"))
                             : fmt::format("{} written", counted(count, "triple", "triples")));
  return desk.finish(ExitStatus::success);
}

int command_stats(const Options& options, const std::filesystem::path& store) {
  Desk desk(options);
  Workspace workspace(store, existing(true), desk.console, options);
  show_statistics(workspace);
  return desk.finish(ExitStatus::success);
}

int command_check(const Options& options, const std::filesystem::path& store) {
  Desk desk(options);
  const storage::CheckReport report = storage::check(store);
  for (const std::string& finding : report.findings) desk.console.problem("E0660", finding);
  if (!report.findings.empty()) {
    desk.console.message(counted(report.findings.size(), "finding", "findings"));
    return desk.finish(ExitStatus::data);
  }
  desk.console.message(fmt::format(
      "sound: {}, {}, {}", counted(report.triples, "triple", "triples"),
      counted(report.claims, "claim", "claims"), counted(report.terms, "term", "terms")));
  return desk.finish(ExitStatus::success);
}

int command_upgrade(const Options& options, const std::filesystem::path& store) {
  Desk desk(options);
  desk.console.message(fmt::format("{} is of this program's format {}", store.string(),
                                   storage::upgrade(store) ? "now" : "already"));
  return desk.finish(ExitStatus::success);
}

int command_dump(const Options& options, const std::filesystem::path& store,
                 const std::string& table) {
  Desk desk(options);
  const std::vector<std::string> names = storage::table_names();
  if (std::find(names.begin(), names.end(), table) == names.end()) {
    const auto near = unicode::nearest(table, names, 3);
    const std::string hint =
        near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near.front());
    desk.console.problem("E0001", fmt::format("there is no table `{}`{}", table, hint),
                         {"tables: " + joined(names, ", ")});
    return ExitStatus::usage;
  }
  SinkBuffer buffer(desk.out);
  std::ostream stream(&buffer);
  storage::dump(store, table, stream);
  stream.flush();
  return desk.finish(ExitStatus::success);
}

int command_help(const Options& options, const std::string& topic) {
  Desk desk(options);
  const std::optional<std::string> text = help_on(topic);
  if (!text) {
    std::vector<std::string> notes;
    const auto near = unicode::nearest(topic, help_topics(), 3);
    if (!near.empty()) notes.push_back("near: " + joined(near, ", "));
    desk.console.problem("E0001", fmt::format("there is no help on `{}`", topic), std::move(notes));
    return ExitStatus::usage;
  }
  desk.console.text(*text);
  return desk.finish(ExitStatus::success);
}

}  // namespace vouch::shell
