#include "engine/exec/run.hpp"

#include <algorithm>

#include "engine/exec/build.hpp"
#include "engine/exec/context.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

struct Execution::State {
  State(const physical::Plan& plan, Terms& terms, const RunOptions& options)
      : context(terms, options, std::max<std::size_t>(plan.nodes, 1)),
        root(build(plan.root, context)),
        positions(positions_of(plan.columns, root->columns())) {}

  ExecContext context;
  OperatorPtr root;
  std::vector<std::uint32_t> positions;  // of the returned columns
  bool opened = false;
  Batch batch;
};

Execution::Execution(const physical::Plan& plan, Terms& terms, const RunOptions& options)
    : state_(std::make_unique<State>(plan, terms, options)) {}
Execution::~Execution() = default;

bool Execution::next(Batch& out) {
  State& state = *state_;
  if (!state.opened) state.root->open();
  state.opened = true;
  if (!state.root->next(state.batch)) return false;
  project(state.batch, state.positions, out);
  return true;
}

const std::vector<NodeStatistics>& Execution::statistics() const {
  return state_->context.statistics;
}

RunNotes Execution::notes() const {
  RunNotes notes = state_->context.notes;
  notes.overflows = state_->context.values.overflows;
  notes.divisions_by_zero = state_->context.values.divisions_by_zero;
  return notes;
}

std::size_t Execution::peak_bytes() const {
  return state_->context.memory.peak();
}

Term evaluate_constant(const expr::Expression& expression, Terms& terms, const RunOptions& options,
                       RunNotes& notes) {
  ExecContext context(terms, options, 0);
  const ScalarPtr scalar = compile(expression, {}, context);
  const Batch none;
  Column scratch;
  const TermId id = *scalar->values({none, nullptr, 1}, scratch);
  notes.overflows += context.values.overflows;
  notes.divisions_by_zero += context.values.divisions_by_zero;
  return terms.decode(id);
}

}  // namespace vouch::exec
