// A session: one statement after another, each caught whole.
#include "engine/session.hpp"

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/invariant.hpp"
#include "base/unicode.hpp"
#include "engine/session_core.hpp"
#include "engine/statements/why.hpp"
#include "parser/parse.hpp"

namespace vouch {

struct Session::State {
  explicit State(Database& database) : core(database) {}
  session::Core core;
};

Session::Session(Database& database) : state_(std::make_unique<State>(database)) {}
Session::~Session() = default;

Settings& Session::settings() {
  return state_->core.settings;
}

void Session::set_parameter(const std::string& name, storage::Term value) {
  state_->core.parameters[name] = std::move(value);
  state_->core.given.insert(name);
}

// The value is read as the grammar reads it in `set x …`; what is no constant there is text.
Diagnostics Session::set_parameter_text(const std::string& name, const std::string& value) {
  const SourceText source("--param", "set x " + value + ";");
  const parser::Parsed parsed = parser::parse_script(source);
  const ast::SetStatement* set = nullptr;
  if (parsed.problems.empty() && parsed.script.statements.size() == 1) {
    set = std::get_if<ast::SetStatement>(&parsed.script.statements.front().node);
  }
  const bool constant = set != nullptr && !std::holds_alternative<ast::Variable>(set->value) &&
                        !std::holds_alternative<ast::Anything>(set->value);
  if (!constant) {
    set_parameter(name, storage::text_term(value));
    return {};
  }
  Diagnostics problems;
  const storage::Snapshot snapshot = state_->core.snapshot();
  bind::Resolver resolver(snapshot, state_->core.parameters, state_->core.prefixes, problems);
  std::optional<storage::Term> term = resolver.constant(set->value);
  if (term) set_parameter(name, std::move(*term));
  for (Diagnostic& problem : problems) {
    problem.message = fmt::format("parameter ${}: {}", name, problem.message);
    problem.placeless = true;
    if (!term) problem.notes.push_back(fmt::format("as text: {}='\"{}\"'", name, value));
  }
  return problems;
}

void Session::set_read_only(bool read_only) {
  state_->core.read_only = read_only;
}
void Session::set_directory(std::filesystem::path directory) {
  state_->core.directories.front() = std::move(directory);
}
void Session::set_safe(bool safe) {
  state_->core.safe = safe;
}
void Session::set_documents(std::vector<std::filesystem::path> directories) {
  state_->core.document_directories = directories;
  state_->core.documents = load::Documents(std::move(directories));
}

Outcome Session::run(const ast::Statement& statement, const SourceText& source, Output& output) {
  invariant(!std::holds_alternative<ast::DotCommand>(statement.node),
            "commands that begin with a dot are the shell's");
  state_->core.cancel.store(false);
  return session::run_statement(state_->core, statement, source, output);
}

Outcome Session::why_row(std::uint64_t row, Output& output) {
  session::Core& core = state_->core;
  core.cancel.store(false);
  return session::why_row(core, row, output);
}

Outcome Session::run_script(const SourceText& source, Output& output, bool keep_going,
                            const std::function<void(const std::string&)>& dot) {
  session::Core& core = state_->core;
  core.cancel.store(false);
  const bool was_open = core.transaction.has_value();
  // A script that is a file must not include itself.
  std::error_code failed;
  const std::filesystem::path file = std::filesystem::canonical(source.name(), failed);
  if (!failed) core.files.push_back(file);
  Outcome outcome = session::run_statements(core, source, output, keep_going, dot);
  if (!failed) core.files.pop_back();
  if (!was_open && core.transaction) {
    core.transaction.reset();
    core.doomed = false;
    output.message("the script ended inside a transaction: it was rolled back");
    outcome = session::worse(outcome, Outcome::rejected);
  }
  return outcome;
}

bool Session::in_transaction() const {
  return state_->core.transaction.has_value();
}
void Session::cancel() noexcept {
  state_->core.cancel.store(true);
}

std::vector<storage::NameMatch> Session::names_with_prefix(const std::string& prefix,
                                                           std::size_t limit) {
  return state_->core.snapshot().names_with_prefix(unicode::fold(prefix), limit);
}

std::shared_ptr<const storage::Snapshot> Session::peek() {
  return std::make_shared<const storage::Snapshot>(state_->core.snapshot());
}

}  // namespace vouch
