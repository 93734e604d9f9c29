#include "engine/exec/join_columns.hpp"

namespace vouch::exec {

JoinColumns::JoinColumns(const Columns& left, const Columns& right, const Columns& out,
                         const Columns& keys) {
  for (std::uint32_t l = 0; l < left.size(); ++l) {
    const std::uint32_t r = position_of(right, left[l]);
    if (r == kNoColumn) continue;
    (has(keys, left[l]) ? key_shared_ : shared_).push_back({l, r});
  }
  for (const VariableId variable : out) {
    sources_.push_back({position_of(left, variable), position_of(right, variable)});
  }
}

void JoinColumns::keep_compatible(const Batch& left, const Batch& right,
                                  const std::vector<Shared>& shared, RowPairs& pairs) {
  for (const Shared& column : shared) {
    const Column& left_ids = left.columns[column.left];
    const Column& right_ids = right.columns[column.right];
    std::size_t kept = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const TermId a = left_ids[pairs.left[i]];
      const TermId b = right_ids[pairs.right[i]];
      pairs.left[kept] = pairs.left[i];
      pairs.right[kept] = pairs.right[i];
      kept += a == b || !a.bound() || !b.bound() ? 1U : 0U;
    }
    pairs.left.resize(kept);
    pairs.right.resize(kept);
  }
}

void JoinColumns::keep_compatible(const Batch& left, const Batch& right, bool keys_too,
                                  RowPairs& pairs) const {
  keep_compatible(left, right, shared_, pairs);
  if (keys_too) keep_compatible(left, right, key_shared_, pairs);
}

void JoinColumns::append(const Batch& left, const Batch& right, const RowPairs& pairs,
                         Batch& out) const {
  const std::size_t count = pairs.size();
  for (std::size_t c = 0; c < sources_.size(); ++c) {
    Column& column = out.columns[c];
    column.resize(out.rows + count);
    TermId* target = column.data() + out.rows;
    if (sources_[c].left != kNoColumn) {
      const TermId* from = left.columns[sources_[c].left].data();
      for (std::size_t i = 0; i < count; ++i) target[i] = from[pairs.left[i]];
    }
    if (sources_[c].right == kNoColumn) continue;
    const TermId* from = right.columns[sources_[c].right].data();
    if (sources_[c].left == kNoColumn) {
      for (std::size_t i = 0; i < count; ++i) {
        if (pairs.right[i] != kNoRow) target[i] = from[pairs.right[i]];
      }
    } else {
      for (std::size_t i = 0; i < count; ++i) {
        if (!target[i].bound() && pairs.right[i] != kNoRow) target[i] = from[pairs.right[i]];
      }
    }
  }
  out.rows += count;
}

}  // namespace vouch::exec
