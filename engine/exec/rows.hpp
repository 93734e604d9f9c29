// engine/exec/rows.hpp — small tools on columns of ids: positions, gathering, appending, sizes.
//
// Shape     a Batch of any length serves as a table of rows that an operator keeps.
// Lifetime  functions over the caller's data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/operator.hpp"

namespace vouch::exec {

inline constexpr std::uint32_t kNoColumn = ~std::uint32_t{0};

using Column = std::vector<TermId>;
using RowNumbers = std::vector<std::uint32_t>;

[[nodiscard]] std::uint32_t position_of(const Columns& columns,
                                        VariableId variable);  // or kNoColumn
[[nodiscard]] bool has(const Columns& columns, VariableId variable);
// Where each of `wanted` stands in `columns`, kNoColumn where it does not.
[[nodiscard]] std::vector<std::uint32_t> positions_of(const Columns& wanted,
                                                      const Columns& columns);

// As many columns as asked for, no rows.
void reset(Batch& batch, std::size_t columns);
void gather(const Column& from, std::span<const std::uint32_t> rows, Column& to);  // replaces `to`
// Adds the rows of `from`; column i comes from positions[i], unbound where that is kNoColumn.
void append(Batch& to, const Batch& from, std::span<const std::uint32_t> positions);
void append_selected(Batch& to, const Batch& from, std::span<const std::uint32_t> positions,
                     std::span<const std::uint32_t> rows);
// `out` becomes the columns of `from` at `positions`; steals `from` when nothing changes place.
void project(Batch& from, std::span<const std::uint32_t> positions, Batch& out);
// Rows that stand in `rows`, in that order.
void keep(Batch& batch, std::span<const std::uint32_t> rows);
[[nodiscard]] std::size_t bytes_of(const Batch& batch);

// Reads an operator to its end into one table, charging the account.
void read_all(Operator& input, Batch& table, MemoryAccount& account);

// Gives the rows of a table out in batches, all or in an order.
class RowReader {
 public:
  void start(std::size_t rows) { at_ = 0, end_ = rows; }
  // The next piece [from, from + count).
  [[nodiscard]] std::size_t take(std::size_t limit, std::size_t& from) {
    from = at_;
    const std::size_t count = end_ - at_ < limit ? end_ - at_ : limit;
    at_ += count;
    return count;
  }

 private:
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

}  // namespace vouch::exec
