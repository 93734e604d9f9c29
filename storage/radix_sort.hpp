// storage/radix_sort.hpp — sorts tuples of 64-bit numbers by some of their words.
//
// Shape     least significant byte first, stable; bytes that are the same in all tuples cost
// nothing. Units     needs as much memory again as the tuples take. Source    Knuth, TAOCP
// 3, 5.2.5.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace vouch::storage {

template <std::size_t N>
using Tuple = std::array<std::uint64_t, N>;

// `words`: the places to sort by, most significant first. Stable for all others.
template <std::size_t N>
void radix_sort(std::vector<Tuple<N>>& tuples, std::span<const std::size_t> words,
                std::vector<Tuple<N>>& scratch) {
  constexpr std::size_t kSmall = 512;
  const auto less = [&](const Tuple<N>& a, const Tuple<N>& b) {
    for (const std::size_t word : words) {
      if (a[word] != b[word]) return a[word] < b[word];
    }
    return false;
  };
  if (tuples.size() < kSmall) {
    std::ranges::stable_sort(tuples, less);
    return;
  }
  scratch.resize(tuples.size());
  for (std::size_t w = words.size(); w-- > 0;) {
    const std::size_t word = words[w];
    std::array<std::array<std::size_t, 256>, 8> counts{};
    for (const Tuple<N>& tuple : tuples) {
      for (unsigned byte = 0; byte < 8; ++byte) ++counts[byte][(tuple[word] >> (8 * byte)) & 0xFFU];
    }
    for (unsigned byte = 0; byte < 8; ++byte) {
      auto& starts = counts[byte];
      if (starts[(tuples[0][word] >> (8 * byte)) & 0xFFU] == tuples.size()) continue;
      std::size_t sum = 0;
      for (std::size_t& start : starts) sum += std::exchange(start, sum);
      for (const Tuple<N>& tuple : tuples)
        scratch[starts[(tuple[word] >> (8 * byte)) & 0xFFU]++] = tuple;
      tuples.swap(scratch);
    }
  }
}

}  // namespace vouch::storage
