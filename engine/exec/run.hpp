// engine/exec/run.hpp — a physical plan, run: rows in batches, statistics per node.
//
// Shape     pull: next() fills a batch of 1..batch_rows rows of ids in the plan's columns.
// Lifetime  borrows the Snapshot, the plan and the Terms; ids tagged `local` belong to the Terms.
// Errors    Cancelled ("E0501" stopped, "E0502" time limit), CapacityError ("E0503" memory limit).
// Threads   next() from one thread (a Gather starts more); cancel() from any, or a signal handler.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/physical/plan.hpp"
#include "engine/settings.hpp"
#include "storage/store.hpp"
#include "storage/term.hpp"

namespace vouch::exec {

using storage::Term;
using storage::TermId;

// Set by Ctrl-C; looked at by every operator once per batch and every 4096 rows inside one.
using CancelFlag = std::atomic<bool>;

// Ids ↔ terms for one statement: the store's dictionary first, then terms of the statement's own.
// encode() gives the store's id where the store knows an equal term, so that id equality is value
// equality.
class Terms {
 public:
  explicit Terms(const storage::Snapshot& snapshot);
  ~Terms();
  Terms(const Terms&) = delete;
  Terms& operator=(const Terms&) = delete;

  // Of the unbound id an unbound Term; valid until the next call of decode or encode.
  [[nodiscard]] const Term& decode(TermId id);
  [[nodiscard]] TermId encode(const Term& term);  // unbound Term: kUnbound
  // The same, but a quantity that equals a stored one and is written otherwise (`0.007 µm`, `7 nm`)
  // gets an id of its own, so that it is shown as computed. Such an id is for values that are shown
  // or computed with; operators that compare ids want canonical().
  [[nodiscard]] TermId encode_spelled(const Term& term);
  [[nodiscard]] TermId canonical(TermId id) const;
  [[nodiscard]] const storage::Snapshot& snapshot() const { return snapshot_; }
  [[nodiscard]] std::size_t bytes() const;  // what the statement's own terms take, about

 private:
  struct State;
  const storage::Snapshot& snapshot_;
  std::unique_ptr<State> state_;
};

// What a node asked of storage: the measure of work that no machine changes.
struct Reads {
  std::uint64_t rows = 0;    // keys and records read
  std::uint64_t probes = 0;  // ranges opened, skips and single look-ups
  Reads& operator+=(const Reads& other) {
    rows += other.rows;
    probes += other.probes;
    return *this;
  }
};

struct NodeStatistics {
  std::uint64_t rows = 0;
  std::uint64_t batches = 0;
  std::uint64_t nanoseconds = 0;  // with everything below it
  std::uint64_t opened = 0;       // how often it was started (inner sides of Apply)
  Reads reads;                    // its own, without what is below it
};

// What the footer tells about a run.
struct RunNotes {
  std::uint64_t dropped_unknown = 0;    // rows a condition was unknown for
  std::uint64_t overflows = 0;
  std::uint64_t divisions_by_zero = 0;
  std::uint64_t skipped_unbound = 0;    // values aggregates passed over
};

struct RunOptions {
  std::size_t batch_rows = 1024;
  std::size_t memory_bytes = std::size_t{2} << 30U;
  std::size_t threads = 1;  // of a plan with a Gather
  std::optional<std::chrono::steady_clock::time_point> deadline;
  const CancelFlag* cancel = nullptr;
  storage::Date today;
  bool timed = false;  // nanoseconds per node (profile)
};

// Rows of ids, column-major; columns are parallel to the plan's.
struct Batch {
  std::vector<std::vector<TermId>> columns;
  std::size_t rows = 0;
};

class Execution {
 public:
  Execution(const physical::Plan& plan, Terms& terms, const RunOptions& options);
  ~Execution();
  // False: exhausted; true: 1..batch_rows rows in plan.columns.
  [[nodiscard]] bool next(Batch& out);
  [[nodiscard]] const std::vector<NodeStatistics>& statistics() const;  // by node id
  [[nodiscard]] RunNotes notes() const;
  [[nodiscard]] std::size_t peak_bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// An expression's value without rows (lone expressions, parameters, echo).
[[nodiscard]] Term evaluate_constant(const expr::Expression& expression, Terms& terms,
                                     const RunOptions& options, RunNotes& notes);

}  // namespace vouch::exec
