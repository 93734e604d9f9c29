#include "engine/statements/answer.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/error.hpp"
#include "engine/result/cells.hpp"
#include "engine/statements/empty_answer.hpp"

namespace vouch::session {

using storage::TermId;

namespace {

constexpr std::size_t kRowsCompared = 1'000'000;  // for repeats; beyond, nothing is said
constexpr std::uint64_t kCountCap = 100'000;      // of rows that a limit left out

// How many rows repeat an earlier one, by 128 bits of hash.
class Repeats {
 public:
  void row(const exec::Batch& batch, std::size_t at) {
    if (!counting_) return;
    Key key{0x9E3779B97F4A7C15ULL, 0xC2B2AE3D27D4EB4FULL};
    for (const auto& column : batch.columns) {
      key.first = mix(key.first ^ column[at].bits());
      key.second = mix(key.second + column[at].bits() * 0xD6E8FEB86659FD93ULL);
    }
    if (!seen_.insert(key).second) ++repeats_;
    if (seen_.size() >= kRowsCompared) {
      counting_ = false;
      seen_.clear();
    }
  }
  [[nodiscard]] std::uint64_t repeats() const { return counting_ ? repeats_ : 0; }

 private:
  using Key = std::pair<std::uint64_t, std::uint64_t>;
  struct Hash {
    std::size_t operator()(const Key& key) const { return key.first; }
  };
  static std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 31U;
    x *= 0xBF58476D1CE4E5B9ULL;
    x ^= x >> 27U;
    x *= 0x94D049BB133111EBULL;
    return x ^ (x >> 29U);
  }
  std::unordered_set<Key, Hash> seen_;
  std::uint64_t repeats_ = 0;
  bool counting_ = true;
};

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

void add_notes(const exec::RunNotes& notes, std::uint64_t repeats, std::vector<std::string>& out) {
  if (notes.dropped_unknown > 0) {
    out.push_back(fmt::format("{} left out: a condition was neither true nor false",
                              counted(notes.dropped_unknown, "row")));
  }
  if (notes.overflows > 0) {
    out.push_back(fmt::format("{} left unbound: beyond the range of numbers",
                              counted(notes.overflows, "value")));
  }
  if (notes.divisions_by_zero > 0) {
    out.push_back(fmt::format("{} left unbound: division by zero",
                              counted(notes.divisions_by_zero, "value")));
  }
  if (notes.skipped_unbound > 0) {
    out.push_back(
        fmt::format("aggregates passed over {}", counted(notes.skipped_unbound, "unbound value")));
  }
  if (repeats > 0) {
    out.push_back(fmt::format("{} an earlier one: `return distinct` gives each once",
                              repeats == 1 ? "1 row repeats" : grouped(repeats) + " rows repeat"));
  }
}

// What asks further questions. The rows are out already: when time or memory ends here, it is
// left unsaid.
void explain_footer(const Run& run, const Compiled& compiled, const ast::Query* query,
                    const storage::Snapshot& snapshot, AnswerFooter& footer) {
  try {
    const auto note = limit_note(run, compiled, snapshot, footer.rows);
    if (note) footer.notes.push_back(*note);
    if (footer.rows == 0 && query != nullptr) footer.empty = why_empty(run, *query, snapshot);
  } catch (const Cancelled&) {
    footer.notes.emplace_back("stopped before this could be explained");
  } catch (const CapacityError&) {
    footer.notes.emplace_back("too large to be explained");
  }
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
  exec::Terms terms(snapshot);
  result::Cells cells(terms);
  exec::Execution execution(compiled.plan, terms, run.options(timed));
  output.begin_answer(compiled.bound.columns);
  Answered out;
  Repeats repeats;
  exec::Batch batch;
  bool wanted = true;
  while (wanted && execution.next(batch)) {
    for (std::size_t at = 0; at < batch.rows && wanted; ++at) {
      Row row;
      row.reserve(batch.columns.size());
      for (const auto& column : batch.columns) row.push_back(cells.cell(column[at]));
      repeats.row(batch, at);
      ++out.rows;
      wanted = output.row(row);
    }
  }
  AnswerFooter footer;
  footer.rows = out.rows;
  add_notes(execution.notes(), repeats.repeats(), footer.notes);
  if (wanted && !timed) explain_footer(run, compiled, query, snapshot, footer);
  out.statistics = execution.statistics();
  out.peak_bytes = execution.peak_bytes();
  footer.milliseconds = run.milliseconds();
  output.end_answer(footer);
  return out;
}

}  // namespace vouch::session
