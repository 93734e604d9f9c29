// shell/workspace.hpp — one open store with a session on it, reporting to a console.
//
// Shape     what the commands, the prompt and the dot commands work on.
// Lifetime  owns database and session unless they are handed in; borrows the console.
// Errors    the constructor throws what Database::open throws; parameters that cannot be read go to
// the
//           console and turn usable() false.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/session.hpp"
#include "shell/console.hpp"
#include "shell/history.hpp"
#include "shell/options.hpp"

namespace vouch::shell {

class Workspace {
 public:
  // No path: a scratch store.
  Workspace(std::optional<std::filesystem::path> path, const storage::OpenOptions& open,
            Console& console, Options options);
  // On a database and a session of somebody else's.
  Workspace(Database& database, Session& session, Console& console);

  [[nodiscard]] Database& database() { return *database_; }
  [[nodiscard]] Session& session() { return *session_; }
  [[nodiscard]] Console& console() { return console_; }
  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] const std::string& name() const { return name_; }  // `facts`, `scratch`
  [[nodiscard]] const std::optional<std::filesystem::path>& path() const { return path_; }
  [[nodiscard]] bool usable() const { return usable_; }

  // A whole script, dot commands included.
  [[nodiscard]] Outcome run_script(const SourceText& source, bool keep_going);
  // What was typed at the prompt: goes on after a failing statement, leaves a transaction open.
  [[nodiscard]] Outcome run_typed(const SourceText& source);
  [[nodiscard]] Outcome run_file(const std::filesystem::path& file, bool keep_going);
  [[nodiscard]] Outcome load(const std::vector<std::filesystem::path>& files,
                             const LoadOptions& load_options);

  // `k=v`; false (and a problem shown) when it cannot be read.
  bool set_parameter(const std::string& assignment);
  [[nodiscard]] const std::map<std::string, std::string>& parameters() const { return parameters_; }

  void set_explaining(bool on) { explaining_ = on; }
  [[nodiscard]] bool explaining() const { return explaining_; }
  // What dot commands that run scripts count: `.read` of a file that reads itself.
  [[nodiscard]] std::size_t& read_depth() { return read_depth_; }
  [[nodiscard]] bool leaving() const { return leaving_; }
  void leave() { leaving_ = true; }
  // Answers go to a file, made anew (`force`: replaced); false and a problem shown when it cannot
  // be.
  bool send_answers_to(const std::filesystem::path& file, bool once, bool force);
  void send_answers_back();
  // Shown by `.history`; null where there is no prompt.
  void set_history(const History* history) { history_ = history; }
  [[nodiscard]] const History* history() const { return history_; }

 private:
  [[nodiscard]] Outcome run_statement(const ast::Statement& statement, const SourceText& source);

  Console& console_;
  Options options_;
  std::optional<std::filesystem::path> path_;
  std::string name_;
  std::unique_ptr<Database> own_database_;  // empty when borrowed
  std::unique_ptr<Session> own_session_;
  Database* database_ = nullptr;  // never null once made
  Session* session_ = nullptr;
  std::map<std::string, std::string> parameters_;
  std::unique_ptr<DescriptorSink> answers_file_;
  const History* history_ = nullptr;
  std::size_t read_depth_ = 0;
  bool usable_ = true;
  bool explaining_ = false;
  bool leaving_ = false;
};

// The worse of two, in the order of the exit statuses.
[[nodiscard]] Outcome worse(Outcome a, Outcome b);

// The whole of a file or (`-`) of standard input; throws StorageError that names the file.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

}  // namespace vouch::shell
