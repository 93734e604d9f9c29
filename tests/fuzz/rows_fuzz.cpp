// Values of the tables (tests/fuzz/rows_target.hpp).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/rows_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vouch::fuzz::rows({reinterpret_cast<const char*>(data), size});  // NOLINT: bytes are characters here
  return 0;
}
