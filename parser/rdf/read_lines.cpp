#include "parser/rdf/read_lines.hpp"

#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "parser/rdf/line_blocks.hpp"

namespace vouch::rdf {

namespace {

// The problems of one block, kept until it is this block's turn.
class BlockProblems final : public ProblemSink {
 public:
  explicit BlockProblems(bool lenient) : lenient_(lenient) {}
  bool problem(Problem problem, std::string_view line) override {
    found_.emplace_back(std::move(problem), line);
    return lenient_;
  }
  using List = std::vector<std::pair<Problem, std::string>>;
  [[nodiscard]] List take() { return std::exchange(found_, {}); }

 private:
  bool lenient_;
  List found_;
};

class Lanes {
 public:
  Lanes(ByteSource& source, const LineOptions& options, ProblemSink& problems)
      : options_(options), problems_(problems), blocks_(source, options.block_bytes) {}

  void run(Sink& sink) {
    try {
      work(sink);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      stop_ = true;
    }
  }

  [[nodiscard]] LineTotals finish() {
    if (failure_) std::rethrow_exception(failure_);
    for (const auto& [number, list] : waiting_) tell(list);
    if (blocks_.too_long() && !told_to_stop_) tell_too_long();
    return totals_;
  }

 private:
  void work(Sink& sink) {
    BlockProblems found(options_.lenient);
    LineScanner scanner(options_.dialect, sink, found);
    LineBlock block;
    while (take(block)) {
      const bool whole = scanner.scan(block.text, block.first_line);
      done(block.number, found.take(), whole);
    }
    const std::lock_guard lock(mutex_);
    totals_.quads += scanner.quads();
    totals_.broken += scanner.broken();
  }

  [[nodiscard]] bool take(LineBlock& block) {
    const std::lock_guard reading(source_mutex_);
    {
      const std::lock_guard lock(mutex_);
      if (stop_) return false;
    }
    return blocks_.next(block);
  }

  void done(std::uint64_t number, BlockProblems::List list, bool whole) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(number, std::move(list));
    if (!whole) stop_ = true;
    while (!waiting_.empty() && waiting_.begin()->first == next_) {
      tell(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
      ++next_;
    }
  }

  void tell(const BlockProblems::List& list) {
    for (const auto& [problem, line] : list) {
      if (told_to_stop_) return;
      told_to_stop_ = !problems_.problem(problem, line) || !options_.lenient;
    }
    stop_ = stop_ || told_to_stop_;
  }

  void tell_too_long() {
    Problem problem;
    problem.code = code::kTooLong;
    problem.message = fmt::format("this line is longer than {} bytes", kTokenBytesMost);
    problem.line = blocks_.line();
    ++totals_.broken;
    static_cast<void>(problems_.problem(std::move(problem), {}));
  }

  const LineOptions& options_;
  ProblemSink& problems_;
  std::mutex source_mutex_;
  LineBlocks blocks_;
  std::mutex mutex_;  // of all below
  std::map<std::uint64_t, BlockProblems::List> waiting_;
  std::uint64_t next_ = 0;
  bool stop_ = false;
  bool told_to_stop_ = false;
  std::exception_ptr failure_;
  LineTotals totals_;
};

}  // namespace

LineTotals read_lines(ByteSource& source, const LineOptions& options, std::span<Sink* const> lanes,
                      ProblemSink& problems) {
  Lanes work(source, options, problems);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < lanes.size(); ++i) {
      threads.emplace_back([&work, sink = lanes[i]] { work.run(*sink); });
    }
    work.run(*lanes.front());
  }
  return work.finish();
}

}  // namespace vouch::rdf
