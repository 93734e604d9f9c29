// engine/exec/join_columns.hpp — pairs of rows of two sides, made into rows of the joined columns.
//
// Shape     a column both sides have takes the left value, or the right one where left is unbound.
//           A pair is compatible when no such column is bound to different values on both sides.
// Lifetime  works on the caller's tables; a right row kNoRow stands for "no row": all unbound.
// Threads   one.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/exec/rows.hpp"

namespace vouch::exec {

inline constexpr std::uint32_t kNoRow = ~std::uint32_t{0};

struct RowPairs {
  RowNumbers left;
  RowNumbers right;

  [[nodiscard]] std::size_t size() const { return left.size(); }
  void add(std::size_t l, std::size_t r) {
    left.push_back(static_cast<std::uint32_t>(l));
    right.push_back(static_cast<std::uint32_t>(r));
  }
  void clear() {
    left.clear();
    right.clear();
  }
};

class JoinColumns {
 public:
  // `keys` are shared variables known to be equal in every pair.
  JoinColumns(const Columns& left, const Columns& right, const Columns& out, const Columns& keys);

  // Drops pairs that are not compatible; the keys are looked at only when asked for.
  void keep_compatible(const Batch& left, const Batch& right, bool keys_too, RowPairs& pairs) const;
  // Adds a row to `out` for each pair.
  void append(const Batch& left, const Batch& right, const RowPairs& pairs, Batch& out) const;

  [[nodiscard]] bool needs_check() const { return !shared_.empty(); }

 private:
  struct Shared {
    std::uint32_t left = 0;
    std::uint32_t right = 0;
  };
  struct Source {
    std::uint32_t left = kNoColumn;
    std::uint32_t right = kNoColumn;
  };
  static void keep_compatible(const Batch& left, const Batch& right,
                              const std::vector<Shared>& shared, RowPairs& pairs);

  std::vector<Shared> shared_;      // shared variables that are no keys
  std::vector<Shared> key_shared_;  // the keys
  std::vector<Source> sources_;     // per column of `out`
};

}  // namespace vouch::exec
