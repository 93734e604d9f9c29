#include "engine/statements/answer.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"
#include "engine/result/cells.hpp"
#include "engine/statements/empty_answer.hpp"
#include "engine/statements/left_out.hpp"
#include "engine/statements/outside.hpp"
#include "engine/statements/repeats.hpp"
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

Answered answer(const Run& run, const Compiled& compiled, const ast::Query* query,
                const storage::Snapshot& snapshot, Output& output, bool timed) {
  const auto started = std::chrono::steady_clock::now();
  exec::Terms terms(snapshot);
  result::Cells cells(terms);
  exec::Execution execution(compiled.plan, terms, run.options(timed));
  output.begin_answer(compiled.bound.columns);
  Answered out;
  Repeats repeats;
  exec::Batch batch;
  bool wanted = true;
  Row row;
  while (wanted && execution.next(batch)) {
    cells.get_ready(batch.columns);
    row.resize(batch.columns.size());
    for (std::size_t at = 0; at < batch.rows && wanted; ++at) {
      for (std::size_t c = 0; c < row.size(); ++c) {
        const std::vector<TermId>& ids = batch.columns[c];
        if (at == 0 || ids[at] != ids[at - 1]) row[c] = cells.cell(ids[at]);
      }
      ++out.rows;
      wanted = output.row(row);
    }
    if (wanted) repeats.add(batch, terms);
  }
  AnswerFooter footer;
  footer.rows = out.rows;
  out.statistics = execution.statistics();
  out.peak_bytes = execution.peak_bytes();
  footer.costs = costs_of(compiled, out);
  footer.costs.run_ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
  if (auto note = repeats_note(repeats.repeats())) footer.notes.push_back(*std::move(note));
  if (wanted && !timed) explain_footer(run, compiled, query, snapshot, execution.notes(), footer);
  footer.milliseconds = run.milliseconds();
  output.end_answer(footer);
  return out;
}

}  // namespace vouch::session
