// engine/exec/row_groups.hpp — rows put together by a group number: a counting sort.
//
// Shape     after group(), the rows of group g are rows()[begin(g) .. begin(g + 1)), in their old
//           order.
// Units     bytes() is what to charge.
// Lifetime  a value.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace vouch::exec {

class RowGroups {
 public:
  static constexpr std::uint32_t kLeftOut = ~std::uint32_t{0};

  // numbers[i] is the group of row i, or kLeftOut.
  void group(std::span<const std::uint32_t> numbers, std::size_t groups) {
    begins_.assign(groups + 1, 0);
    for (const std::uint32_t number : numbers) {
      if (number != kLeftOut) ++begins_[number + 1];
    }
    for (std::size_t g = 0; g < groups; ++g) begins_[g + 1] += begins_[g];
    rows_.resize(begins_[groups]);
    next_.assign(begins_.begin(), begins_.end());
    for (std::uint32_t row = 0; row < numbers.size(); ++row) {
      if (numbers[row] != kLeftOut) rows_[next_[numbers[row]]++] = row;
    }
    next_.clear();
    next_.shrink_to_fit();
  }

  [[nodiscard]] std::uint32_t begin(std::size_t group) const { return begins_[group]; }
  [[nodiscard]] std::uint32_t size(std::size_t g) const { return begins_[g + 1] - begins_[g]; }
  [[nodiscard]] std::span<const std::uint32_t> rows(std::size_t group) const {
    return std::span(rows_).subspan(begins_[group], size(group));
  }
  [[nodiscard]] std::span<const std::uint32_t> rows() const { return rows_; }
  [[nodiscard]] std::size_t bytes() const {
    return (begins_.capacity() + rows_.capacity()) * sizeof(std::uint32_t);
  }

 private:
  std::vector<std::uint32_t> begins_;  // one more than there are groups; none before group()
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint32_t> next_;
};

}  // namespace vouch::exec
