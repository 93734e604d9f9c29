// bench/measure.hpp — what the programs that measure the store share.
//
// Units     processor time is that of all threads of this process: on a machine that others use it
//           says more than the time that passed.
#pragma once

#include <time.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace vouch::bench {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}
inline double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}
inline void figure(const char* what, double value, const char* unit) {
  std::printf("%-44s %12.2f %s\n", what, value, unit);
  std::fflush(stdout);
}
// splitmix64's last step: the same scattered numbers everywhere.
inline std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

// The graph that storage_bench loads.
inline std::string subject_iri(std::uint64_t n) {
  return "http://bench.example/resource/entity/E" + std::to_string(n);
}
inline std::string relation_iri(std::uint64_t n) {
  return "http://bench.example/vocabulary/relation" + std::to_string(n);
}

}  // namespace vouch::bench
