// A store's file with a few bytes changed (tests/fuzz/store_target.hpp).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/store_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vouch::fuzz::store({reinterpret_cast<const char*>(data), size});  // NOLINT: bytes are characters here
  return 0;
}
