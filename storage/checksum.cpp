#include "storage/checksum.hpp"

#include <xxhash.h>

namespace vouch::storage {

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace vouch::storage
