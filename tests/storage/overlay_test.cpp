// Snapshots seen through an overlay, against a set of the triples they should show.
#include "storage/overlay.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "storage/claim_state.hpp"
#include "storage/twin.hpp"
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

constexpr Order kOrders[] = {Order::spo, Order::pso, Order::pos, Order::osp};
constexpr std::size_t kPlaces[4][3] = {{0, 1, 2}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}};

TermId place_of(const Triple& triple, std::size_t place) {
  return place == 0 ? triple.subject : place == 1 ? triple.relation : triple.object;
}

// A random store, a random overlay, and what is to be seen.
class Overlays : public testing::TestWithParam<std::uint64_t> {
 protected:
  Overlays() : random_(GetParam()) {
    Update update = store_->update();
    for (int i = 0; i < 12; ++i) things_.push_back(entity(update, "e" + std::to_string(i)));
    for (int i = 0; i < 4; ++i) relations_.push_back(relation(update, "r" + std::to_string(i)));
    for (int i = 0; i < 400; ++i) {
      if (random_.one_in(3)) {
        update.add_triple(any());
      } else if (const auto claim = update.add_claim(said_of(any()))) {
        claims_.push_back(*claim);
      }
    }
    update.commit();
    snapshot_.emplace(store_->snapshot());
    lay();
  }
  NewClaim said_of(const Triple& t) { return said(t.subject, t.relation, t.object); }
  Triple any() {
    return {things_[random_.below(things_.size())], relations_[random_.below(relations_.size())],
            things_[random_.below(things_.size())]};
  }

  void lay() {
    OverlayContent content;
    content.claims = ClaimSet(snapshot_->counts().claims);
    for (const TermId claim : claims_) {
      if (!random_.one_in(4)) content.claims.add(claim.payload());
    }
    for (const Triple& row : rows(*snapshot_, Order::spo)) {
      const bool about_claim = row.subject.tag() == IdTag::claim;
      if (about_claim) {
        if (content.claims.has(row.subject.payload())) expected_.insert(row);
      } else if (random_.one_in(3)) {
        content.hidden.push_back(row);
      } else {
        expected_.insert(row);
      }
    }
    for (int i = 0; i < 60; ++i) {
      const Triple triple = any();
      if (snapshot_->contains(triple)) continue;
      content.added.push_back(triple);
      expected_.insert(triple);
    }
    seen_.emplace(seen_through(*snapshot_, std::make_shared<Overlay>(std::move(content))));
  }
  // The rows that begin with a prefix of an order, as triples in that order.
  std::vector<Triple> expected(Order order, const std::vector<TermId>& prefix) {
    std::vector<Triple> out;
    const auto& places = kPlaces[static_cast<std::size_t>(order)];
    for (const Triple& triple : expected_) {
      bool fits = true;
      for (std::size_t i = 0; i < prefix.size(); ++i) {
        fits = fits && place_of(triple, places[i]) == prefix[i];
      }
      if (fits) out.push_back(triple);
    }
    std::sort(out.begin(), out.end(), [&](const Triple& a, const Triple& b) {
      for (const std::size_t place : places) {
        if (place_of(a, place) != place_of(b, place))
          return place_of(a, place) < place_of(b, place);
      }
      return false;
    });
    return out;
  }
  std::vector<TermId> some_prefix(Order order) {
    const auto from = [&] {
      auto at = expected_.begin();
      std::advance(at, static_cast<std::ptrdiff_t>(random_.below(expected_.size())));
      return random_.one_in(2) ? *at : any();
    }();
    std::vector<TermId> prefix;
    for (std::size_t i = random_.below(4); i > 0; --i) {
      prefix.push_back(place_of(from, kPlaces[static_cast<std::size_t>(order)][prefix.size()]));
    }
    return prefix;
  }

  Random random_;
  TempStore store_;
  std::vector<TermId> things_;
  std::vector<TermId> relations_;
  std::vector<TermId> claims_;
  std::optional<Snapshot> snapshot_;
  std::optional<Snapshot> seen_;
  std::set<Triple> expected_;
};

TEST_P(Overlays, ShowWhatIsLeftAndWhatIsAddedInEveryOrder) {
  for (int round = 0; round < 200; ++round) {
    const Order order = kOrders[random_.below(4)];
    const auto prefix = some_prefix(order);
    EXPECT_EQ(rows(*seen_, order, prefix, 1 + random_.below(9)), expected(order, prefix));
  }
}

TEST_P(Overlays, CountExactly) {
  for (int round = 0; round < 200; ++round) {
    const Order order = kOrders[random_.below(4)];
    const auto prefix = some_prefix(order);
    const auto all = expected(order, prefix).size();
    if (!prefix.empty()) {
      EXPECT_EQ(seen_->count(order, prefix, std::numeric_limits<std::uint64_t>::max()), all);
    }
    EXPECT_EQ(seen_->count(order, prefix, 2), std::min<std::size_t>(all, 2));
  }
}

TEST_P(Overlays, HoldWhatTheyShow) {
  for (int round = 0; round < 500; ++round) {
    const Triple triple = any();
    EXPECT_EQ(seen_->contains(triple), expected_.contains(triple));
  }
  for (const Triple& row : rows(*snapshot_, Order::spo)) {
    EXPECT_EQ(seen_->contains(row), expected_.contains(row));
  }
}

TEST_P(Overlays, SkipLikeTheRowsThatAreSeen) {
  for (int round = 0; round < 200; ++round) {
    const Order order = kOrders[random_.below(4)];
    std::vector<TermId> prefix = some_prefix(order);
    if (prefix.size() > 2) prefix.pop_back();
    const auto& places = kPlaces[static_cast<std::size_t>(order)];
    const std::size_t skipped_by = places[prefix.size()];
    std::vector<Triple> left = expected(order, prefix);
    TripleCursor cursor(*seen_, order);
    cursor.open(prefix);
    while (!left.empty()) {
      const std::size_t take = 1 + random_.below(3);
      std::vector<TermId> column(take);
      std::vector<TermId*> wanted(3, nullptr);
      wanted[prefix.size()] = column.data();
      const std::size_t count = cursor.next(wanted[0], wanted[1], wanted[2], take);
      ASSERT_EQ(count, std::min(take, left.size()));
      for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(column[i], place_of(left[i], skipped_by));
      left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(count));
      if (!random_.one_in(2)) continue;
      const TermId key = TermId::from_bits(place_of(any(), skipped_by).bits() + random_.below(2));
      cursor.skip_to(key);
      std::erase_if(left, [&](const Triple& t) { return place_of(t, skipped_by) < key; });
    }
  }
}

TEST_P(Overlays, AreSharedByTwins) {
  const auto twin = twin_of(*seen_);
  ASSERT_TRUE(twin);
  EXPECT_EQ(rows(*twin, Order::pos), expected(Order::pos, {}));
}

TEST_P(Overlays, ShowClaimsThatDoNotCountAsRetracted) {
  for (const TermId claim : claims_) {
    const bool counts =
        seen_->state() && expected_.contains({claim, well_known::kCertainty, well_known::kStated});
    EXPECT_EQ(claim_state(*seen_, claim)->retracted, !counts);
    EXPECT_EQ(seen_->claim(claim)->retracted, !counts);
    EXPECT_FALSE(snapshot_->claim(claim)->retracted);
  }
}

INSTANTIATE_TEST_SUITE_P(Random, Overlays, testing::Range<std::uint64_t>(1, 9));

TEST(Overlay, ShowsClaimsInOtherPlaces) {
  TempStore store;
  Update update = store->update();
  const TermId old_name = entity(update, "suiyuan");
  const TermId name = entity(update, "enflame");
  const TermId makes = relation(update, "makes");
  const TermId chip = entity(update, "chip");
  const TermId claim = *update.add_claim(said(old_name, makes, chip));
  update.commit();
  OverlayContent content;
  content.claims = ClaimSet(1, true);
  content.hidden = {{old_name, makes, chip}};
  content.added = {{name, makes, chip}};
  content.claims_hidden = {{{old_name, makes, chip}, claim}};
  content.claims_added = {{{name, makes, chip}, claim}};
  const Snapshot stored = store->snapshot();
  const Snapshot seen = seen_through(stored, std::make_shared<Overlay>(std::move(content)));
  EXPECT_EQ(seen.count(ClaimOrder::spoc, std::array{name}, 9), 1U);
  EXPECT_EQ(seen.count(ClaimOrder::spoc, std::array{old_name}, 9), 0U);
  ClaimCursor cursor(seen, ClaimOrder::ospc);
  cursor.open(std::array{chip});
  TermId subject;
  TermId found;
  ASSERT_EQ(cursor.next(nullptr, &subject, nullptr, &found, 1), 1U);
  EXPECT_EQ(subject, name);
  EXPECT_EQ(found, claim);
  EXPECT_EQ(cursor.next(nullptr, &subject, nullptr, &found, 1), 0U);
}

}  // namespace
}  // namespace vouch::storage::test
