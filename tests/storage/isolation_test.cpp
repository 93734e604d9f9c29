// Readers in threads and processes beside a writer; writers one after another.
#include <atomic>
#include <csignal>
#include <map>
#include <thread>

#include "storage/bulk_load.hpp"
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

// Each commit adds a batch of triples (subject of the batch, relation, 0..kBatch-1): whole or not
// at all.
constexpr std::int64_t kBatch = 50;

void add_batch(Update& update, std::int64_t number) {
  const TermId subject = entity(update, "batch" + std::to_string(number));
  const TermId counts = relation(update, "counts");
  for (std::int64_t i = 0; i < kBatch; ++i) {
    update.add_triple({subject, counts, update.intern(number_term(i))});
  }
}

// 0: every batch of the snapshot is whole, and the orders agree.
int look(const Snapshot& snapshot) {
  const auto all = rows(snapshot, Order::spo, {}, 512);
  if (all.size() != snapshot.counts().triples || all.size() % kBatch != 0) return 1;
  std::map<TermId, std::int64_t> sizes;
  for (const Triple& triple : all) ++sizes[triple.subject];
  for (const auto& [subject, size] : sizes) {
    if (size != kBatch) return 2;
    if (snapshot.term(subject).as<Iri>() == nullptr) return 3;
  }
  if (rows(snapshot, Order::pos, {}, 512).size() != all.size()) return 4;
  if (sizes.size() != snapshot.counts().version) return 5;
  return 0;
}

TEST(Isolation, EveryReaderThreadSeesWholeCommits) {
  TempStore store;
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::atomic<int> looks{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const Snapshot snapshot = store->snapshot();
        if (look(snapshot) != 0 || look(snapshot) != 0) ++wrong;
        ++looks;
      }
    });
  }
  for (std::int64_t number = 0; number < 60; ++number) {
    auto update = store->update();
    add_batch(update, number);
    update.commit();
  }
  while (looks == 0) std::this_thread::yield();  // a busy machine may let the writer end first
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(look(store->snapshot()), 0);
}

TEST(Isolation, EveryReaderProcessSeesWholeCommits) {
  TempDirectory directory;
  const auto path = directory.path() / "x";
  (void)Store::open(path);
  std::vector<pid_t> readers;
  for (int i = 0; i < 2; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      int status = 0;
      {
        OpenOptions options;
        options.read_only = true;
        const auto store = Store::open(path, options);
        while (status == 0 && store->snapshot().counts().version < 40)
          status = look(store->snapshot());
      }
      _exit(status);
    }
    readers.push_back(child);
  }
  OpenOptions options;
  options.durable = false;
  const auto store = Store::open(path, options);
  for (std::int64_t number = 0; number < 40; ++number) {
    auto update = store->update();
    add_batch(update, number);
    update.commit();
  }
  for (const pid_t reader : readers) {
    int status = 0;
    waitpid(reader, &status, 0);
    EXPECT_EQ(status, 0);
  }
}

// 0: the snapshot is still what it was.
int look_again(const Snapshot& held, const std::vector<Triple>& before) {
  return rows(held, Order::spo, {}, 512) == before && rows(held, Order::pos, {}, 512).size() ==
         before.size() ? 0 : 1;
}

TEST(Isolation, AHeldSnapshotStaysWhatItWasThroughALoadAndSmallWrites) {
  constexpr std::uint64_t kLast = 101;  // version
  TempDirectory directory;
  const auto path = directory.path() / "x";
  OpenOptions options;
  options.durable = false;
  {
    const auto store = Store::open(path, options);
    auto update = store->update();
    add_batch(update, 0);
    update.commit();
  }
  const pid_t child = fork();
  if (child == 0) {
    int status = 0;
    {
      OpenOptions reading;
      reading.read_only = true;
      const auto store = Store::open(path, reading);
      const Snapshot held = store->snapshot();
      const auto before = rows(held, Order::spo, {}, 512);
      while (status == 0 && store->snapshot().counts().version < kLast)
        status = look_again(held, before);
      if (status == 0) status = look_again(held, before);
    }
    _exit(status);
  }
  const auto store = Store::open(path, options);
  const Snapshot held = store->snapshot();
  const auto before = rows(held, Order::spo, {}, 512);
  ASSERT_EQ(before.size(), static_cast<std::size_t>(kBatch));
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::thread reader([&] {
    const Snapshot own = store->snapshot();
    while (!done) wrong += look_again(own, before);
  });
  {
    auto update = store->update();
    BulkLoad loading(update);
    BulkLoad::Lane& lane = loading.lane(0);
    for (int i = 0; i < 50'000; ++i) {
      lane.add(lane.iri("http://e.example/s" + std::to_string(i % 9'000)),
               lane.iri("http://e.example/r" + std::to_string(i % 11)),
               lane.iri("http://e.example/o" + std::to_string(i % 4'001)));
    }
    (void)loading.finish();
    update.commit();
  }
  for (std::int64_t number = 1; store->snapshot().counts().version < kLast; ++number) {
    auto update = store->update();
    add_batch(update, number);
    update.commit();
  }
  done = true;
  reader.join();
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(look_again(held, before), 0);
  EXPECT_GT(store->snapshot().counts().triples, 50'000U);
}

TEST(Isolation, ASecondWriterWaitsForTheFirst) {
  TempStore store;
  std::vector<std::thread> writers;
  for (std::int64_t writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (std::int64_t i = 0; i < 10; ++i) {
        auto update = store->update();
        add_batch(update, writer * 100 + i);
        update.commit();
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(look(store->snapshot()), 0);
  EXPECT_EQ(store->snapshot().counts().version, 40U);
}

TEST(Isolation, AWriterThatWaitsTooLongIsToldWhoHoldsTheStore) {
  TempDirectory directory;
  const auto path = directory.path() / "x";
  (void)Store::open(path);
  int ready[2];
  int done[2];
  ASSERT_EQ(pipe(ready), 0);
  ASSERT_EQ(pipe(done), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto store = Store::open(path);
    auto update = store->update();
    char byte = 'r';
    (void)!write(ready[1], &byte, 1);
    (void)!read(done[0], &byte, 1);
    update.rollback();
    _exit(0);
  }
  char byte = 'd';
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  OpenOptions options;
  options.write_wait = std::chrono::milliseconds(50);
  const auto store = Store::open(path, options);
  const std::string error = error_of([&] { (void)store->update(); });
  EXPECT_EQ(error.substr(0, 5), "E0605");
  EXPECT_NE(error.find("process " + std::to_string(child)), std::string::npos) << error;
  ASSERT_EQ(write(done[1], &byte, 1), 1);
  int status = 0;
  waitpid(child, &status, 0);
  auto update = store->update();
  const std::string own = error_of([&] { (void)store->update(); });
  EXPECT_NE(own.find("this process"), std::string::npos) << own;
}

TEST(Isolation, DeadReadersDoNotMakeTheFileGrow) {
  TempDirectory directory;
  const auto path = directory.path() / "x";
  (void)Store::open(path);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(in_child([&] {
                const auto store = Store::open(path);
                const Snapshot snapshot = store->snapshot();
                raise(SIGKILL);
                return static_cast<int>(snapshot.counts().triples);
              }),
              -SIGKILL);
  }
  OpenOptions options;
  options.durable = false;
  const auto store = Store::open(path, options);
  const auto churn = [&](int rounds) {
    for (int i = 0; i < rounds; ++i) {
      auto update = store->update();
      const Triple triple{entity(update, "a"), relation(update, "b"),
                          update.intern(number_term(i % 7))};
      if (!update.remove_triple(triple)) update.add_triple(triple);
      update.commit();
    }
  };
  churn(100);
  const auto size = std::filesystem::file_size(path / "data.mdb");
  churn(400);
  EXPECT_LE(std::filesystem::file_size(path / "data.mdb"), size + size / 10);
}

TEST(Isolation, ARolledBackUpdateLeavesNoTrace) {
  TempStore store;
  {
    auto update = store->update();
    add_batch(update, 1);
    update.put(KindInfo{kind(update, "k"), "k", {}, "", false});
    (void)update.view();
  }
  const Snapshot snapshot = store->snapshot();
  EXPECT_EQ(snapshot.counts().version, 0U);
  EXPECT_EQ(snapshot.counts().triples, 0U);
  EXPECT_EQ(snapshot.counts().terms, 0U);
  EXPECT_EQ(snapshot.catalog().kind("k"), nullptr);
}

TEST(Isolation, AnUpdateThatChangesNothingMakesNoVersion) {
  TempStore store;
  for (int i = 0; i < 3; ++i) {
    auto update = store->update();
    add_batch(update, 1);
    update.commit();
    EXPECT_EQ(update.added().triples, i == 0 ? 50U : 0U);
  }
  EXPECT_EQ(store->snapshot().counts().version, 1U);
}

}  // namespace
}  // namespace vouch::storage::test
