#include "shell/workspace.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "parser/parse.hpp"
#include "shell/dot_commands.hpp"
#include "shell/interrupt.hpp"
#include "shell/words.hpp"

namespace vouch::shell {
namespace {

std::string stem_of(const std::filesystem::path& path) {
  std::filesystem::path last = path.filename();
  if (last.empty()) last = path.parent_path().filename();
  const std::string stem = last.stem().string();
  return stem.empty() ? std::string("store") : stem;
}

int rank(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok: return 0;
    case Outcome::expectation_failed: return 1;
    case Outcome::rejected: return 2;
    case Outcome::limit: return 3;
    case Outcome::data_error: return 4;
    case Outcome::interrupted: return 5;
  }
  return 4;
}

[[noreturn]] void unreadable(const std::filesystem::path& file, int error) {
  throw StorageError("E0604",
                     fmt::format("cannot read {}: {}", file.string(),
                                 std::error_code(error, std::generic_category()).message()));
}

}  // namespace

int status_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok: return ExitStatus::success;
    case Outcome::rejected:
    case Outcome::expectation_failed: return ExitStatus::rejected;
    case Outcome::data_error: return ExitStatus::data;
    case Outcome::limit: return ExitStatus::limit;
    case Outcome::interrupted: return ExitStatus::interrupted;
  }
  return ExitStatus::data;
}

Outcome worse(Outcome a, Outcome b) {
  return rank(a) >= rank(b) ? a : b;
}

std::string read_file(const std::filesystem::path& file) {
  const bool standard = file == "-";
  const int descriptor = standard ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) unreadable(file, errno);
  struct stat facts {};
  if (!standard && ::fstat(descriptor, &facts) == 0 && S_ISDIR(facts.st_mode)) {
    ::close(descriptor);
    unreadable(file, EISDIR);
  }
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count == 0) break;
    if (count < 0 && errno == EINTR && !interrupt_pending() && !leave_requested()) continue;
    if (count < 0) {
      const int error = errno;
      if (!standard) ::close(descriptor);
      if (error == EINTR) throw Cancelled("E0501", "stopped");
      unreadable(file, error);
    }
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  if (!standard) ::close(descriptor);
  return text;
}

Workspace::Workspace(std::optional<std::filesystem::path> path, const storage::OpenOptions& open,
                     Console& console, Options options)
    : console_(console), options_(std::move(options)), path_(std::move(path)) {
  name_ = path_ ? stem_of(*path_) : "scratch";
  own_database_ = path_ ? Database::open(*path_, open) : Database::scratch();
  own_session_ = std::make_unique<Session>(*own_database_);
  database_ = own_database_.get();
  session_ = own_session_.get();
  session_->set_read_only(options_.read_only || open.read_only);
  session_->set_safe(options_.safe);
  session_->set_directory(std::filesystem::current_path());
  session_->set_documents({options_.documents.begin(), options_.documents.end()});
  if (options_.timeout_ms) session_->settings().timeout_ms = *options_.timeout_ms;
  if (options_.memory_bytes) session_->settings().memory_bytes = *options_.memory_bytes;
  for (const std::string& assignment : options_.parameters) {
    if (!set_parameter(assignment)) usable_ = false;
  }
}

Workspace::Workspace(Database& database, Session& session, Console& console)
    : console_(console), name_("store"), database_(&database), session_(&session) {}

bool Workspace::set_parameter(const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  std::string key = trimmed(assignment.substr(0, equals));
  if (!key.empty() && key.front() == '$') key.erase(0, 1);
  if (equals == std::string::npos || key.empty()) {
    console_.problem("E0001",
                     fmt::format("`{}` is no parameter; it is written name=value", assignment));
    return false;
  }
  const std::string value = trimmed(assignment.substr(equals + 1));
  const Diagnostics diagnostics = session_->set_parameter_text(key, value);
  if (!diagnostics.empty()) {
    console_.problems(diagnostics, SourceText("--param " + key, value));
  }
  if (has_errors(diagnostics)) return false;
  parameters_[key] = value;
  return true;
}

bool Workspace::send_answers_to(const std::filesystem::path& file, bool once, bool force) {
  send_answers_back();
  const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (force ? O_TRUNC : O_EXCL);
  const int descriptor = ::open(file.c_str(), flags, 0666);
  if (descriptor < 0) {
    const int error = errno;
    std::vector<std::string> notes;
    if (error == EEXIST)
      notes.push_back(fmt::format("`.output {} force` replaces it", file.string()));
    console_.problem("E0610",
                     fmt::format("cannot write {}: {}", file.string(),
                                 std::error_code(error, std::generic_category()).message()),
                     std::move(notes));
    return false;
  }
  answers_file_ = std::make_unique<DescriptorSink>(descriptor, file.string(), true);
  const Mode by_name = mode_named(file.extension().string().substr(file.has_extension() ? 1 : 0))
                           .value_or(console_.settings().mode.value_or(Mode::tsv));
  console_.redirect(answers_file_.get(), by_name, once);
  return true;
}

void Workspace::send_answers_back() {
  console_.redirect(nullptr, Mode::tsv);
  if (answers_file_) answers_file_->close();
  answers_file_.reset();
}

Outcome Workspace::run_statement(const ast::Statement& statement, const SourceText& source) {
  Outcome outcome = Outcome::ok;
  const auto* query = std::get_if<ast::QueryStatement>(&statement.node);
  if (explaining_ && query != nullptr) {
    const ast::Statement plan{ast::AboutStatement{ast::AboutVerb::explain, {}, query->query},
                              statement.place};
    outcome = session_->run(plan, source, console_);
  }
  return worse(outcome, session_->run(statement, source, console_));
}

Outcome Workspace::run_typed(const SourceText& source) {
  const parser::Parsed parsed = parser::parse_script(source);
  if (!parsed.problems.empty()) console_.problems(parsed.problems, source);
  Outcome outcome = has_errors(parsed.problems) ? Outcome::rejected : Outcome::ok;
  // A text that does not parse is not run in part: its statements may depend on the broken one.
  if (outcome != Outcome::ok) return outcome;
  for (const ast::Statement& statement : parsed.script.statements) {
    if (leaving_) break;
    if (const auto* dot = std::get_if<ast::DotCommand>(&statement.node)) {
      outcome = worse(outcome, run_dot_command(dot->text, *this));
      continue;
    }
    if (const auto* parameter = std::get_if<ast::ParamStatement>(&statement.node)) {
      parameters_.try_emplace(parameter->parameter.name, "(of a statement)");
    }
    Outcome one = Outcome::ok;
    {
      const Watch watch(*session_);
      one = run_statement(statement, source);
    }
    console_.release();
    outcome = worse(outcome, one);
    if (one == Outcome::interrupted) break;
  }
  return outcome;
}

Outcome Workspace::run_script(const SourceText& source, bool keep_going) {
  Outcome outcome = Outcome::ok;
  Outcome dots = Outcome::ok;
  {
    const Watch watch(*session_);
    outcome = session_->run_script(source, console_, keep_going, [&](const std::string& text) {
      dots = worse(dots, run_dot_command(text, *this));
    });
  }
  console_.release();
  return worse(outcome, dots);
}

Outcome Workspace::run_file(const std::filesystem::path& file, bool keep_going) {
  const bool standard = file == "-";
  const SourceText source(standard ? "<stdin>" : file.string(), read_file(file));
  const std::filesystem::path directory =
      standard ? std::filesystem::current_path() : std::filesystem::absolute(file).parent_path();
  session_->set_directory(directory);
  return run_script(source, keep_going);
}

Outcome Workspace::load(const std::vector<std::filesystem::path>& files,
                        const LoadOptions& load_options) {
  LoadReport report;
  const Watch watch(*session_);
  LoadOptions cancellable = load_options;
  cancellable.cancel = &interrupt_flag();
  const Outcome outcome = database_->load(files, cancellable, console_, report);
  if (outcome != Outcome::ok) return outcome;
  const char* added = load_options.check_only ? "would be added" : "added";
  std::string line;
  if (report.quads_seen == 0 || report.added.claims > 0) {
    line = fmt::format("{} {}", counted(report.added.claims, "claim", "claims"), added);
  }
  if (report.quads_seen > 0) {
    line += fmt::format("{}{} read, {} {}", line.empty() ? "" : "; ",
                        counted(report.quads_seen, "triple", "triples"),
                        grouped(report.added.triples), added);
  }
  if (report.broken_lines > 0) {
    line +=
        fmt::format(", {} left out", counted(report.broken_lines, "broken line", "broken lines"));
  }
  if (report.claims_seen > report.added.claims) {
    line += fmt::format(", {} already there", grouped(report.claims_seen - report.added.claims));
  }
  if (report.spans_verified > 0 || report.spans_without_document > 0) {
    line += fmt::format("; {} verified against their documents",
                        counted(report.spans_verified, "place", "places"));
    if (report.spans_without_document > 0) {
      line +=
          fmt::format(", {} without a document at hand", grouped(report.spans_without_document));
    }
  }
  console_.message(line + " · " + duration(report.milliseconds));
  console_.release();
  return outcome;
}

}  // namespace vouch::shell
