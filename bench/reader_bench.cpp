// reader_bench DIRECTORY SECONDS COMMAND… — what a reader loses while others write.
//
// Reads (a snapshot, point look-ups, short scans) for some seconds alone, then as long beside
// COMMAND, which writes to the same store, or until it ends. Prints reads a second of processor
// time of the reader, which says what writing costs it even where the machine has other work, and
// by the clock.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <vector>

#include "bench/measure.hpp"
#include "storage/store.hpp"

namespace {

using namespace vouch::storage;
using namespace vouch::bench;

constexpr std::size_t kRows = 1024;
constexpr std::size_t kProbes = 200;
constexpr std::size_t kScanned = 20 * kRows;

// Subjects with one of their relations, from all over the store.
std::vector<std::array<TermId, 2>> some_pairs(const Snapshot& snapshot) {
  std::vector<std::array<TermId, 2>> pairs;
  TripleCursor triples(snapshot, Order::pso);
  triples.open({});
  std::array<TermId, kRows> p;
  std::array<TermId, kRows> s;
  while (triples.next(p.data(), s.data(), nullptr, kRows) == kRows) {
    for (std::size_t i = 0; i < kRows; i += 64) pairs.push_back({p[i], s[i]});
  }
  return pairs;
}

// One read: what it saw, so that it is not left out.
std::uint64_t read_once(const Store& store, const std::vector<std::array<TermId, 2>>& pairs,
                        std::uint64_t n) {
  const Snapshot snapshot = store.snapshot();
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < kProbes; ++i)
    seen += snapshot.count(Order::pso, pairs[mixed(n * kProbes + i) % pairs.size()], 1'000);
  TripleCursor triples(snapshot, Order::pso);
  triples.open({});
  const auto& from = pairs[mixed(n) % pairs.size()];
  triples.skip_to(from[0], from[1]);
  std::array<TermId, kRows> o;
  for (std::size_t row = 0; row < kScanned; row += kRows)
    seen += triples.next(nullptr, nullptr, o.data(), kRows);
  return seen;
}

struct Speed {
  double by_processor = 0;  // reads a second
  double by_clock = 0;
};

template <typename GoesOn>
Speed read_for(double seconds, const Store& store, const std::vector<std::array<TermId, 2>>& pairs,
               const GoesOn& goes_on) {
  const auto begin = Clock::now();
  const double processor = processor_seconds();
  std::uint64_t reads = 0;
  std::uint64_t seen = 0;
  for (; seconds_since(begin) < seconds && goes_on(); ++reads)
    seen += read_once(store, pairs, reads);
  const auto done = static_cast<double>(seen == 0 ? 0 : reads);
  return {done / (processor_seconds() - processor), done / seconds_since(begin)};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "reader_bench DIRECTORY SECONDS COMMAND...\n");
    return 64;
  }
  const double seconds = std::strtod(argv[2], nullptr);
  OpenOptions options;
  options.create = false;
  options.read_only = true;
  const auto store = Store::open(argv[1], options);
  const auto pairs = some_pairs(store->snapshot());
  if (pairs.empty()) {
    std::fprintf(stderr, "the store is too small\n");
    return 1;
  }
  const auto always = [] { return true; };
  (void)read_for(seconds / 4, *store, pairs, always);  // warm
  const Speed alone = read_for(seconds, *store, pairs, always);
  const pid_t writer = fork();
  if (writer == 0) {
    execvp(argv[3], argv + 3);
    _exit(127);
  }
  const std::uint64_t version = store->snapshot().counts().version;
  const Speed beside = read_for(seconds, *store, pairs, [&] {
    siginfo_t ended{};
    return waitid(P_PID, static_cast<id_t>(writer), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == 0;
  });
  figure("reads a second of processor time, alone", alone.by_processor, "");
  figure("beside the writer", beside.by_processor, "");
  figure("ratio", beside.by_processor / alone.by_processor, "");
  figure("reads a second, alone", alone.by_clock, "");
  figure("beside the writer", beside.by_clock, "");
  figure("ratio", beside.by_clock / alone.by_clock, "");
  figure("commits meanwhile", static_cast<double>(store->snapshot().counts().version - version),
         "");
  kill(writer, SIGTERM);
  waitpid(writer, nullptr, 0);
  return 0;
}
