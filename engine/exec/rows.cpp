#include "engine/exec/rows.hpp"

#include <algorithm>

namespace vouch::exec {

std::uint32_t position_of(const Columns& columns, VariableId variable) {
  const auto found = std::find(columns.begin(), columns.end(), variable);
  if (found == columns.end()) return kNoColumn;
  return static_cast<std::uint32_t>(found - columns.begin());
}

bool has(const Columns& columns, VariableId variable) {
  return position_of(columns, variable) != kNoColumn;
}

std::vector<std::uint32_t> positions_of(const Columns& wanted, const Columns& columns) {
  std::vector<std::uint32_t> positions;
  positions.reserve(wanted.size());
  for (const VariableId variable : wanted) positions.push_back(position_of(columns, variable));
  return positions;
}

void reset(Batch& batch, std::size_t columns) {
  batch.columns.resize(columns);
  for (Column& column : batch.columns) column.clear();
  batch.rows = 0;
}

void gather(const Column& from, std::span<const std::uint32_t> rows, Column& to) {
  to.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) to[i] = from[rows[i]];
}

void append(Batch& to, const Batch& from, std::span<const std::uint32_t> positions) {
  for (std::size_t c = 0; c < positions.size(); ++c) {
    Column& column = to.columns[c];
    if (positions[c] == kNoColumn) {
      column.resize(to.rows + from.rows);
    } else {
      const Column& source = from.columns[positions[c]];
      column.insert(column.end(), source.begin(),
                    source.begin() + static_cast<std::ptrdiff_t>(from.rows));
    }
  }
  to.rows += from.rows;
}

void append_selected(Batch& to, const Batch& from, std::span<const std::uint32_t> positions,
                     std::span<const std::uint32_t> rows) {
  for (std::size_t c = 0; c < positions.size(); ++c) {
    Column& column = to.columns[c];
    column.resize(to.rows + rows.size());
    if (positions[c] == kNoColumn) continue;
    const Column& source = from.columns[positions[c]];
    TermId* target = column.data() + to.rows;
    for (const std::uint32_t row : rows) *target++ = source[row];
  }
  to.rows += rows.size();
}

void project(Batch& from, std::span<const std::uint32_t> positions, Batch& out) {
  bool same = positions.size() == from.columns.size();
  for (std::size_t c = 0; same && c < positions.size(); ++c) same = positions[c] == c;
  if (same) {
    std::swap(from, out);
    return;
  }
  out.columns.resize(positions.size());
  for (std::size_t c = 0; c < positions.size(); ++c) {
    if (positions[c] == kNoColumn) {
      out.columns[c].assign(from.rows, storage::kUnbound);
    } else {
      out.columns[c] = from.columns[positions[c]];
    }
  }
  out.rows = from.rows;
}

void keep(Batch& batch, std::span<const std::uint32_t> rows) {
  Column kept;
  for (Column& column : batch.columns) {
    gather(column, rows, kept);
    std::swap(column, kept);
  }
  batch.rows = rows.size();
}

std::size_t bytes_of(const Batch& batch) {
  std::size_t bytes = 0;
  for (const Column& column : batch.columns) bytes += column.capacity() * sizeof(TermId);
  return bytes;
}

void read_all(Operator& input, Batch& table, MemoryAccount& account) {
  reset(table, input.columns().size());
  std::vector<std::uint32_t> all(input.columns().size());
  for (std::uint32_t c = 0; c < all.size(); ++c) all[c] = c;
  Batch batch;
  while (input.next(batch)) {
    append(table, batch, all);
    account.hold(bytes_of(table));
  }
}

}  // namespace vouch::exec
