#include "shell/console.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/unicode.hpp"
#include "shell/neutralise.hpp"
#include "shell/words.hpp"

namespace vouch::shell {
namespace {

constexpr std::size_t kHeldBytesMost = std::size_t{16} << 20U;  // more is written without a pager

std::size_t lines_of(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

bool is_number(const Cell& cell) {
  return cell.term.as<storage::Quantity>() != nullptr;
}

}  // namespace

std::string footer_line(const AnswerFooter& footer, bool timer) {
  std::vector<std::string> parts{counted(footer.rows, "row", "rows")};
  for (const std::string& note : footer.notes) parts.push_back(neutralise(note));
  if (timer) parts.push_back(duration(footer.milliseconds));
  return joined(parts, " · ");
}

TableData table_data(const std::vector<std::string>& columns, const std::vector<Row>& rows,
                     std::size_t most, const std::vector<std::string>& marks,
                     result::CitationList& citations) {
  TableData data;
  for (const std::string& column : columns) data.titles.push_back(neutralise(column));
  data.right.assign(columns.size(), !rows.empty());
  if (!marks.empty()) {
    data.titles.emplace_back();
    data.right.push_back(false);
  }
  for (std::size_t at = 0; at < std::min(rows.size(), most); ++at) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < rows[at].size() && i < columns.size(); ++i) {
      const Cell& cell = rows[at][i];
      if (cell.term.bound() && !is_number(cell)) data.right[i] = false;
      cells.push_back(neutralise(
          cell.evidence != nullptr ? citations.numbers(*cell.evidence) : cell.text));
    }
    if (!marks.empty()) cells.push_back(at < marks.size() ? neutralise(marks[at]) : "");
    data.rows.push_back(std::move(cells));
  }
  return data;
}

Console::Console(Sink& out, Sink& err, ConsoleSettings settings)
    : out_(out), err_(err), settings_(settings), progress_(settings.progress) {}

Mode Console::mode() const {
  if (redirect_ != nullptr) return redirect_mode_;
  if (settings_.mode) return *settings_.mode;
  return settings_.terminal || settings_.deterministic ? Mode::table : Mode::tsv;
}

bool Console::drawn() const {
  return !format_of(mode()).has_value();
}

std::size_t Console::rows_most() const {
  if (redirect_ != nullptr) return SIZE_MAX;
  if (settings_.max_rows) return *settings_.max_rows;
  return settings_.terminal ? kRowsShown : SIZE_MAX;
}

void Console::raw_bytes(std::string_view bytes) {
  wrote_ = true;
  if (redirect_ != nullptr) {
    redirect_->write(bytes);
  } else if (settings_.terminal && pending_.size() < kHeldBytesMost) {
    pending_.append(bytes);
  } else {
    out_.write(pending_);
    pending_.clear();
    out_.write(bytes);
  }
}

// Bytes of one of the file formats, made harmless on a terminal.
void Console::answer_bytes(std::string_view bytes) {
  if (!on_terminal()) return raw_bytes(bytes);
  const bool json = mode() == Mode::json || mode() == Mode::jsonl;
  raw_bytes(json ? neutralise_json(bytes) : neutralise(bytes, Layout::keep));
}

// Names of claims are all that csv and tsv show of them; a footer stands below what is drawn.
AnswerWants Console::wants() const {
  const bool names_only = mode() == Mode::csv || mode() == Mode::tsv;
  AnswerWants wants;
  wants.support = drawn() && (on_terminal() || settings_.deterministic);
  wants.citations_whole = !names_only;
  if (mode() == Mode::markdown) wants.form = TextForm::markdown;
  if (mode() == Mode::json || mode() == Mode::jsonl) wants.form = TextForm::json;
  return wants;
}

void Console::separate() {
  if (wrote_ && redirect_ == nullptr && mode() != Mode::jsonl && mode() != Mode::json) {
    raw_bytes("\n");
  }
}

void Console::begin_answer(const std::vector<std::string>& columns) {
  progress_.wipe();
  columns_ = columns;
  rows_.clear();
  seen_ = 0;
  cut_ = false;
  marks_.clear();
  ++tally_.answers;
  separate();
  writer_.reset();
  if (const auto format = format_of(mode())) {
    writer_.emplace(*format, [this](std::string_view bytes) { answer_bytes(bytes); });
    writer_->begin(columns);
  }
}

void Console::keep(const Row& row) {
  const bool wanted = settings_.terminal || drawn();
  if (!wanted) return;
  if (settings_.terminal && rows_.size() >= kRowsKept) {
    cut_ = true;
  } else if (settings_.terminal || rows_.size() < rows_most()) {
    rows_.push_back(row);
  }
}

bool Console::row(const Row& row) {
  progress_.wipe();
  const std::size_t most = rows_most();
  ++tally_.rows;
  ++seen_;
  keep(row);
  if (writer_ && seen_ <= most) writer_->row(row);
  if (cut_) return false;
  // Elsewhere than on a terminal rows beyond the limit need not be computed.
  if (!settings_.terminal && seen_ >= most) return false;
  return redirect_ != nullptr ? redirect_->good() : out_.good();
}

void Console::draw_rows(const std::vector<Row>& rows, std::size_t most, Mode mode) {
  if (columns_.empty() || (rows.empty() && mode == Mode::table)) return;
  result::CitationList citations;
  const TableData data = table_data(columns_, rows, most, marks_, citations);
  if (mode == Mode::line) {
    raw_bytes(draw_lines(data));
    return list_citations(citations);
  }
  TableStyle style;
  style.frame = on_terminal() ? Frame::box : Frame::plain;
  style.paint = redirect_ != nullptr ? Paint() : settings_.paint;
  style.width = settings_.width;
  if (style.width == 0 && on_terminal()) style.width = screen_size().columns;
  raw_bytes(draw_table(data, style));
  list_citations(citations);
}

void Console::list_citations(const result::CitationList& citations) {
  for (const std::string& line : citations.lines()) raw_bytes(neutralise(line) + "\n");
}

void Console::end_answer(const AnswerFooter& footer) {
  progress_.wipe();
  marks_ = footer.marks;
  if (writer_) {
    writer_->end();
  } else {
    draw_rows(rows_, rows_most(), mode());
  }
  AnswerFooter shown = footer;
  if (seen_ > shown.rows) shown.rows = seen_;
  if (on_terminal() || settings_.deterministic) {
    write_footer(shown);
  } else {
    write_notes(shown);
  }
  answered();
}

// A redirected answer is on its way; `.once` was for this one.
void Console::answered() {
  if (redirect_ == nullptr) return;
  redirect_->flush();
  if (!redirect_->good()) {
    Sink* const broken = std::exchange(redirect_, nullptr);
    problem("E0610", broken->problem());
  } else if (redirect_once_) {
    redirect_ = nullptr;
  }
}

void Console::write_footer(const AnswerFooter& footer) {
  const std::size_t shown = std::min<std::size_t>(rows_most(), footer.rows);
  if (settings_.deterministic) {
    raw_bytes("(" + footer_line(footer, false) + ")\n");
  } else {
    if (cut_) {
      raw_bytes(
          fmt::format("… and more; the answer was ended after {} rows, `.once FILE` writes all\n",
                      grouped(kRowsKept)));
    } else if (footer.rows > shown) {
      raw_bytes(fmt::format("… {} more; `.last` shows all\n", grouped(footer.rows - shown)));
    }
    const std::string line = footer_line(footer, settings_.timer);
    for (const std::string& part : wrap(line, screen_size().columns)) {
      raw_bytes(settings_.paint(Ink::frame, part) + "\n");
    }
  }
  write_empty(footer);
}

void Console::write_empty(const AnswerFooter& footer) {
  for (const std::string& line : footer.empty) raw_bytes("  " + neutralise(line) + "\n");
}

// Not a terminal: what is worth knowing about the answer goes beside it.
void Console::write_notes(const AnswerFooter& footer) {
  if (redirect_ != nullptr) {
    if (settings_.terminal) {
      pending_ += footer_line(footer, settings_.timer) + "\n";
    }
    return;
  }
  std::string out;
  for (const std::string& note : footer.notes) out += "note: " + neutralise(note) + "\n";
  if (!footer.empty.empty()) {
    out += "0 rows\n";
    for (const std::string& line : footer.empty) out += "  " + neutralise(line) + "\n";
  }
  if (out.empty() || settings_.errors == ErrorForm::json) return;
  err_.write(out);
  err_.flush();
}

void Console::message(const std::string& text) {
  progress_.wipe();
  const std::string line = neutralise(text, Layout::keep) + "\n";
  if (settings_.deterministic || settings_.terminal) {
    Sink* const elsewhere = std::exchange(redirect_, nullptr);
    raw_bytes(line);
    redirect_ = elsewhere;
  } else {
    err_.write(line);
    err_.flush();
  }
}

void Console::text(const std::string& text) {
  progress_.wipe();
  std::string line =
      on_terminal() || settings_.deterministic ? neutralise(text, Layout::keep) : text;
  if (line.empty() || line.back() != '\n') line += '\n';
  raw_bytes(line);
  answered();
}

void Console::problems(const Diagnostics& diagnostics, const SourceText& source) {
  progress_.wipe();
  for (const Diagnostic& d : diagnostics) {
    if (d.severity == Severity::error) ++tally_.errors;
    if (d.severity == Severity::warning) ++tally_.warnings;
  }
  const std::string lines =
      diagnose(diagnostics, source, {settings_.errors, settings_.problem_paint});
  if (settings_.deterministic) {
    separate();
    return raw_bytes(lines);
  }
  // What came before stands above it where both go to one terminal.
  release();
  out_.flush();
  err_.write(lines);
  err_.flush();
}

void Console::problem(std::string code, std::string sentence, std::vector<std::string> notes) {
  Diagnostic d = error_at({}, std::move(code), std::move(sentence));
  d.placeless = true;
  d.notes = std::move(notes);
  problems({d}, SourceText("vouch", ""));
}

void Console::progress(std::uint64_t done, std::uint64_t total) {
  progress_.show(done, total);
}

void Console::release() {
  progress_.wipe();
  if (pending_.empty()) return;
  const std::string text = std::exchange(pending_, {});
  if (pager_ && lines_of(text) >= screen_size().rows) {
    out_.flush();
    if (pager_(text)) return;
  }
  out_.write(text);
  out_.flush();
}

bool Console::show_last(std::optional<Mode> wanted) {
  if (columns_.empty()) return false;
  const Mode mode_now = wanted.value_or(mode());
  if (const auto format = format_of(mode_now)) {
    const std::optional<Mode> before = std::exchange(settings_.mode, mode_now);
    result::Writer writer(*format, [this](std::string_view bytes) { answer_bytes(bytes); });
    writer.begin(columns_);
    for (const Row& row : rows_) writer.row(row);
    writer.end();
    settings_.mode = before;
  } else {
    draw_rows(rows_, SIZE_MAX, mode_now);
  }
  if (on_terminal()) raw_bytes(fmt::format("{}\n", counted(rows_.size(), "row", "rows")));
  return true;
}

void Console::redirect(Sink* sink, Mode mode, bool once) {
  redirect_ = sink;
  redirect_mode_ = mode;
  redirect_once_ = once;
}

}  // namespace vouch::shell
