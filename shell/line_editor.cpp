#include "shell/line_editor.hpp"

#include <histedit.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "shell/interrupt.hpp"
#include "shell/neutralise.hpp"
#include "shell/terminal.hpp"

namespace vouch::shell {

struct LineEditor::State {
  EditLine* editor = nullptr;
  ::History* history = nullptr;
  std::string prompt;
  bool color = false;
  bool interrupted = false;
  Complete complete;
  FILE* out = stdout;
};

namespace {

constexpr char kPromptEscape = '\1';  // encloses what takes no columns
constexpr std::size_t kListRows = 30;

void* client_data(EditLine* editor) {
  void* data = nullptr;
  el_get(editor, EL_CLIENTDATA, &data);
  return data;
}

std::string before_cursor(EditLine* editor) {
  const LineInfo* line = el_line(editor);
  return {line->buffer, static_cast<std::size_t>(line->cursor - line->buffer)};
}

// One byte, minding signals; 0 at the end, -1 when interrupted or asked to leave.
int read_byte(EditLine* editor, unsigned char* byte) {
  for (;;) {
    if (interrupt_pending() || leave_requested()) return -1;
    const ssize_t count = ::read(STDIN_FILENO, byte, 1);
    if (count >= 0) return static_cast<int>(count);
    if (errno != EINTR && errno != EAGAIN) return -1;
    if (take_resize()) el_resize(editor);
    if (take_continue()) {
      el_set(editor, EL_PREP_TERM, 1);
      el_set(editor, EL_REFRESH);
    }
  }
}

// libedit wants wide characters; bytes that are no UTF-8 become U+FFFD.
int read_character(EditLine* editor, wchar_t* out) {
  unsigned char byte = 0;
  const int first = read_byte(editor, &byte);
  if (first <= 0) return first;
  std::string bytes(1, static_cast<char>(byte));
  const std::size_t wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  while (bytes.size() < wanted) {
    const int more = read_byte(editor, &byte);
    if (more <= 0) return more;
    bytes.push_back(static_cast<char>(byte));
    if ((byte & 0xC0U) != 0x80U) break;
  }
  *out = static_cast<wchar_t>(unicode::decode(bytes, 0).value);
  return 1;
}

unsigned char on_suspend(EditLine* editor, int /*key*/) {
  el_set(editor, EL_PREP_TERM, 0);
  ::kill(0, SIGTSTP);
  el_set(editor, EL_PREP_TERM, 1);
  return CC_REDISPLAY;
}

}  // namespace

TabResult tab_result(std::string_view word, const std::vector<Candidate>& candidates) {
  if (candidates.empty()) return {std::string(word), false};
  if (candidates.size() == 1) {
    const std::string& only = candidates.front().text;
    return {only.ends_with('/') ? only : only + " ", false};
  }
  std::string common = candidates.front().text;
  for (const Candidate& candidate : candidates) {
    std::size_t same = 0;
    while (same < common.size() && same < candidate.text.size() &&
           common[same] == candidate.text[same]) {
      ++same;
    }
    common.resize(same);
  }
  while (!common.empty() && unicode::first_invalid_byte(common)) common.pop_back();
  if (common.size() > word.size()) return {common, false};
  return {std::string(word), true};
}

std::string candidate_list(const std::vector<Candidate>& candidates, std::size_t columns,
                           std::size_t rows_most) {
  std::vector<std::string> items;
  std::size_t widest = 1;
  for (const Candidate& candidate : candidates) {
    std::string item = neutralise(candidate.text);
    if (!candidate.about.empty()) item += "  (" + neutralise(candidate.about) + ")";
    widest = std::max(widest, unicode::width(item));
    items.push_back(std::move(item));
  }
  const std::size_t across = std::max<std::size_t>(1, columns / (widest + 2));
  const std::size_t rows = std::min((items.size() + across - 1) / across, rows_most);
  std::string out;
  std::size_t shown = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < across && shown < items.size(); ++column, ++shown) {
      out += items[shown];
      const std::size_t used = unicode::width(items[shown]);
      if (column + 1 < across) out += std::string(widest + 2 - used, ' ');
    }
    out += '\n';
  }
  if (shown < items.size()) out += fmt::format("… {} more\n", items.size() - shown);
  return out;
}

LineEditor::LineEditor(bool color, Complete complete) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.color = color;
  state.complete = std::move(complete);
  state.out = is_terminal(STDOUT_FILENO) ? stdout : stderr;
  state.editor = el_init("vouch", stdin, state.out, stderr);
  state.history = history_init();
  HistEvent event;
  history(state.history, &event, H_SETSIZE, 5'000);
  EditLine* const editor = state.editor;
  el_set(editor, EL_CLIENTDATA, &state);
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_SIGNAL, 0);
  el_set(editor, EL_HIST, history, state.history);
  el_set(editor, EL_GETCFN, read_character);
  using Prompt = char* (*)(EditLine*);
  const Prompt prompt = [](EditLine* e) {
    return static_cast<State*>(client_data(e))->prompt.data();
  };
  el_set(editor, EL_PROMPT_ESC, prompt, kPromptEscape);

  using Key = unsigned char (*)(EditLine*, int);
  const Key on_tab = [](EditLine* e, int) -> unsigned char {
    State& s = *static_cast<State*>(client_data(e));
    const std::string before = before_cursor(e);
    const Completion completion = s.complete(before);
    const std::string word = before.substr(std::min(completion.begin, before.size()));
    const TabResult result = tab_result(word, completion.candidates);
    if (result.replacement != word) {
      el_deletestr(e, static_cast<int>(unicode::length(word)));
      el_insertstr(e, result.replacement.c_str());
      return CC_REFRESH;
    }
    if (!result.list) return CC_REFRESH_BEEP;
    const std::string list =
        "\n" + candidate_list(completion.candidates, screen_size().columns, kListRows);
    std::fwrite(list.data(), 1, list.size(), s.out);
    std::fflush(s.out);
    return CC_REDISPLAY;
  };
  const Key on_cancel = [](EditLine* e, int) -> unsigned char {
    static_cast<State*>(client_data(e))->interrupted = true;
    return CC_EOF;
  };
  el_set(editor, EL_ADDFN, "vouch-complete", "Complete the word", on_tab);
  el_set(editor, EL_ADDFN, "vouch-cancel", "Drop the line", on_cancel);
  const Key suspend = on_suspend;
  el_set(editor, EL_ADDFN, "vouch-suspend", "Stop the program", suspend);
  el_set(editor, EL_SETTY, "-d", "-isig", nullptr);
  const char* const keys[][2] = {{"^I", "vouch-complete"},          {"^C", "vouch-cancel"},
                                 {"^Z", "vouch-suspend"},           {"^R", "em-inc-search-prev"},
                                 {"\\e[3~", "ed-delete-next-char"}, {"\\e[1;5C", "em-next-word"},
                                 {"\\e[1;5D", "ed-prev-word"},      {"\\e[1~", "ed-move-to-beg"},
                                 {"\\e[4~", "ed-move-to-end"},      {"\\e[H", "ed-move-to-beg"},
                                 {"\\e[F", "ed-move-to-end"},       {"^W", "ed-delete-prev-word"}};
  for (const auto& [key, function] : keys) el_set(editor, EL_BIND, key, function, nullptr);
  el_source(editor, nullptr);
}

LineEditor::~LineEditor() {
  el_end(state_->editor);
  history_end(state_->history);
}

void LineEditor::add_history(const std::string& line) {
  HistEvent event;
  history(state_->history, &event, H_ENTER, line.c_str());
}

Line LineEditor::read(const std::string& prompt) {
  State& state = *state_;
  if (state.color) {
    state.prompt = fmt::format("{0}\033[1;32m{0}{1}{0}\033[0m{0}", kPromptEscape, prompt);
  } else {
    state.prompt = prompt;
  }
  state.interrupted = false;
  [[maybe_unused]] const bool stale = take_interrupt();
  int count = 0;
  errno = 0;
  // Before the prompt is seen: what is typed from then on are keys, not signals.
  el_set(state.editor, EL_PREP_TERM, 1);
  const char* text = el_gets(state.editor, &count);
  if (state.interrupted || take_interrupt()) {
    std::fputs("^C\n", state.out);
    std::fflush(state.out);
    return {LineEnd::interrupted, {}};
  }
  if (text == nullptr || count <= 0) return {LineEnd::closed, {}};
  std::string line(text, static_cast<std::size_t>(count));
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
  return {LineEnd::line, std::move(line)};
}

}  // namespace vouch::shell
