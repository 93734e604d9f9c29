// storage/bulk/term_sort.hpp — puts terms into the order of their bytes.
//
// Shape     eight bytes of each at a time: sorted as numbers, then groups that agree go on
//           with the next eight. Small groups are compared whole.
// Source    caching multikey quicksort: Bentley & Sedgewick 1997; Rantala 2007.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "storage/bulk/term_table.hpp"

namespace vouch::storage::bulk {

struct SortItem {
  std::uint64_t piece = 0;
  TermRef ref = 0;
};

void sort_terms(const TermTable& terms, std::span<SortItem> items, std::size_t depth = 0);

}  // namespace vouch::storage::bulk
