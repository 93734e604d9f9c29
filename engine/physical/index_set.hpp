// engine/physical/index_set.hpp — a set of small numbers: inputs, variables or conditions of one
// join.
//
// Shape     one bit each in as many words as are needed; sets of any size compare and combine.
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
    const std::size_t word = index / 64;
    if (word >= words_.size()) {
      words_.resize(word + 1);
    }
    words_[word] |= std::uint64_t{1} << (index % 64);
  }
  [[nodiscard]] bool has(std::size_t index) const {
    const std::size_t word = index / 64;
    return word < words_.size() && ((words_[word] >> (index % 64)) & 1U) != 0;
  }
  [[nodiscard]] bool empty() const {
    return std::all_of(words_.begin(), words_.end(), [](std::uint64_t word) { return word == 0; });
  }
  [[nodiscard]] std::size_t size() const {
    std::size_t count = 0;
    for (const std::uint64_t word : words_) {
      count += static_cast<std::size_t>(std::popcount(word));
    }
    return count;
  }
  [[nodiscard]] bool intersects(const IndexSet& other) const {
    for (std::size_t i = 0; i < std::min(words_.size(), other.words_.size()); ++i) {
      if ((words_[i] & other.words_[i]) != 0) {
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool within(const IndexSet& other) const { return (*this - other).empty(); }
  [[nodiscard]] std::vector<std::size_t> indexes() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < words_.size() * 64; ++i) {
      if (has(i)) {
        out.push_back(i);
      }
    }
    return out;
  }

  friend IndexSet operator|(IndexSet a, const IndexSet& b) {
    a.words_.resize(std::max(a.words_.size(), b.words_.size()));
    for (std::size_t i = 0; i < b.words_.size(); ++i) {
      a.words_[i] |= b.words_[i];
    }
    return a;
  }
  friend IndexSet operator&(IndexSet a, const IndexSet& b) {
    a.words_.resize(std::min(a.words_.size(), b.words_.size()));
    for (std::size_t i = 0; i < a.words_.size(); ++i) {
      a.words_[i] &= b.words_[i];
    }
    return a;
  }
  friend IndexSet operator-(IndexSet a, const IndexSet& b) {
    for (std::size_t i = 0; i < std::min(a.words_.size(), b.words_.size()); ++i) {
      a.words_[i] &= ~b.words_[i];
    }
    return a;
  }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace vouch::physical
