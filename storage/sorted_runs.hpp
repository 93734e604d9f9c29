// storage/sorted_runs.hpp — sorts any number of fixed-width tuples in bounded memory.
//
// Shape     add() in any order, then drain() visits them in order, equal ones next to each other.
//           Beyond `budget_bytes` sorted runs go to one SpillFile and are merged while draining.
// Order     lexicographic over all words. `words` are those a run must be sorted by (most
// significant
//           first); fewer than all where the input comes in an order that settles the rest.
// Errors    CapacityError when the disk is full.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <queue>
#include <string>
#include <vector>

#include "storage/radix_sort.hpp"
#include "storage/spill_file.hpp"

namespace vouch::storage {

template <std::size_t N>
class SortedRuns {
 public:
  SortedRuns(std::string directory, std::size_t budget_bytes, std::vector<std::size_t> words)
      : directory_(std::move(directory)), words_(std::move(words)) {
    tuples_max_ =
        std::max<std::size_t>(budget_bytes / (2 * sizeof(Tuple<N>)), 16);  // sorting needs a copy
  }

  void add(const Tuple<N>& tuple) {
    if (tuples_.size() >= tuples_max_) spill();
    tuples_.push_back(tuple);
  }
  [[nodiscard]] bool empty() const { return tuples_.empty() && runs_.empty(); }
  [[nodiscard]] std::uint64_t size() const { return spilled_ + tuples_.size(); }

  // Visits all tuples in order and is empty afterwards.
  template <typename Visit>
  void drain(const Visit& visit) {
    radix_sort<N>(tuples_, words_, scratch_);
    if (runs_.empty()) {
      for (const Tuple<N>& tuple : tuples_) visit(tuple);
    } else {
      merge(visit);
    }
    clear();
  }
  void clear() {
    release(tuples_);
    release(scratch_);
    runs_.clear();
    file_.reset();
    spilled_ = 0;
  }

 private:
  // A run being read back, a buffer at a time.
  struct Run {
    std::uint64_t offset;
    std::uint64_t left;  // tuples still in the file
    std::vector<Tuple<N>> buffer;
    std::size_t at = 0;
  };
  static constexpr std::size_t kKeepTuples = 4096;    // small vectors are kept for the next round
  static constexpr std::size_t kSmallestBuffer = 64;  // tuples

  static void release(std::vector<Tuple<N>>& tuples) {
    if (tuples.capacity() > kKeepTuples) tuples = {};
    tuples.clear();
  }
  void spill() {
    radix_sort<N>(tuples_, words_, scratch_);
    if (!file_) file_ = std::make_unique<SpillFile>(directory_);
    runs_.push_back({file_->size(), tuples_.size(), {}, 0});
    file_->write(tuples_.data(), tuples_.size() * sizeof(Tuple<N>));
    spilled_ += tuples_.size();
    tuples_.clear();
  }
  [[nodiscard]] bool refill(Run& run, std::size_t capacity) const {
    if (run.left == 0) return false;
    const std::size_t count = std::min<std::uint64_t>(run.left, capacity);
    run.buffer.resize(count);
    file_->read(run.buffer.data(), count * sizeof(Tuple<N>), run.offset);
    run.offset += count * sizeof(Tuple<N>);
    run.left -= count;
    run.at = 0;
    return true;
  }

  template <typename Visit>
  void merge(const Visit& visit) {
    release(scratch_);
    const std::size_t capacity = std::max(tuples_max_ / (runs_.size() + 1), kSmallestBuffer);
    runs_.push_back({0, 0, std::move(tuples_), 0});
    tuples_ = {};
    const auto greater = [](const Run* a, const Run* b) {
      return b->buffer[b->at] < a->buffer[a->at];
    };
    std::priority_queue<Run*, std::vector<Run*>, decltype(greater)> queue(greater);
    for (Run& run : runs_) {
      if (!run.buffer.empty() || refill(run, capacity)) queue.push(&run);
    }
    while (!queue.empty()) {
      Run* run = queue.top();
      queue.pop();
      // The run goes on as long as it is the least: inputs often come in order.
      do {
        visit(run->buffer[run->at]);
        if (++run->at == run->buffer.size() && !refill(*run, capacity)) {
          run = nullptr;
        }
      } while (run != nullptr && (queue.empty() || !greater(run, queue.top())));
      if (run != nullptr) queue.push(run);
    }
  }

  std::string directory_;
  std::vector<std::size_t> words_;
  std::size_t tuples_max_;
  std::vector<Tuple<N>> tuples_;
  std::vector<Tuple<N>> scratch_;
  std::unique_ptr<SpillFile> file_;
  std::vector<Run> runs_;
  std::uint64_t spilled_ = 0;
};

}  // namespace vouch::storage
