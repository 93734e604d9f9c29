// engine/exec/row_order.hpp — brings row numbers into the order of some columns, column by column.
//
// Shape     start() gives one run of all rows; each refine() sorts within runs of rows equal so
//           far, so a later column costs only what earlier ones left open. Unbound comes last both
//           ways.
// Units     ids whose order is that of their values are compared as numbers; others get ranks,
//           found by sorting the distinct terms once.
// Lifetime  borrows context; columns only during the call.
// Source    docs/language.md "Order"; expr::total_order.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/exec/context.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

class RowOrder {
 public:
  static constexpr std::size_t kAll = ~std::size_t{0};

  explicit RowOrder(ExecContext& context) : context_(context) {}

  // Only the first `wanted` places have to be right in the end: ties beyond them stay open, and their
  // terms are never read.
  void start(std::size_t rows, std::size_t wanted = kAll);
  // ids[row] for every row number.
  void refine(std::span<const TermId> ids, bool descending);
  // No two rows among the wanted ones are equal so far.
  [[nodiscard]] bool complete() const { return runs_.empty(); }

  [[nodiscard]] std::span<const std::uint32_t> rows() const { return rows_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  using Keyed = std::pair<std::uint64_t, std::uint32_t>;
  struct Run {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  void make_keys(std::span<const TermId> ids, bool descending);
  [[nodiscard]] bool comparable_ids(std::span<const TermId> ids) const;

  ExecContext& context_;
  RowNumbers rows_;
  std::size_t wanted_ = kAll;
  std::vector<Run> runs_;     // of two rows at least, none beyond the wanted ones
  std::vector<Keyed> keyed_;  // rows of the runs, with their keys
};

// Are ids of this tag ordered as their values are?
[[nodiscard]] constexpr bool ordered_ids(storage::IdTag tag) {
  return tag == storage::IdTag::boolean || tag == storage::IdTag::integer ||
         tag == storage::IdTag::date || tag == storage::IdTag::text;
}

}  // namespace vouch::exec
