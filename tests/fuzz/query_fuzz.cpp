// Scripts through a session on a small store (tests/fuzz/targets.hpp).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vouch::fuzz::query({reinterpret_cast<const char*>(data), size});  // NOLINT: bytes are characters here
  return 0;
}
