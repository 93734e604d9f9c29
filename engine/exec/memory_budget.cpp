#include "engine/exec/memory_budget.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.hpp"

namespace vouch::exec {

namespace {

std::string readable(std::size_t bytes) {
  constexpr std::size_t kKiB = 1024;
  if (bytes < kKiB) return fmt::format("{} B", bytes);
  if (bytes < kKiB * kKiB) return fmt::format("{:.0f} KiB", static_cast<double>(bytes) / 1024.0);
  const double mebibytes = static_cast<double>(bytes) / (1024.0 * 1024.0);
  if (mebibytes < 1024.0) return fmt::format("{:.4g} MiB", mebibytes);
  return fmt::format("{:.4g} GiB", mebibytes / 1024.0);
}

}  // namespace

void MemoryBudget::charge(std::size_t bytes, std::string_view who) {
  if (bytes > limit_ - std::min(used_, limit_)) {
    throw CapacityError("E0503",
                        fmt::format("memory limit of {} reached by {}, which needs {} more",
                                    readable(limit_), who, readable(bytes)));
  }
  used_ += bytes;
  peak_ = std::max(peak_, used_);
}

}  // namespace vouch::exec
