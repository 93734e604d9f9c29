// kill -9 at random moments: the store opens, is sound, and every batch is whole.
#include <signal.h>
#include <sys/mman.h>

#include <atomic>
#include <map>
#include <new>

#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

constexpr int kKills = 40;
constexpr std::int64_t kBatch = 30;

// Lets the parent know how many commits the child was told had succeeded.
std::atomic<std::uint64_t>& shared_counter() {
  void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return *new (page) std::atomic<std::uint64_t>(0);
}

void write_batches(const std::filesystem::path& path, std::uint64_t seed, std::size_t run_bytes,
                   std::atomic<std::uint64_t>& acknowledged) {
  OpenOptions options;
  options.run_bytes = run_bytes;
  const auto store = Store::open(path, options);
  Random random(seed);
  for (;;) {
    auto update = store->update();
    const std::uint64_t number = update.view().counts().version;
    const TermId subject = entity(update, "batch" + std::to_string(number));
    const TermId counts = relation(update, "counts");
    for (std::int64_t i = 0; i < kBatch; ++i) {
      update.add_triple({subject, counts, update.intern(number_term(i))});
    }
    NewClaim claim =
        said(subject, counts, update.intern(text_term("claim " + std::to_string(random()))));
    if (update.add_claim(claim) && number > 0)
      update.retract_claim({IdTag::claim, 1 + random.below(number)});
    update.add_name(NameSpace::entity, subject, "Batch " + std::to_string(number), true);
    update.commit();
    acknowledged.store(number + 1);
  }
}

TEST(Crash, KillsLoseNothingAcknowledgedAndLeaveNoHalves) {
  TempDirectory directory;
  const auto path = directory.path() / "x";
  auto& acknowledged = shared_counter();
  Random random(2025);
  for (int kill_number = 0; kill_number < kKills; ++kill_number) {
    const std::uint64_t seed = random();
    const std::size_t run_bytes = random.one_in(2) ? 1 : std::size_t{1} << 26U;
    const pid_t child = fork();
    if (child == 0) {
      try {
        write_batches(path, seed, run_bytes, acknowledged);
      } catch (const std::exception& error) {
        fprintf(stderr, "child: %s\n", error.what());
      }
      _exit(1);
    }
    usleep(static_cast<useconds_t>(random.below(60'000)));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child must not end by itself";
    if (!std::filesystem::exists(path)) continue;  // killed before the store was made
    if (kill_number % 4 == 0) expect_sound(path);
    const auto store = Store::open(path);
    const Snapshot snapshot = store->snapshot();
    ASSERT_GE(snapshot.counts().version, acknowledged.load());
    const auto names = snapshot.counts().names;
    ASSERT_EQ(names, snapshot.counts().version);
    std::map<TermId, std::int64_t> sizes;
    for (const Triple& triple : rows(snapshot, Order::spo, {}, 512)) {
      if (triple.object.tag() == IdTag::integer) ++sizes[triple.subject];
    }
    ASSERT_EQ(sizes.size(), snapshot.counts().version);
    for (const auto& [subject, size] : sizes) ASSERT_EQ(size, kBatch);
  }
  expect_sound(path);
  EXPECT_GT(acknowledged.load(), 20U);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    files += entry.is_regular_file() ? 1U : 0U;
  }
  EXPECT_EQ(files, 3U) << "no temporary file stays behind";
}

}  // namespace
}  // namespace vouch::storage::test
