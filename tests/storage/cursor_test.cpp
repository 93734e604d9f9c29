// Cursors: prefixes, ranges, skipping, batches of every size.
#include <algorithm>

#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

class Cursors : public testing::Test {
 protected:
  Cursors() {
    Random random(5);
    auto update = store_->update();
    for (int i = 0; i < 40; ++i) ids_.push_back(entity(update, "e" + std::to_string(i)));
    for (int i = 0; i < 3'000; ++i) {
      const Triple triple{any(random), ids_[random.below(4)], any(random)};
      update.add_triple(triple);
      triples_.insert(triple);
    }
    update.commit();
  }
  TermId any(Random& random) const { return ids_[random.below(ids_.size())]; }

  TempStore store_;
  std::vector<TermId> ids_;
  std::set<Triple> triples_;
};

TEST_F(Cursors, GiveTheSameRowsInBatchesOfEverySize) {
  const Snapshot snapshot = store_->snapshot();
  const std::vector<Triple> expected(triples_.begin(), triples_.end());
  for (const std::size_t batch : {1U, 2U, 3U, 100U, 117U, 118U, 119U, 1'024U, 100'000U}) {
    EXPECT_EQ(rows(snapshot, Order::spo, {}, batch), expected);
  }
}

TEST_F(Cursors, KeepToTheirPrefix) {
  const Snapshot snapshot = store_->snapshot();
  for (const TermId subject : ids_) {
    std::vector<Triple> expected;
    std::ranges::copy_if(triples_, std::back_inserter(expected),
                         [&](const Triple& triple) { return triple.subject == subject; });
    EXPECT_EQ(rows(snapshot, Order::spo, {subject}, 16), expected);
    EXPECT_EQ(snapshot.count(Order::spo, std::vector{subject}, 10'000), expected.size());
  }
  EXPECT_TRUE(rows(snapshot, Order::spo, {ids_[0], ids_[39]}).empty());
}

TEST_F(Cursors, KeepToTheirRange) {
  const Snapshot snapshot = store_->snapshot();
  Random random(6);
  TripleCursor cursor(snapshot, Order::pos);
  std::vector<TermId> objects(5'000);
  for (int i = 0; i < 300; ++i) {
    const TermId relation = ids_[random.below(4)];
    const TermId low = any(random);
    const TermId high = any(random);
    cursor.open_range(std::vector{relation}, low, high);
    const std::size_t count = cursor.next(nullptr, objects.data(), nullptr, objects.size());
    const auto expected = std::ranges::count_if(triples_, [&](const Triple& triple) {
      return triple.relation == relation && triple.object >= low && triple.object <= high;
    });
    ASSERT_EQ(count, static_cast<std::size_t>(expected));
  }
}

TEST_F(Cursors, SkipForwardAndNeverBack) {
  const Snapshot snapshot = store_->snapshot();
  Random random(7);
  TripleCursor cursor(snapshot, Order::pso);
  for (int round = 0; round < 300; ++round) {
    const TermId relation = ids_[random.below(4)];
    std::vector<std::pair<TermId, TermId>> expected;
    for (const Triple& triple : triples_) {
      if (triple.relation == relation) expected.emplace_back(triple.subject, triple.object);
    }
    std::size_t at = 0;
    cursor.open(std::vector{relation});
    for (int step = 0; step < 30; ++step) {
      if (random.one_in(2)) {
        const std::pair target{any(random), random.one_in(2) ? any(random) : kUnbound};
        cursor.skip_to(target.first, target.second);
        while (at < expected.size() && expected[at] < target) ++at;
      }
      TermId subject[5];
      TermId object[5];
      const std::size_t capacity = 1 + random.below(5);
      const std::size_t count = cursor.next(nullptr, subject, object, capacity);
      ASSERT_EQ(count, std::min(capacity, expected.size() - at));
      for (std::size_t i = 0; i < count; ++i, ++at)
        ASSERT_EQ(std::pair(subject[i], object[i]), expected[at]);
    }
  }
}

TEST_F(Cursors, OfAnUpdateGoOnWhileItChanges) {
  auto update = store_->update();
  const Snapshot view = update.view();
  TripleCursor cursor(view, Order::spo);
  cursor.open({});
  TermId subject[10];
  TermId object[10];
  std::size_t seen = 0;
  Random random(8);
  while (const std::size_t count = cursor.next(subject, nullptr, object, 10)) {
    seen += count;
    // Behind the cursor: must not disturb it.
    for (int i = 0; i < 5; ++i) {
      update.add_triple({ids_[0], ids_[4 + random.below(30)], any(random)});
    }
    (void)update.view();
    if (subject[count - 1] == ids_[0]) seen = 0;
  }
  std::size_t expected = 0;
  for (const Triple& triple : triples_) expected += triple.subject == ids_[0] ? 0U : 1U;
  EXPECT_NEAR(static_cast<double>(seen), static_cast<double>(expected), 10.0);
}

TEST_F(Cursors, CountToTheirCap) {
  const Snapshot snapshot = store_->snapshot();
  EXPECT_EQ(snapshot.count(Order::spo, {}, 17), 17U);
  EXPECT_EQ(snapshot.count(Order::spo, {}, 1'000'000), triples_.size());
  EXPECT_EQ(snapshot.count(Order::osp, std::vector{ids_[3]}, 1), 1U);
  EXPECT_EQ(snapshot.count(Order::osp, std::vector{ids_[3]}, 0), 0U);
}

}  // namespace
}  // namespace vouch::storage::test
