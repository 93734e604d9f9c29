#include "engine/statements/derivations.hpp"

#include <algorithm>
#include <utility>

#include "engine/logical/schema.hpp"

namespace vouch::session {

namespace {

void show_columns(logical::Plan& plan) {
  for (const expr::VariableId variable : logical::schema_of(plan.root).variables) {
    if (std::find(plan.columns.begin(), plan.columns.end(), variable) == plan.columns.end()) {
      plan.columns.push_back(variable);
    }
  }
}

std::size_t column_of(const std::vector<expr::VariableId>& columns, expr::VariableId variable) {
  return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), variable) -
                                  columns.begin());
}

}  // namespace

void show_all(evidence::Support& support) {
  show_columns(support.answer);
  show_columns(support.derivations);
}

std::vector<exec::Batch> rows_of(const Run& run, const logical::Plan& plan,
                                 const storage::Snapshot& snapshot, exec::Terms& terms,
                                 const RowRange& range, bool& more) {
  const physical::Plan lowered = lower_plan(plan, snapshot, run.core.settings);
  exec::Execution execution(lowered, terms, run.options());
  std::vector<exec::Batch> out;
  std::uint64_t seen = 0;
  exec::Batch batch;
  while (!more && execution.next(batch)) {
    for (std::size_t row = 0; row < batch.rows && !more; ++row, ++seen) {
      if (seen < range.first) continue;
      more = out.size() >= range.most;
      if (more) break;
      exec::Batch& one = out.emplace_back();
      one.rows = 1;
      for (const auto& column : batch.columns) one.columns.push_back({column[row]});
    }
  }
  return out;
}

evidence::IdRow identity_of(const evidence::Support& support, const exec::Batch& row,
                            exec::Terms& terms) {
  evidence::IdRow out;
  for (const expr::VariableId variable : support.identity) {
    const std::size_t column = column_of(support.answer.columns, variable);
    out.push_back(terms.canonical(row.columns[column][0]));
  }
  return out;
}

Derivations derivations_of_row(const Run& run, const evidence::Support& support,
                               const storage::Snapshot& snapshot, exec::Terms& terms,
                               const evidence::IdRow& identity) {
  std::vector<std::size_t> columns;
  for (const expr::VariableId variable : support.identity) {
    columns.push_back(column_of(support.derivations.columns, variable));
  }
  const auto is_of_row = [&](const exec::Batch& batch, std::size_t row) {
    for (std::size_t i = 0; i < identity.size(); ++i) {
      if (terms.canonical(batch.columns[columns[i]][row]) != identity[i]) return false;
    }
    return true;
  };
  const logical::Plan plan = evidence::derivations_of(support, {identity}, terms);
  const physical::Plan lowered = lower_plan(plan, snapshot, run.core.settings);
  exec::Execution execution(lowered, terms, run.options());
  Derivations out;
  out.rows.columns.resize(plan.columns.size());
  exec::Batch batch;
  while (!out.cut && execution.next(batch)) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      if (!is_of_row(batch, row)) continue;
      out.cut = out.rows.rows >= kDerivationsMost;
      if (out.cut) break;
      for (std::size_t c = 0; c < batch.columns.size(); ++c) {
        out.rows.columns[c].push_back(batch.columns[c][row]);
      }
      ++out.rows.rows;
    }
  }
  return out;
}

}  // namespace vouch::session
