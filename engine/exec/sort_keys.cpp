#include "engine/exec/sort_keys.hpp"

#include <utility>

namespace vouch::exec {

SortKeys::SortKeys(const std::vector<logical::SortKey>& keys, const Columns& columns,
                   ExecContext& context) {
  for (const logical::SortKey& key : keys) {
    Key& made = keys_.emplace_back();
    made.descending = key.descending;
    made.scalar = compile(key.key, columns, context);
    const auto* variable = std::get_if<expr::VariableRef>(&key.key.node);
    if (variable != nullptr) made.column = position_of(columns, variable->variable);
  }
}

void SortKeys::clear() {
  for (Key& key : keys_) key.ids.clear();
}

const TermId* SortKeys::values(std::size_t key, const Batch& batch) {
  return keys_[key].scalar->values(all_rows(batch), keys_[key].scratch);
}

void SortKeys::append(const Batch& batch, std::span<const std::uint32_t> rows) {
  for (Key& key : keys_) {
    if (key.column != kNoColumn) continue;
    const TermId* ids = key.scalar->values(rows_of(batch, rows), key.scratch);
    key.ids.insert(key.ids.end(), ids, ids + rows.size());
  }
}

void SortKeys::keep(std::span<const std::uint32_t> rows) {
  Column kept;
  for (Key& key : keys_) {
    if (key.column != kNoColumn) continue;
    gather(key.ids, rows, kept);
    std::swap(key.ids, kept);
  }
}

std::span<const TermId> SortKeys::ids(std::size_t key, const Batch& table) const {
  return keys_[key].column == kNoColumn ? std::span<const TermId>(keys_[key].ids)
                                        : std::span<const TermId>(table.columns[keys_[key].column]);
}

void SortKeys::refine(RowOrder& order, const Batch& table) const {
  for (std::size_t key = 0; key < keys_.size(); ++key) {
    order.refine(ids(key, table), keys_[key].descending);
  }
}

std::size_t SortKeys::bytes() const {
  std::size_t bytes = 0;
  for (const Key& key : keys_) bytes += key.ids.capacity() * sizeof(TermId);
  return bytes;
}

}  // namespace vouch::exec
