// engine/exec/sort_keys.hpp — the values of sort keys of rows that an operator keeps.
//
// Shape     a key that is a plain variable is read from the table itself; others have a column
//           here.
// Lifetime  borrows context and the plan's keys.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/exec/row_order.hpp"
#include "engine/exec/rows.hpp"
#include "engine/exec/scalar.hpp"

namespace vouch::exec {

class SortKeys {
 public:
  SortKeys(const std::vector<logical::SortKey>& keys, const Columns& columns, ExecContext& context);

  void clear();
  // The keys of some rows of a batch, which the table has been or will be given.
  void append(const Batch& batch, std::span<const std::uint32_t> rows);
  void keep(std::span<const std::uint32_t> rows);
  void refine(RowOrder& order, const Batch& table) const;

  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  [[nodiscard]] std::span<const TermId> ids(std::size_t key, const Batch& table) const;
  // A key's values for all rows of a batch.
  [[nodiscard]] const TermId* values(std::size_t key, const Batch& batch);
  [[nodiscard]] bool descending(std::size_t key) const { return keys_[key].descending; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Key {
    std::uint32_t column = kNoColumn;  // of the table
    bool descending = false;
    ScalarPtr scalar;
    Column ids;
    Column scratch;
  };
  std::vector<Key> keys_;
};

}  // namespace vouch::exec
