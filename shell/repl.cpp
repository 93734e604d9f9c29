#include "shell/repl.hpp"

#include <algorithm>
#include <cctype>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "parser/parse.hpp"
#include "shell/dot_commands.hpp"
#include "shell/interrupt.hpp"
#include "shell/statistics.hpp"
#include "shell/words.hpp"
#include "storage/well_known.hpp"

namespace vouch::shell {
namespace {

bool is_dot_command(const std::string& line) {
  return line.size() >= 2 && line[0] == '.' &&
         std::isalpha(static_cast<unsigned char>(line[1])) != 0;
}

}  // namespace

std::string first_question(Workspace& workspace) {
  const std::shared_ptr<const storage::Snapshot> snapshot = workspace.session().peek();
  std::uint64_t most = 0;
  std::string name;
  for (const storage::RelationInfo& relation : snapshot->catalog().relations) {
    if (relation.builtin || relation.inverse_of.bound() || parser::is_reserved(relation.name))
      continue;
    // Qualifiers are about claims, not about the world.
    const bool of_claims = std::find(relation.domain.begin(), relation.domain.end(),
                                     storage::well_known::kKindClaim) != relation.domain.end();
    if (of_claims) continue;
    const std::uint64_t triples = snapshot->statistics(relation.id).triples;
    if (triples > most) {
      most = triples;
      name = relation.name;
    }
  }
  if (name.empty()) return "143_000 units / 12 months;";
  return fmt::format("match ?who {} ?what limit 5;", name);
}

Repl::Repl(Workspace& workspace)
    : workspace_(workspace),
      history_(History::default_file()),
      editor_(workspace.console().settings().paint.on(), [this](const std::string& before) {
        return [&] {
          Completion completion =
              complete(pending_ + before, workspace_.session(), workspace_.parameters());
          completion.begin -= std::min(completion.begin, pending_.size());
          return completion;
        }();
      }) {
  for (const std::string& entry : history_.entries()) editor_.add_history(one_line(entry));
  workspace_.set_history(&history_);
}

void Repl::greet() {
  Console& console = workspace_.console();
  const std::string where =
      workspace_.path() ? workspace_.path()->string() : "a scratch store, gone when you leave";
  console.message(fmt::format("vouch {} · {}", VOUCH_VERSION, where));
  console.message(store_sentence(workspace_));
  console.message("`.help` tells what can be typed, Tab completes, Ctrl-C stops, Ctrl-D leaves");
  console.message("try: " + first_question(workspace_));
  console.release();
}

std::string Repl::prompt() const {
  const std::string mark = workspace_.session().in_transaction() ? "*> " : "> ";
  const std::string first = workspace_.name() + mark;
  if (pending_.empty()) return first;
  const std::size_t width = unicode::width(first);
  return std::string(width > 5 ? width - 5 : 0, ' ') + "...> ";
}

void Repl::remember(const std::string& text) {
  if (history_.add(text)) editor_.add_history(one_line(text));
}

bool Repl::take_bare_word(const std::string& line) {
  std::string word = line;
  while (!word.empty() && word.back() == ';') word.pop_back();
  const std::string lower = unicode::lower(trimmed(word));
  std::string command;
  if (lower == "exit" || lower == "quit" || lower == "\\q") command = "quit";
  if (lower == "help" || lower == "?" || lower == "\\?" || lower == "\\h") command = "help";
  if (lower.starts_with("help ")) command = trimmed(word);
  if (command.empty()) return false;
  remember(line);
  [[maybe_unused]] const Outcome outcome = run_dot_command(command, workspace_);
  return true;
}

void Repl::take_statement() {
  const std::string text = std::exchange(pending_, {});
  hinted_ = false;
  remember(text);
  [[maybe_unused]] const Outcome outcome = workspace_.run_typed(SourceText("<input>", text));
}

void Repl::take_line(const std::string& line) {
  const std::string bare = trimmed(line);
  if (pending_.empty()) {
    if (bare.empty() || take_bare_word(bare)) return;
    if (is_dot_command(bare)) {
      remember(bare);
      [[maybe_unused]] const Outcome outcome = run_dot_command(bare.substr(1), workspace_);
      return;
    }
  } else if (bare.empty() && !hinted_) {
    hinted_ = true;
    workspace_.console().message("`;` ends a statement, Ctrl-C drops it");
  }
  pending_ += line + "\n";
  if (parser::is_complete(pending_)) take_statement();
}

void Repl::run() {
  greet();
  Console& console = workspace_.console();
  while (!workspace_.leaving() && !leave_requested()) {
    const Line line = editor_.read(prompt());
    if (line.end == LineEnd::closed) break;
    if (line.end == LineEnd::interrupted) {
      pending_.clear();
      hinted_ = false;
      continue;
    }
    try {
      take_line(line.text);
    } catch (const Error& error) {
      console.problem(error.code(), error.what());
    }
    console.release();
  }
  if (workspace_.session().in_transaction()) {
    console.message("the open transaction is rolled back; `commit;` would have kept it");
  }
  console.message("");
  console.release();
  workspace_.set_history(nullptr);
}

}  // namespace vouch::shell
