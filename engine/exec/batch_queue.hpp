// engine/exec/batch_queue.hpp — batches handed from several workers to one reader.
//
// Shape     bounded: a worker waits while the reader is behind. The first exception of a worker
//           stops the others and is thrown to the reader.
// Threads   put() and leave() from workers, take() and stop() from the reader.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>

#include "engine/exec/run.hpp"

namespace vouch::exec {

class BatchQueue {
 public:
  static constexpr std::size_t kMost = 32;

  void start(std::size_t workers) {
    workers_ = workers;
    stopped_ = false;
  }
  // False: the worker is to end.
  [[nodiscard]] bool put(Batch&& batch) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return stopped_ || batches_.size() < kMost; });
    if (stopped_) return false;
    batches_.push_back(std::move(batch));
    filled_.notify_one();
    return true;
  }
  // A worker's last call; with what went wrong, if anything did.
  void leave(std::exception_ptr problem) {
    const std::lock_guard lock(mutex_);
    --workers_;
    if (problem && !problem_ && !stopped_) problem_ = problem;
    if (problem) stopped_ = true;
    room_.notify_all();
    filled_.notify_one();
  }
  enum class Taken { batch, nothing_yet, end };
  // Throws what a worker threw. Waits a little while for a batch.
  [[nodiscard]] Taken take(Batch& out);
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    room_.notify_all();
  }
  [[nodiscard]] const std::atomic<bool>& stopped() const { return stopped_; }
  // When no worker is left.
  void clear() {
    batches_.clear();
    problem_ = nullptr;
  }

 private:
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<Batch> batches_;
  std::size_t workers_ = 0;
  std::atomic<bool> stopped_ = false;
  std::exception_ptr problem_;
};

}  // namespace vouch::exec
