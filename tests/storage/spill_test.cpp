// Loads larger than the memory for runs, and statistics that stay exact.
#include "storage/sorted_runs.hpp"

#include <algorithm>
#include <map>

#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

TEST(SortedRuns, GiveEverythingBackInOrderWhateverTheBudget) {
  TempDirectory directory;
  Random random(3);
  for (const std::size_t budget : {1U, 2'000U, 100'000U, 10'000'000U}) {
    SortedRuns<4> runs(directory.path().string(), budget, {0, 1, 2, 3});
    std::vector<Tuple<4>> expected;
    for (int i = 0; i < 20'000; ++i) {
      const Tuple<4> tuple{random.below(50), random(), random.below(3) << 60U, random.below(2)};
      runs.add(tuple);
      expected.push_back(tuple);
    }
    std::ranges::sort(expected);
    EXPECT_EQ(runs.size(), expected.size());
    std::vector<Tuple<4>> drained;
    runs.drain([&](const Tuple<4>& tuple) { drained.push_back(tuple); });
    EXPECT_EQ(drained, expected);
    EXPECT_TRUE(runs.empty());
    runs.add({1, 2, 3, 4});
    drained.clear();
    runs.drain([&](const Tuple<4>& tuple) { drained.push_back(tuple); });
    EXPECT_EQ(drained.size(), 1U);
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST(SortedRuns, SortByFewWordsWhereTheInputSettlesTheRest) {
  TempDirectory directory;
  Random random(4);
  SortedRuns<3> runs(directory.path().string(), 3'000, {0});
  std::vector<Tuple<3>> expected;
  for (std::uint64_t i = 0; i < 5'000; ++i) expected.push_back({random.below(9), i / 10, i});
  for (const auto& tuple : expected) runs.add(tuple);
  std::ranges::sort(expected);
  std::vector<Tuple<3>> drained;
  runs.drain([&](const Tuple<3>& tuple) { drained.push_back(tuple); });
  EXPECT_EQ(drained, expected);
}

void add_random(Update& update, Random& random, int triples, int terms) {
  for (int i = 0; i < triples; ++i) {
    const auto name = [&] {
      return "term" + std::to_string(random.below(static_cast<std::uint64_t>(terms)));
    };
    const TermId subject = entity(update, name());
    const TermId predicate = relation(update, "r" + std::to_string(random.below(6)));
    update.add_triple({subject, predicate,
                       random.one_in(3) ? update.intern(text_term("text of " + name()))
                                        : entity(update, name())});
  }
}

TEST(Spill, AStoreLoadedInLittleMemoryIsTheSame) {
  std::vector<std::set<std::string>> results;
  for (const std::size_t run_bytes :
       {std::size_t{1}, std::size_t{300'000}, std::size_t{256} << 20U}) {
    OpenOptions options;
    options.durable = false;
    options.run_bytes = run_bytes;
    TempStore store(options);
    Random random(17);
    for (int load = 0; load < 2; ++load) {
      auto update = store->update();
      add_random(update, random, 15'000, 4'000);
      update.commit();
    }
    const Snapshot snapshot = store->snapshot();
    std::set<std::string> triples;
    for (const Triple& triple : rows(snapshot, Order::spo, {}, 1'024)) {
      triples.insert(snapshot.display_name(triple.subject) + " " +
                     snapshot.display_name(triple.relation) + " " +
                     snapshot.display_name(triple.object));
    }
    results.push_back(std::move(triples));
    store.close();
    expect_sound(store.path());
  }
  EXPECT_EQ(results[0], results[2]);
  EXPECT_EQ(results[1], results[2]);
}

TEST(Statistics, StayExactThroughAddsAndRetractions) {
  TempStore store;
  Random random(18);
  std::vector<TermId> claims;
  for (int round = 0; round < 25; ++round) {
    auto update = store->update();
    add_random(update, random, 40, 25);
    for (int i = 0; i < 20; ++i) {
      const NewClaim claim = said(entity(update, "term" + std::to_string(random.below(25))),
                                  relation(update, "r" + std::to_string(random.below(6))),
                                  entity(update, "term" + std::to_string(random.below(25))));
      if (const auto id = update.add_claim(claim)) claims.push_back(*id);
    }
    for (int i = 0; i < 8 && !claims.empty(); ++i)
      (void)update.retract_claim(claims[random.below(claims.size())]);
    update.commit();
    const Snapshot snapshot = store->snapshot();
    std::map<TermId, RelationStatistics> counted;
    std::map<TermId, std::pair<std::set<TermId>, std::set<TermId>>> ends;
    for (const Triple& triple : graph(snapshot)) {
      ++counted[triple.relation].triples;
      ends[triple.relation].first.insert(triple.subject);
      ends[triple.relation].second.insert(triple.object);
    }
    for (const auto& [relation, statistics] : counted) {
      ASSERT_EQ(snapshot.statistics(relation).triples, statistics.triples);
      ASSERT_EQ(snapshot.statistics(relation).subjects, ends[relation].first.size());
      ASSERT_EQ(snapshot.statistics(relation).objects, ends[relation].second.size());
    }
  }
}

}  // namespace
}  // namespace vouch::storage::test
