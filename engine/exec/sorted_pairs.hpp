// engine/exec/sorted_pairs.hpp — the triples of one pattern in memory: keys, and each key's values,
// both ascending.
//
// Shape     read from the index whose order it is; a pattern with a constant has keys alone. Keys
//           are found in one step where their ids lie close together, else by halving.
// Units     8 bytes a key and a value, 4 or 8 a key for finding; bytes() is what to charge.
// Lifetime  a value; spans hold as long as it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/exec/pattern.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

class SortedPairs {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  // `key` first: the pattern's variable that is looked up; the other one is the value.
  // The account holds its bytes, and `held_before`, while it is read.
  void read(ExecContext& context, Reads& reads, const Pattern& pattern, VariableId key,
            MemoryAccount& account, std::size_t held_before);

  [[nodiscard]] std::span<const TermId> keys() const { return keys_; }
  [[nodiscard]] std::span<const TermId> values(std::uint32_t key) const {
    return std::span(values_).subspan(begins_[key], begins_[key + 1] - begins_[key]);
  }
  [[nodiscard]] std::uint32_t find(TermId key) const {
    if (dense_) {
      const std::uint64_t at = key.bits() - base_;
      return at < places_.size() ? places_[at] : kNone;
    }
    const auto found = std::lower_bound(keys_.begin(), keys_.end(), key);
    return found == keys_.end() || *found != key
               ? kNone
               : static_cast<std::uint32_t>(found - keys_.begin());
  }
  [[nodiscard]] std::size_t bytes() const;

 private:
  void index();

  Column keys_;
  std::vector<std::uint32_t> begins_;  // in values_; one more than keys, none without values
  Column values_;
  bool dense_ = false;
  std::uint64_t base_ = 0;             // bits of the first key
  std::vector<std::uint32_t> places_;  // by the distance from it
};

}  // namespace vouch::exec
