// engine/exec/distinct_rows.hpp — which rows of a batch have not been seen before.
//
// Shape     a KeyTable over all columns.
// Units     bytes() is what to charge.
// Lifetime  of one run of an operator; clear() starts afresh.
#pragma once

#include <span>
#include <vector>

#include "engine/exec/key_table.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

class DistinctRows {
 public:
  explicit DistinctRows(std::size_t columns) : seen_(columns) {}

  // The numbers of the new rows of the batch, ascending.
  [[nodiscard]] std::span<const std::uint32_t> fresh(const Batch& batch) {
    const std::size_t before = seen_.size();
    pointers_.clear();
    for (const Column& column : batch.columns) pointers_.push_back(column.data());
    numbers_.resize(batch.rows);
    seen_.insert(pointers_, batch.rows, numbers_.data());
    rows_.clear();
    std::size_t next = before;
    for (std::uint32_t row = 0; row < batch.rows; ++row) {
      if (numbers_[row] != next) continue;
      rows_.push_back(row);
      ++next;
    }
    return rows_;
  }
  void clear() { seen_.clear(); }
  [[nodiscard]] std::size_t bytes() const { return seen_.bytes(); }

 private:
  KeyTable seen_;
  std::vector<const TermId*> pointers_;
  RowNumbers numbers_;
  RowNumbers rows_;
};

}  // namespace vouch::exec
