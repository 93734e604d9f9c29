// storage/claim_walk.hpp — walks claims in any of the three orders between two bounds.
//
// Shape     bounds and rows are in the order's own sequence, the claim's id last.
// Lifetime  borrows the transaction. After a write, forget().
#pragma once

#include <array>
#include <cstdint>

#include "storage/blocks/block_range.hpp"
#include "storage/store.hpp"
#include "storage/tables.hpp"

namespace vouch::storage {

using Ids4 = std::array<std::uint64_t, 4>;
using Columns4 = std::array<TermId*, 4>;  // null: not wanted

// Where a row of the order stands in its table: posc has the relation for a head, the others 0.
[[nodiscard]] constexpr BlockRow claim_row(ClaimOrder order, const Ids4& ids) {
  return order == ClaimOrder::posc ? BlockRow{ids[0], ids[1], ids[2], ids[3], 0}
                                   : BlockRow{0, ids[0], ids[1], ids[2], ids[3]};
}

class ClaimWalk {
 public:
  ClaimWalk(lmdb::Transaction& transaction, const Tables& tables, ClaimOrder order)
      : order_(order), range_(transaction, tables.blocks(format::table_of(order))) {}

  void open(const Ids4& low, const Ids4& high) {
    range_.open(claim_row(order_, low), claim_row(order_, high));
  }
  [[nodiscard]] std::size_t next(const Columns4& columns, std::size_t capacity);
  [[nodiscard]] std::uint64_t count(const Ids4& low, const Ids4& high, std::uint64_t cap) {
    return range_.count(claim_row(order_, low), claim_row(order_, high), cap);
  }
  [[nodiscard]] bool holds(const Ids4& row) { return range_.holds(claim_row(order_, row)); }
  void forget() { range_.forget(); }

 private:
  ClaimOrder order_;
  BlockRange range_;
};

}  // namespace vouch::storage
