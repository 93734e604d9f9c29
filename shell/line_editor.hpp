// shell/line_editor.hpp — reads a line from a terminal: keys, history, completion.
//
// Shape     the only user of libedit; ~/.editrc is respected. Ctrl-C and Ctrl-Z are keys while a
// line is
//           edited, Ctrl-D on an empty line closes, Tab completes or lists, Ctrl-R searches.
// Errors    none; a closed terminal ends the input.
// Threads   one editor, one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "shell/completion.hpp"

namespace vouch::shell {

enum class LineEnd : std::uint8_t { line, interrupted, closed };
struct Line {
  LineEnd end = LineEnd::line;
  std::string text;  // without its line end
};

class LineEditor {
 public:
  // Completes the text before the cursor of the line.
  using Complete = std::function<Completion(const std::string& before)>;
  LineEditor(bool color, Complete complete);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  [[nodiscard]] Line read(const std::string& prompt);
  void add_history(const std::string& line);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// What Tab does to the word: `insert` replaces it; when it says nothing new the candidates are
// listed.
struct TabResult {
  std::string replacement;
  bool list = false;
};
[[nodiscard]] TabResult tab_result(std::string_view word, const std::vector<Candidate>& candidates);

// The candidates in columns, at most `rows_most` lines.
[[nodiscard]] std::string candidate_list(const std::vector<Candidate>& candidates,
                                         std::size_t columns, std::size_t rows_most);

}  // namespace vouch::shell
