// engine/session_core.hpp — what a session remembers between statements, and one statement being
// run.
//
// Shape     plain state; the files of engine/statements work on it, one family of statements each.
// Lifetime  a Run lives as long as its statement and borrows the Core, the text and the Output.
// Threads   one, but for `cancel`.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/bind/binder.hpp"
#include "engine/exec/run.hpp"
#include "engine/load/documents.hpp"
#include "engine/session.hpp"
#include "engine/statements/view_cache.hpp"

namespace vouch::session {

struct Core {
  explicit Core(Database& the_database) : database(the_database) {}

  Database& database;
  Settings settings;
  bind::Parameters parameters;
  std::set<std::string> given;  // parameters set from outside: they win over `param $x = …`
  std::map<std::string, std::string> prefixes;
  bool read_only = false;
  bool safe = false;
  std::vector<std::filesystem::path> directories = {"."};  // of the files being run, innermost last
  std::vector<std::filesystem::path> files;                // being run, outermost first
  load::Documents documents;
  std::vector<std::filesystem::path> document_directories;
  std::optional<storage::Update> transaction;
  ViewCache views;
  std::shared_ptr<const ast::Query> last_question;  // null: none was asked
  bool doomed = false;  // the transaction can only be rolled back
  std::atomic<bool> cancel{false};

  // What the next statement sees: the store, or the open transaction's view of it.
  [[nodiscard]] storage::Snapshot snapshot();
  [[nodiscard]] std::filesystem::path path_of(const std::string& file) const;
  [[nodiscard]] storage::Date today() const;
};

struct Run {
  Core& core;
  const SourceText& source;
  Output& output;
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();

  [[nodiscard]] exec::RunOptions options(bool timed = false) const;
  [[nodiscard]] bind::BindInput bind_input(const storage::Snapshot& snapshot) const {
    return {snapshot, core.parameters, core.prefixes, {}};
  }
  [[nodiscard]] double milliseconds() const;

  // Tells the problems; `rejected` when one of them is an error.
  Outcome tell(const Diagnostics& problems) const;
  Outcome reject(Span place, std::string code, std::string message) const;
  [[nodiscard]] Outcome not_yet(Span place, const std::string& what) const;
};

// The graver of two; ok is the least.
[[nodiscard]] Outcome worse(Outcome a, Outcome b);

// 4211 → "4,211"; "1 row", "2 rows".
[[nodiscard]] std::string grouped(std::uint64_t number);
[[nodiscard]] std::string counted(std::uint64_t number, const std::string& noun);

// Runs one statement; called for those of included files, too.
[[nodiscard]] Outcome run_statement(Core& core, const ast::Statement& statement,
                                    const SourceText& source, Output& output);
[[nodiscard]] Outcome run_statements(Core& core, const SourceText& source, Output& output,
                                     bool keep_going,
                                     const std::function<void(const std::string&)>& dot);

}  // namespace vouch::session
