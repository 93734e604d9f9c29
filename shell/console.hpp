// shell/console.hpp — shows what a session has to say: answers, messages, problems.
//
// Shape     answers go to `out`, problems to `err`. On a terminal: boxes, a footer below each
// answer, data
//           neutralised, everything kept back until release() so that no pager waits inside a
//           transaction. Elsewhere: TSV with header on `out`, notes and messages on `err`. As a
//           script's record (deterministic): plain tables, `(3 rows)`, problems in their place, no
//           times.
// Lifetime  borrows its sinks.
// Errors    never throws into the engine; a failed sink ends the answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/session.hpp"
#include "shell/diagnose.hpp"
#include "shell/mode.hpp"
#include "shell/progress.hpp"
#include "shell/sink.hpp"
#include "shell/table.hpp"
#include "shell/terminal.hpp"

namespace vouch::shell {

struct ConsoleSettings {
  std::optional<Mode> mode;             // absent: table on a terminal or record, else tsv
  std::optional<std::size_t> max_rows;  // shown; absent: kRowsShown on a terminal, else all
  ErrorForm errors = ErrorForm::text;
  bool terminal = false;       // answers are read on a terminal
  bool deterministic = false;  // a record for comparison
  bool timer = true;
  bool progress = false;
  Paint paint;  // of answers
  Paint problem_paint;
  std::size_t width = 0;  // of tables; 0: the screen's on a terminal, none elsewhere
};

inline constexpr std::size_t kRowsShown = 500;  // on a terminal, unless asked otherwise
inline constexpr std::size_t kRowsKept =
    100'000;  // for `.last`; an answer on a terminal ends there

// What was seen so far; decides the exit status.
struct Tally {
  std::uint64_t answers = 0;
  std::uint64_t rows = 0;
  std::uint64_t warnings = 0;
  std::uint64_t errors = 0;
};

class Console final : public Output {
 public:
  Console(Sink& out, Sink& err, ConsoleSettings settings);

  [[nodiscard]] AnswerWants wants() const override;
  void begin_answer(const std::vector<std::string>& columns) override;
  [[nodiscard]] bool row(const Row& row) override;
  void end_answer(const AnswerFooter& footer) override;
  void message(const std::string& text) override;
  void text(const std::string& text) override;
  void problems(const Diagnostics& diagnostics, const SourceText& source) override;
  void progress(std::uint64_t done, std::uint64_t total) override;

  // A sentence of the shell itself about something that went wrong, in the form of a diagnostic.
  void problem(std::string code, std::string sentence, std::vector<std::string> notes = {});

  // Sends what was kept back, through `pager` where it is longer than the screen. Call between
  // statements.
  void release();
  using Pager = std::function<bool(const std::string&)>;
  void set_pager(Pager pager) { pager_ = std::move(pager); }

  // The last answer again, whole, in any mode.
  [[nodiscard]] bool show_last(std::optional<Mode> mode);

  // Answers go elsewhere (`.output`, or with `once` the next one); null: back to where they went
  // before.
  void redirect(Sink* sink, Mode mode, bool once = false);
  [[nodiscard]] bool redirected() const { return redirect_ != nullptr; }

  [[nodiscard]] ConsoleSettings& settings() { return settings_; }
  [[nodiscard]] const Tally& tally() const { return tally_; }
  void reset_tally() { tally_ = {}; }
  [[nodiscard]] Sink& out() { return out_; }
  [[nodiscard]] Sink& err() { return err_; }
  [[nodiscard]] Mode mode() const;

 private:
  // Where the current answer goes and how.
  [[nodiscard]] bool on_terminal() const { return settings_.terminal && redirect_ == nullptr; }
  [[nodiscard]] bool drawn() const;
  [[nodiscard]] std::size_t rows_most() const;
  void answer_bytes(std::string_view bytes);
  void raw_bytes(std::string_view bytes);
  void draw_rows(const std::vector<Row>& rows, std::size_t most, Mode mode);
  void list_citations(const result::CitationList& citations);
  void write_footer(const AnswerFooter& footer);
  void write_notes(const AnswerFooter& footer);
  void write_empty(const AnswerFooter& footer);
  void separate();
  void keep(const Row& row);
  void answered();

  Sink& out_;
  Sink& err_;
  ConsoleSettings settings_;
  Pager pager_;
  Progress progress_;
  Sink* redirect_ = nullptr;
  Mode redirect_mode_ = Mode::tsv;
  bool redirect_once_ = false;

  std::string pending_;  // kept back until release()
  Tally tally_;
  std::optional<result::Writer> writer_;
  std::vector<std::string> columns_;
  std::vector<Row> rows_;   // the answer in hand, for drawing and for `.last`
  std::uint64_t seen_ = 0;  // its rows so far
  bool cut_ = false;        // more rows than are kept
  std::vector<std::string> marks_;  // of the rows, beside them
  bool wrote_ = false;      // something stands above: answers are set apart by a blank line
};

// The footer of an answer: `12 rows · 2 denied claims not shown · 1.8 ms`.
[[nodiscard]] std::string footer_line(const AnswerFooter& footer, bool timer);

// Cells as the table shows them, evidence by its numbers; marks stand in a column of their own.
[[nodiscard]] TableData table_data(const std::vector<std::string>& columns,
                                   const std::vector<Row>& rows, std::size_t most,
                                   const std::vector<std::string>& marks,
                                   result::CitationList& citations);

}  // namespace vouch::shell
