// storage/checksum.hpp — 64-bit hashes of bytes; the only user of xxHash.
//
// Shape     XXH3 with a seed; part of the on-disk format, so never replaced without a new version.
// Threads   pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace vouch::storage {

[[nodiscard]] std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

// The checksum kept with a stored value: 32 bits, seeded by the key it belongs to, so that two
// intact values that changed places are noticed as well.
[[nodiscard]] inline std::uint32_t checksum32(std::string_view bytes, std::uint64_t seed) {
  const std::uint64_t hash = hash64(bytes, seed);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

// One row's share in its table's rolling sum.
[[nodiscard]] inline std::uint64_t row_hash(std::string_view key, std::string_view value) {
  return hash64(key, hash64(value));
}

}  // namespace vouch::storage
