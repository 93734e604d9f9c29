// CSV and a mapping of it (tests/fuzz/csv_target.hpp).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/csv_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vouch::fuzz::csv({reinterpret_cast<const char*>(data), size});  // NOLINT: bytes are characters here
  return 0;
}
