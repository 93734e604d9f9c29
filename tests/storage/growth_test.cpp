// How large the file becomes when the same things come and go.
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

constexpr std::uint64_t kRounds = 10;
constexpr double kMost = 1.3;  // times the size after the first load

double megabytes(TempStore& store) {
  return static_cast<double>(std::filesystem::file_size(store->path() / "data.mdb")) / 1e6;
}

// Number n of many: eight of a subject, objects anywhere.
Triple triple(Update& update, std::uint64_t n) {
  Random random(n);
  return {entity(update, "s" + std::to_string(n / 8)),
          relation(update, "r" + std::to_string(random.below(12))),
          entity(update, "s" + std::to_string(random.below(9'000)))};
}

// `add` and `remove` each in a commit of its own, again and again.
template <typename Add, typename Remove>
void expect_to_stay_small(TempStore& store, const Add& add, const Remove& remove) {
  double first = 0;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    auto adding = store->update();
    add(adding);
    adding.commit();
    if (first == 0) first = megabytes(store);
    auto removing = store->update();
    remove(removing);
    removing.commit();
    ASSERT_EQ(store->snapshot().counts().triples, 0U);
    ASSERT_LE(megabytes(store), kMost * first) << "round " << round;
  }
}

TEST(Growth, OfTriplesThatAreAddedAndRemovedAgainStaysWithinThreeTenths) {
  constexpr std::uint64_t kTriples = 60'000;
  TempStore store;
  expect_to_stay_small(
      store,
      [](Update& update) {
        for (std::uint64_t n = 0; n < kTriples; ++n) update.add_triple(triple(update, n));
      },
      [](Update& update) {
        for (std::uint64_t n = 0; n < kTriples; ++n) (void)update.remove_triple(triple(update, n));
      });
}

TEST(Growth, OfClaimsThatAreRetractedAndLoadedAgainStaysWithinThreeTenths) {
  constexpr std::uint64_t kClaims = 20'000;
  TempStore store;
  expect_to_stay_small(
      store,
      [](Update& update) {
        for (std::uint64_t n = 0; n < kClaims; ++n) {
          const Triple what = triple(update, n);
          NewClaim claim = said(what.subject, what.relation, what.object);
          claim.said_by = {{entity(update, "s" + std::to_string(n % 50))}};
          const auto id = update.add_claim(claim);
          ASSERT_TRUE(id);
          ASSERT_EQ(id->payload(), n + 1) << "it is the claim it was";
        }
      },
      [](Update& update) {
        for (std::uint64_t n = 0; n < kClaims; ++n) {
          ASSERT_TRUE(update.retract_claim({IdTag::claim, n + 1}));
        }
      });
  ASSERT_EQ(store->snapshot().counts().claims, kClaims);
  store.close();
  expect_sound(store.path());
}

}  // namespace
}  // namespace vouch::storage::test
