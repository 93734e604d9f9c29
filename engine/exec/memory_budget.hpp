// engine/exec/memory_budget.hpp — how much one execution may hold, and who holds it.
//
// Shape     one MemoryBudget per execution; each operator reports what it holds through a
//           MemoryAccount.
// Units     bytes of rows, tables and caches; batches in flight are not counted.
// Lifetime  accounts borrow the budget and give everything back when they end.
// Errors    CapacityError "E0503" names the operator that asked for too much, and the limit.
// Threads   the budget may be charged from several; an account belongs to one.
#pragma once

#include <atomic>
#include <cstddef>
#include <string_view>

namespace vouch::exec {

class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t limit) : limit_(limit) {}

  void charge(std::size_t bytes, std::string_view who);
  void release(std::size_t bytes) noexcept { used_ -= bytes; }

  [[nodiscard]] std::size_t used() const noexcept { return used_; }
  [[nodiscard]] std::size_t peak() const noexcept { return peak_; }
  [[nodiscard]] std::size_t limit() const noexcept { return limit_; }
  [[nodiscard]] std::size_t left() const noexcept { return limit_ - used(); }

 private:
  std::size_t limit_;
  std::atomic<std::size_t> used_ = 0;
  std::atomic<std::size_t> peak_ = 0;
};

class MemoryAccount {
 public:
  MemoryAccount(MemoryBudget& budget, std::string_view who) : budget_(budget), who_(who) {}
  ~MemoryAccount() { budget_.release(held_); }
  MemoryAccount(const MemoryAccount&) = delete;
  MemoryAccount& operator=(const MemoryAccount&) = delete;

  // What the operator holds now.
  void hold(std::size_t bytes) {
    if (bytes > held_) {
      budget_.charge(bytes - held_, who_);
    } else {
      budget_.release(held_ - bytes);
    }
    held_ = bytes;
  }

 private:
  MemoryBudget& budget_;
  std::string_view who_;  // a literal
  std::size_t held_ = 0;
};

}  // namespace vouch::exec
