// engine/exec/distinct_rows.hpp — each row of several batches once.
//
// Shape     a KeyTable over all columns. Rows go on as they come, until one has a computed quantity
//           that another row may spell otherwise: it and all later ones wait for the end.
// Order     as they came first.
// Units     bytes() is what to charge.
// Lifetime  of one run of an operator; clear() starts afresh.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "engine/exec/key_table.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

class DistinctRows {
 public:
  DistinctRows(std::size_t columns, Terms& terms)
      : terms_(terms), seen_(columns), scratch_(columns) {}

  // The numbers of the new rows of the batch that need not wait, ascending.
  [[nodiscard]] std::span<const std::uint32_t> fresh(const Batch& batch);
  // Once the input has ended: the next rows that waited; false when there are none.
  [[nodiscard]] bool take_waiting(std::size_t most, Batch& out);
  void clear();
  [[nodiscard]] std::size_t bytes() const;

 private:
  void wait(const Batch& batch, std::uint32_t row);
  void respell(std::vector<TermId>& waiting, const Batch& batch, std::uint32_t row);
  [[nodiscard]] bool may_change(const Batch& batch, std::uint32_t row);

  Terms& terms_;
  KeyTable seen_;
  std::vector<Column> scratch_;
  std::vector<const TermId*> pointers_;
  RowNumbers numbers_;
  RowNumbers rows_;
  std::map<std::uint32_t, std::vector<TermId>> waiting_;  // by their numbers
};

}  // namespace vouch::exec
