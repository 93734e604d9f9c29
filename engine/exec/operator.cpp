#include "engine/exec/operator.hpp"

#include <chrono>

#include "base/invariant.hpp"

namespace vouch::exec {

namespace {

using Clock = std::chrono::steady_clock;

// Adds the time until it ends.
class Stopwatch {
 public:
  Stopwatch(bool running, std::uint64_t& total) : total_(total), running_(running) {
    if (running_) begin_ = Clock::now();
  }
  ~Stopwatch() {
    if (running_) total_ += static_cast<std::uint64_t>((Clock::now() - begin_).count());
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  std::uint64_t& total_;
  Clock::time_point begin_;
  bool running_;
};

}  // namespace

Operator::Operator(ExecContext& context, const physical::Node& node)
    : context_(context), node_(node), statistics_(context.statistics.at(node.id)) {}

void Operator::open() {
  const Stopwatch watch(context_.options.timed, statistics_.nanoseconds);
  ++statistics_.opened;
  context_.check();
  exhausted_ = false;
  do_open();
}

bool Operator::next(Batch& out) {
  const Stopwatch watch(context_.options.timed, statistics_.nanoseconds);
  context_.check();
  out.rows = 0;
  if (exhausted_ || !do_next(out)) {
    exhausted_ = true;
    return false;
  }
  invariant(out.rows > 0 && out.columns.size() == node_.columns.size(), "a batch without rows");
  statistics_.rows += out.rows;
  ++statistics_.batches;
  return true;
}

}  // namespace vouch::exec
