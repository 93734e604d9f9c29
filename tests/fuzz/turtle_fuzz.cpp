// RDF text through the turtle reader (tests/fuzz/rdf_targets.hpp).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/rdf_targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vouch::fuzz::turtle({reinterpret_cast<const char*>(data), size});  // NOLINT: bytes are characters here
  return 0;
}
