#include "engine/exec/gather.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "engine/exec/batch_queue.hpp"
#include "engine/exec/build.hpp"
#include "engine/exec/pattern.hpp"
#include "storage/twin.hpp"

namespace vouch::exec {

BatchQueue::Taken BatchQueue::take(Batch& out) {
  constexpr std::chrono::milliseconds kPatience{20};
  std::unique_lock lock(mutex_);
  filled_.wait_for(lock, kPatience,
                   [this] { return !batches_.empty() || workers_ == 0 || problem_; });
  if (problem_) std::rethrow_exception(problem_);
  if (!batches_.empty()) {
    out = std::move(batches_.front());
    batches_.pop_front();
    room_.notify_one();
    return Taken::batch;
  }
  return workers_ == 0 ? Taken::end : Taken::nothing_yet;
}

namespace {

constexpr std::size_t kPartsPerWorker = 12;

// The ids from the first to the last that the driver's place has, in parts of the same width.
std::vector<IdSpan> parts_of(const physical::TripleAccess& access, std::size_t wanted,
                             const storage::Snapshot& snapshot) {
  const Pattern pattern = pattern_of(access.scan);
  const Sequence sequence = sequence_of(access.order);
  std::vector<TermId> prefix;
  for (std::size_t i = 0; i < access.prefix; ++i) {
    prefix.push_back(pattern.slots[sequence[i]].constant);
  }
  storage::TripleCursor cursor(snapshot, access.order);
  std::array<TermId, 3> row;
  const auto first_from = [&](TermId low) -> std::optional<std::uint64_t> {
    cursor.open_range(prefix, low, access.high.value_or(kHighestId));
    if (cursor.next(&row[0], &row[1], &row[2], 1) == 0) return std::nullopt;
    return row[prefix.size()].bits();
  };
  const auto first = first_from(access.low.value_or(storage::kUnbound));
  if (!first) return {};
  std::uint64_t last = *first;  // by doubling steps back from the end of what there may be
  std::uint64_t beyond = access.high.value_or(kHighestId).bits();
  while (last < beyond) {
    const std::uint64_t middle = last + (beyond - last) / 2 + 1;
    if (const auto found = first_from(TermId::from_bits(middle))) {
      last = *found;
    } else {
      beyond = middle - 1;
    }
  }
  std::vector<IdSpan> out;
  const std::uint64_t step = (last - *first) / wanted + 1;
  for (std::uint64_t low = *first;; low += step) {
    const bool ends = last - low < step;
    out.push_back({TermId::from_bits(low), TermId::from_bits(ends ? last : low + step - 1)});
    if (ends) return out;
  }
}

class Gather final : public Operator {
 public:
  Gather(ExecContext& context, const physical::Node& node)
      : Operator(context, node), gather_(std::get<physical::Gather>(node.op)) {}
  ~Gather() override { end_workers(); }

 private:
  struct Worker {
    Worker(ExecContext& parent, storage::Snapshot twin, const std::atomic<bool>& stopped)
        : snapshot(std::move(twin)), terms(snapshot), context(parent, terms, stopped) {}
    storage::Snapshot snapshot;
    Terms terms;
    ExecContext context;
    std::thread thread;
  };

  void do_open() override {
    end_workers();
    queue_.clear();
    alone_.reset();
    const std::size_t wanted = context().options.threads;
    parts_ = parts_of(gather_.driver, std::max<std::size_t>(1, wanted) * kPartsPerWorker,
                      context().snapshot);
    next_part_ = 0;
    for (std::size_t i = 0; i < std::min(wanted, parts_.size()); ++i) {
      auto twin = storage::twin_of(context().snapshot);
      if (!twin) break;
      workers_.push_back(
          std::make_unique<Worker>(context(), *std::move(twin), queue_.stopped()));
    }
    if (workers_.size() < 2) {
      workers_.clear();
      alone_ = build(*gather_.input, context());
      alone_->open();
      return;
    }
    queue_.start(workers_.size());
    for (const auto& worker : workers_) {
      worker->thread = std::thread([this, &worker = *worker] { run(worker); });
    }
  }

  bool do_next(Batch& out) override {
    if (alone_) return alone_->next(out);
    for (;;) {
      context().check();
      switch (queue_.take(out)) {
        case BatchQueue::Taken::batch: return true;
        case BatchQueue::Taken::nothing_yet: break;
        case BatchQueue::Taken::end: end_workers(); return false;
      }
    }
  }

  void run(Worker& worker) noexcept {
    std::exception_ptr problem;
    try {
      const OperatorPtr root = build(*gather_.input, worker.context);
      bool wanted = true;
      for (std::size_t part = next_part_++; wanted && part < parts_.size(); part = next_part_++) {
        worker.context.part = parts_[part];
        root->open();
        Batch batch;
        while (wanted && root->next(batch)) wanted = queue_.put(std::move(batch));
      }
    } catch (...) {
      problem = std::current_exception();
    }
    queue_.leave(problem);
  }

  // Afterwards no worker runs; what they did is added to this execution's statistics.
  void end_workers() {
    queue_.stop();
    for (const auto& worker : workers_) {
      if (worker->thread.joinable()) worker->thread.join();
      context().add(worker->context);
    }
    workers_.clear();
  }

  const physical::Gather& gather_;
  BatchQueue queue_;
  std::vector<IdSpan> parts_;
  std::atomic<std::size_t> next_part_ = 0;
  std::vector<std::unique_ptr<Worker>> workers_;
  OperatorPtr alone_;
};

}  // namespace

OperatorPtr make_gather(ExecContext& context, const physical::Node& node) {
  return std::make_unique<Gather>(context, node);
}

}  // namespace vouch::exec
