// shell/repl.hpp — the prompt: reads until a statement is complete, runs it, shows the answer.
//
// Shape     four lines at the start; lines that begin with `.` are commands; Ctrl-C ends the
// running
//           statement or drops a half-typed one, Ctrl-D leaves.
// Lifetime  borrows the workspace. No snapshot is held while it waits.
// Errors    shown at once; the prompt goes on.
#pragma once

#include <string>

#include "shell/history.hpp"
#include "shell/line_editor.hpp"
#include "shell/workspace.hpp"

namespace vouch::shell {

class Repl {
 public:
  explicit Repl(Workspace& workspace);
  void run();

 private:
  void greet();
  [[nodiscard]] std::string prompt() const;
  void take_line(const std::string& line);
  void take_statement();
  [[nodiscard]] bool take_bare_word(const std::string& line);
  void remember(const std::string& text);

  Workspace& workspace_;
  History history_;
  LineEditor editor_;
  std::string pending_;  // the lines of a statement that is not complete
  bool hinted_ = false;  // said once how a statement ends
};

// A question the store can answer, to start with.
[[nodiscard]] std::string first_question(Workspace& workspace);

}  // namespace vouch::shell
