// storage/bulk/key_sort.hpp — sorts numbers of few bits: two ranks packed into one.
//
// Shape     least significant digit first, 11 bits a pass; as many passes as the bits need.
// Units     needs as much memory again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace vouch::storage::bulk {

inline void sort_keys(std::vector<std::uint64_t>& keys, unsigned bits) {
  constexpr unsigned kDigit = 11;
  constexpr std::size_t kDigits = std::size_t{1} << kDigit;
  std::vector<std::uint64_t> scratch(keys.size());
  for (unsigned shift = 0; shift < bits; shift += kDigit) {
    std::array<std::size_t, kDigits> starts{};
    for (const std::uint64_t key : keys) ++starts[key >> shift & (kDigits - 1)];
    if (!keys.empty() && starts[keys[0] >> shift & (kDigits - 1)] == keys.size()) continue;
    std::size_t sum = 0;
    for (std::size_t& start : starts) sum += std::exchange(start, sum);
    for (const std::uint64_t key : keys) scratch[starts[key >> shift & (kDigits - 1)]++] = key;
    keys.swap(scratch);
  }
}

}  // namespace vouch::storage::bulk
