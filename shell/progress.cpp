#include "shell/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "shell/words.hpp"

namespace vouch::shell {
namespace {

constexpr std::uint64_t kBarCells = 20;
constexpr double kMegabyte = 1e6;

void to_terminal(const std::string& text) {
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

std::string progress_line(std::uint64_t done, std::uint64_t total, double seconds) {
  if (total == 0) return grouped(done);
  const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const auto cells = static_cast<std::uint64_t>(share * static_cast<double>(kBarCells));
  std::string bar;
  for (std::uint64_t i = 0; i < kBarCells; ++i) bar += i < cells ? "█" : " ";
  std::string out = fmt::format("{:3.0f}% ▕{}▏ {}", share * 100, bar, grouped(done));
  if (seconds > 0)
    out += fmt::format(" · {:.1f} MB/s", static_cast<double>(done) / seconds / kMegabyte);
  if (share > 0.02) {
    const double rest = std::ceil(seconds / share - seconds);
    out += fmt::format(" (about {:.0f} {} remaining)", rest, rest == 1 ? "second" : "seconds");
  }
  return out;
}

void Progress::show(std::uint64_t done, std::uint64_t total) {
  if (!on_) return;
  const Clock::time_point now = Clock::now();
  if (!started_) {
    started_ = true;
    begin_ = now;
    last_ = now;
  }
  using std::chrono::milliseconds;
  if (now - begin_ < milliseconds(500) || now - last_ < milliseconds(100)) return;
  last_ = now;
  drawn_ = true;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  to_terminal("\r\033[K" + progress_line(done, total, seconds));
}

void Progress::wipe() {
  if (drawn_) to_terminal("\r\033[K");
  drawn_ = false;
  started_ = false;
}

}  // namespace vouch::shell
