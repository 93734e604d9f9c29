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
  std::size_t before = used_;
  do {
    if (bytes > limit_ - std::min(before, limit_)) {
      throw CapacityError("E0503",
                          fmt::format("memory limit of {} reached by {}, which needs {} more",
                                      readable(limit_), who, readable(bytes)));
    }
  } while (!used_.compare_exchange_weak(before, before + bytes));
  std::size_t peak = peak_;
  while (peak < before + bytes && !peak_.compare_exchange_weak(peak, before + bytes)) {
  }
}

}  // namespace vouch::exec
