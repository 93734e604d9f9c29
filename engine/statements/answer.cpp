#include "engine/statements/answer.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"
#include "engine/exec/memory_budget.hpp"
#include "engine/result/cells.hpp"
#include "engine/statements/empty_answer.hpp"
#include "engine/statements/left_out.hpp"
#include "engine/statements/outside.hpp"
#include "engine/statements/repeats.hpp"
#include "engine/statements/supported.hpp"
#include "engine/statements/unbound_values.hpp"

namespace vouch::session {

using storage::TermId;

namespace {

constexpr std::uint64_t kCountCap = 100'000;      // of rows that a limit left out

// The plan without its limit: the outermost Slice, below projections at most.
bool drop_limit(logical::Node& node) {
  if (auto* slice = std::get_if<logical::Slice>(&node.op)) {
    slice->limit.reset();
    return true;
  }
  auto* project = std::get_if<logical::Project>(&node.op);
  return project != nullptr && drop_limit(*project->input);
}

std::optional<std::string> limit_note(const Run& run, const Compiled& compiled,
                                      const storage::Snapshot& snapshot, std::uint64_t rows) {
  const std::optional<std::uint64_t> limit = compiled.bound.limit_without_order;
  if (!limit || rows < *limit || rows == 0) return std::nullopt;
  logical::Plan whole = compiled.bound.plan;
  if (!drop_limit(whole.root)) return std::nullopt;
  const std::uint64_t all = count_rows(run, whole, snapshot, kCountCap);
  if (all <= rows) return std::nullopt;
  return fmt::format("any {} of {}{}: `order by` says which", grouped(rows),
                     all >= kCountCap ? "more than " : "", grouped(all));
}

// What the plan met says only whether it is worth asking: another plan meets other values.
void add_unbound(const Run& run, const Compiled& compiled, const storage::Snapshot& snapshot,
                 const exec::RunNotes& met, std::uint64_t rows, std::vector<std::string>& out) {
  const bool any = met.overflows + met.divisions_by_zero + met.skipped_unbound > 0;
  if (!any && rows > 0) return;
  const UnboundValues values = unbound_values(run, compiled.bound.plan, snapshot);
  if (values.overflows > 0) {
    out.push_back(fmt::format("{} left unbound: beyond the range of numbers",
                              counted(values.overflows, "value")));
  }
  if (values.divisions_by_zero > 0) {
    out.push_back(fmt::format("{} left unbound: division by zero",
                              counted(values.divisions_by_zero, "value")));
  }
  if (values.passed_over > 0) {
    out.push_back(
        fmt::format("aggregates passed over {}", counted(values.passed_over, "unbound value")));
  }
}

std::optional<std::string> repeats_note(std::uint64_t repeats) {
  if (repeats == 0) return std::nullopt;
  return fmt::format("{} an earlier one: `return distinct` gives each once",
                     repeats == 1 ? "1 row repeats" : grouped(repeats) + " rows repeat");
}

// How many rows the plan dropped says only whether it is worth asking: another plan drops others.
std::optional<std::string> left_out_note(const Run& run, const Compiled& compiled,
                                         const storage::Snapshot& snapshot,
                                         const AnswerFooter& footer, std::uint64_t dropped) {
  if (dropped == 0 && footer.rows > 0) return std::nullopt;
  const std::uint64_t rows = rows_left_out(run, compiled.bound.plan, snapshot, kCountCap);
  if (rows == 0) return std::nullopt;
  return fmt::format("{} left out: a condition was neither true nor false",
                     rows >= kCountCap ? "rows" : counted(rows, "row"));
}

// What asks further questions. The rows are out already: when time or memory ends here, it is
// left unsaid.
void explain_footer(const Run& run, const Compiled& compiled, const ast::Query* query,
                    const storage::Snapshot& snapshot, const exec::RunNotes& met,
                    AnswerFooter& footer) {
  try {
    std::vector<std::string> counts;
    if (auto note = left_out_note(run, compiled, snapshot, footer, met.dropped_unknown)) {
      counts.push_back(*std::move(note));
    }
    add_unbound(run, compiled, snapshot, met, footer.rows, counts);
    footer.notes.insert(footer.notes.begin(), counts.begin(), counts.end());
    const auto note = limit_note(run, compiled, snapshot, footer.rows);
    if (note) footer.notes.push_back(*note);
    if (query != nullptr && run.core.settings.explain_empty) {
      for (std::string& told : outside_notes(run, compiled.bound.plan, query->heads, snapshot)) {
        footer.notes.push_back(std::move(told));
      }
    }
    if (footer.rows == 0 && query != nullptr && run.core.settings.explain_empty) {
      footer.empty = why_empty(run, *query, snapshot);
    }
  } catch (const Cancelled&) {
    footer.notes.emplace_back("stopped before this could be explained");
  } catch (const CapacityError&) {
    footer.notes.emplace_back("too large to be explained");
  }
}

AnswerCosts costs_of(const Compiled& compiled, const Answered& answered) {
  exec::Reads reads;
  AnswerCosts costs;
  for (const exec::NodeStatistics& node : answered.statistics) {
    reads += node.reads;
    costs.rows_made += node.rows;
  }
  costs.bind_ms = compiled.bind_ms;
  costs.plan_ms = compiled.plan_ms;
  costs.rows_read = reads.rows;
  costs.probes = reads.probes;
  costs.peak_bytes = answered.peak_bytes;
  return costs;
}

}  // namespace

std::uint64_t count_rows(const Run& run, const logical::Plan& plan,
                         const storage::Snapshot& snapshot, std::uint64_t cap) {
  const physical::Plan lowered = lower_plan(plan, snapshot, run.core.settings);
  exec::Terms terms(snapshot);
  exec::Execution execution(lowered, terms, run.options());
  exec::Batch batch;
  std::uint64_t rows = 0;
  while (rows < cap && execution.next(batch)) rows += batch.rows;
  return std::min(rows, cap);
}

namespace {

// Rows out of batches, to the Output.
class Rows {
 public:
  Rows(Output& output, exec::Terms& terms, result::Cells& cells, Supported& supported,
       std::size_t columns)
      : output_(output), terms_(terms), cells_(cells), supported_(supported), columns_(columns) {}

  // Columns beyond the question's are for its support; false: enough.
  [[nodiscard]] bool show(exec::Batch& batch) {
    const std::span shown(batch.columns.data(), columns_);
    cells_.get_ready(shown);
    row_.resize(columns_ + (supported_.cites() ? 1 : 0));
    bool wanted = true;
    for (std::size_t at = 0; at < batch.rows && wanted; ++at) {
      for (std::size_t c = 0; c < columns_; ++c) {
        const std::vector<TermId>& ids = shown[c];
        if (at == 0 || ids[at] != ids[at - 1]) row_[c] = cells_.cell(ids[at]);
      }
      if (supported_.cites()) row_.back() = supported_.evidence(batch, at, rows_);
      ++rows_;
      wanted = output_.row(row_);
    }
    batch.columns.resize(columns_);
    if (wanted) repeats_.add(batch, terms_);
    return wanted;
  }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] std::uint64_t repeats() const { return repeats_.repeats(); }

 private:
  Output& output_;
  exec::Terms& terms_;
  result::Cells& cells_;
  Supported& supported_;
  std::size_t columns_;
  Row row_;
  std::uint64_t rows_ = 0;
  Repeats repeats_;
};

Supported::Asked asked_of(const Run& run, const storage::Snapshot& snapshot, const Output& output,
                          const Asking& asking) {
  if (asking.cite) return Supported::Asked::evidence;
  const bool shown = output.wants().support && run.core.settings.explain_empty && !asking.timed;
  return shown && snapshot.counts().claims > 0 ? Supported::Asked::footer
                                               : Supported::Asked::nothing;
}

// Runs the plan and shows its rows; false: the Output has enough.
bool show_rows(exec::Execution& execution, Supported& supported, Rows& rows,
               const exec::RunOptions& options) {
  exec::Batch batch;
  if (!supported.waits()) {
    while (execution.next(batch)) {
      supported.saw(batch);
      if (!rows.show(batch)) return false;
    }
    return true;
  }
  // A row's claims are known when all derivations are: until then rows are kept.
  exec::MemoryBudget budget(options.memory_bytes);
  exec::MemoryAccount account(budget, "rows of the answer");
  std::vector<exec::Batch> kept;
  std::size_t bytes = 0;
  while (execution.next(batch)) {
    supported.saw(batch);
    bytes += batch.rows * batch.columns.size() * sizeof(TermId);
    account.hold(bytes);
    kept.push_back(std::move(batch));
    batch = {};
  }
  supported.gather();
  return std::all_of(kept.begin(), kept.end(), [&](exec::Batch& one) { return rows.show(one); });
}

// The rows are out: where this cannot be said in the limits of the statement, it is left unsaid.
void say_support(Supported& supported, AnswerFooter& footer) {
  try {
    if (!supported.cites()) supported.gather();
    supported.finish(footer);
  } catch (const Cancelled&) {
    footer.notes.emplace_back("stopped before its support was looked up");
  } catch (const CapacityError&) {
    footer.notes.emplace_back("its support is too large to be looked up");
  }
}

}  // namespace

Answered answer(const Run& run, const Compiled& compiled, const storage::Snapshot& snapshot,
                Output& output, const Asking& asking) {
  const auto started = std::chrono::steady_clock::now();
  exec::Terms terms(snapshot);
  result::Cells cells(terms);
  Supported supported(run, compiled, snapshot, terms, cells,
                      asked_of(run, snapshot, output, asking), output.wants());
  exec::Execution execution(supported.plan(), terms, run.options(asking.timed));
  std::vector<std::string> columns = compiled.bound.columns;
  if (supported.cites()) columns.emplace_back("evidence");
  output.begin_answer(columns);
  Rows rows(output, terms, cells, supported, compiled.bound.columns.size());
  const bool wanted = show_rows(execution, supported, rows, run.options());
  Answered out;
  out.rows = rows.rows();
  out.statistics = execution.statistics();
  out.peak_bytes = execution.peak_bytes();
  AnswerFooter footer;
  footer.rows = out.rows;
  footer.costs = costs_of(compiled, out);
  footer.costs.run_ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
  if (auto note = repeats_note(rows.repeats())) footer.notes.push_back(*std::move(note));
  if (wanted && !asking.timed) {
    explain_footer(run, compiled, asking.query, snapshot, execution.notes(), footer);
    say_support(supported, footer);
  }
  footer.milliseconds = run.milliseconds();
  output.end_answer(footer);
  return out;
}

}  // namespace vouch::session
