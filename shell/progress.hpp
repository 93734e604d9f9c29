// shell/progress.hpp — a bar on the terminal while something takes longer than half a second.
//
// Shape     one line on standard error, redrawn at most ten times a second, wiped when done.
// Errors    none; without a terminal nothing is drawn.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace vouch::shell {

class Progress {
 public:
  explicit Progress(bool on) : on_(on) {}
  void show(std::uint64_t done, std::uint64_t total);  // bytes; total 0: unknown
  void wipe();

 private:
  using Clock = std::chrono::steady_clock;
  bool on_;
  bool started_ = false;
  bool drawn_ = false;
  Clock::time_point begin_;
  Clock::time_point last_;
};

// ` 36% ▕███████▏ 1,200,000 · 0.3 MB/s (about 7 seconds remaining)`
[[nodiscard]] std::string progress_line(std::uint64_t done, std::uint64_t total, double seconds);

}  // namespace vouch::shell
