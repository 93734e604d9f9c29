// engine/physical/index_set.hpp — a set of small numbers: inputs, variables or conditions of one
// join.
//
// Shape     one bit each in as many words as are needed; sets of any size compare and combine. The
//           first 64 numbers take no memory of their own: a search makes thousands of sets.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vouch::physical {

class IndexSet {
 public:
  void add(std::size_t index) {
    if (index < 64) {
      first_ |= bit(index);
      return;
    }
    rest_.resize(std::max(rest_.size(), index / 64));
    rest_[index / 64 - 1] |= bit(index);
  }
  [[nodiscard]] bool has(std::size_t index) const {
    return index / 64 < words() && (word(index / 64) & bit(index)) != 0;
  }
  [[nodiscard]] bool empty() const {
    return first_ == 0 && std::ranges::all_of(rest_, [](std::uint64_t word) { return word == 0; });
  }
  [[nodiscard]] std::size_t size() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < words(); ++i) {
      count += static_cast<std::size_t>(std::popcount(word(i)));
    }
    return count;
  }
  [[nodiscard]] bool intersects(const IndexSet& other) const {
    for (std::size_t i = 0; i < std::min(words(), other.words()); ++i) {
      if ((word(i) & other.word(i)) != 0) return true;
    }
    return false;
  }
  [[nodiscard]] std::size_t least() const {  // of a set that is not empty
    std::size_t i = 0;
    while (word(i) == 0) ++i;
    return i * 64 + static_cast<std::size_t>(std::countr_zero(word(i)));
  }
  [[nodiscard]] bool within(const IndexSet& other) const { return (*this - other).empty(); }
  [[nodiscard]] std::vector<std::size_t> indexes() const {
    std::vector<std::size_t> out;
    out.reserve(size());
    for (std::size_t i = 0; i < words(); ++i) {
      for (std::uint64_t left = word(i); left != 0; left &= left - 1) {
        out.push_back(i * 64 + static_cast<std::size_t>(std::countr_zero(left)));
      }
    }
    return out;
  }

  friend bool operator==(const IndexSet& a, const IndexSet& b) {
    return (a - b).empty() && (b - a).empty();
  }
  friend IndexSet operator|(IndexSet a, const IndexSet& b) {
    a.first_ |= b.first_;
    a.rest_.resize(std::max(a.rest_.size(), b.rest_.size()));
    for (std::size_t i = 0; i < b.rest_.size(); ++i) a.rest_[i] |= b.rest_[i];
    return a;
  }
  friend IndexSet operator&(IndexSet a, const IndexSet& b) {
    a.first_ &= b.first_;
    a.rest_.resize(std::min(a.rest_.size(), b.rest_.size()));
    for (std::size_t i = 0; i < a.rest_.size(); ++i) a.rest_[i] &= b.rest_[i];
    return a;
  }
  friend IndexSet operator-(IndexSet a, const IndexSet& b) {
    a.first_ &= ~b.first_;
    for (std::size_t i = 0; i < std::min(a.rest_.size(), b.rest_.size()); ++i) {
      a.rest_[i] &= ~b.rest_[i];
    }
    return a;
  }

 private:
  [[nodiscard]] static std::uint64_t bit(std::size_t index) {
    return std::uint64_t{1} << (index % 64);
  }
  [[nodiscard]] std::size_t words() const { return rest_.size() + 1; }
  [[nodiscard]] std::uint64_t word(std::size_t i) const { return i == 0 ? first_ : rest_[i - 1]; }

  std::uint64_t first_ = 0;
  std::vector<std::uint64_t> rest_;  // the numbers from 64
};

}  // namespace vouch::physical
