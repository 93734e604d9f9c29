// engine/exec/block_match.hpp — for outer rows, batch by batch: their inner rows, in three ways.
//
// Shape     next() gives outer rows with the number of inner rows each has; where rows are wanted
//           they stand together in `inner`, those of row i from begins[i]. For a test one is as
//           good as many, so the number is 0 or 1.
// Lifetime  borrows the operators; what next() gave holds until the next call.
// Errors    CapacityError "E0503".
// Threads   one.
#pragma once

#include <memory>

#include "engine/exec/rows.hpp"

namespace vouch::exec {

struct BlockMatches {
  Batch outer;
  RowNumbers begins;  // only where rows are wanted
  RowNumbers counts;
  const Batch* inner = nullptr;
};

enum class Wanted : std::uint8_t { test, number, rows };

class BlockMatcher {
 public:
  virtual ~BlockMatcher() = default;
  virtual void open() = 0;
  [[nodiscard]] virtual bool next(BlockMatches& out) = 0;  // false: no more outer rows
};

struct BlockSides {
  ExecContext& context;
  Operator& outer;
  Operator& inner;
  Columns keys;
  Wanted wanted = Wanted::rows;
  bool inner_is_fixed = false;  // the same rows at every open
};

[[nodiscard]] std::unique_ptr<BlockMatcher> merge_matcher(const BlockSides& sides);
[[nodiscard]] std::unique_ptr<BlockMatcher> inner_table_matcher(const BlockSides& sides);
[[nodiscard]] std::unique_ptr<BlockMatcher> outer_table_matcher(const BlockSides& sides);

}  // namespace vouch::exec
