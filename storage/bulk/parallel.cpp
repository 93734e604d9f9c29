#include "storage/bulk/parallel.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace vouch::storage::bulk {

void run_parallel(const std::vector<std::function<void()>>& tasks) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex mutex;
  const auto work = [&] {
    for (std::size_t i = next++; i < tasks.size(); i = next++) {
      try {
        tasks[i]();
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        next = tasks.size();
      }
    }
  };
  if (tasks.size() > 1) {
    std::jthread other(work);
    work();
  } else {
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace vouch::storage::bulk
