// Claims: names, equality, retraction, what they put into the graph.
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

namespace known = well_known;

class Claims : public testing::Test {
 protected:
  Claims() : update_(store_->update()) {
    nvidia_ = entity(update_, "nvidia");
    h20_ = entity(update_, "h20");
    designs_ = relation(update_, "designs");
  }
  TermId text(const std::string& value) { return update_.intern(text_term(value)); }

  TempStore store_;
  Update update_;
  TermId nvidia_;
  TermId h20_;
  TermId designs_;
};

TEST_F(Claims, PutTheirTripleAndQualifiersIntoTheGraph) {
  NewClaim claim = said(nvidia_, designs_, h20_);
  claim.said_by = {{h20_, nvidia_}};
  const TermId id = *update_.add_claim(claim);
  const Snapshot view = update_.view();
  EXPECT_TRUE(view.contains({nvidia_, designs_, h20_}));
  EXPECT_TRUE(view.contains({id, known::kCertainty, known::kStated}));
  EXPECT_TRUE(view.contains({id, known::kSaidBy, h20_}));
  EXPECT_TRUE(view.contains({id, known::kSaidBy, nvidia_}));
  const auto record = view.claim(id);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->said_by, claim.said_by);
  EXPECT_EQ(record->qualifiers, claim.qualifiers);
}

TEST_F(Claims, AreAddedOnceHoweverOftenTheyAreLoaded) {
  EXPECT_TRUE(update_.add_claim(said(nvidia_, designs_, h20_)));
  EXPECT_FALSE(update_.add_claim(said(nvidia_, designs_, h20_)));
  NewClaim reordered = said(nvidia_, designs_, h20_);
  std::swap(reordered.qualifiers[0], reordered.qualifiers[2]);
  EXPECT_FALSE(update_.add_claim(reordered));
  update_.commit();
  auto again = store_->update();
  EXPECT_FALSE(again.add_claim(said(nvidia_, designs_, h20_)));
}

TEST_F(Claims, OfOneTripleStayTwoWhenTheirQualifiersDiffer) {
  NewClaim other = said(nvidia_, designs_, h20_);
  other.qualifiers.emplace_back(known::kLocator, text("p6"));
  EXPECT_TRUE(update_.add_claim(said(nvidia_, designs_, h20_)));
  EXPECT_TRUE(update_.add_claim(other));
  NewClaim denied = said(nvidia_, designs_, h20_);
  denied.denied = true;
  EXPECT_TRUE(update_.add_claim(denied));
  EXPECT_EQ(update_.view().counts().claims, 3U);
}

TEST_F(Claims, IgnoreAKnownThatIsTheTimeOfLoading) {
  const auto loaded = [&](const std::string& when) {
    NewClaim claim = said(nvidia_, designs_, h20_);
    const auto period = Date::parse_period(when);
    claim.loaded_at = period->begin;
    claim.qualifiers.emplace_back(known::kKnown, update_.intern(Term(Date::single(*period))));
    return claim;
  };
  EXPECT_TRUE(update_.add_claim(loaded("2025-09-15T10:00:00.25Z")));
  EXPECT_FALSE(update_.add_claim(loaded("2025-09-16T11:00:00.5Z")));
  NewClaim by_day = loaded("2025-09-17");
  by_day.known_from_load = true;
  EXPECT_FALSE(update_.add_claim(by_day));
  by_day.known_from_load = false;
  EXPECT_TRUE(update_.add_claim(by_day));
}

TEST_F(Claims, GetTheSameNameInEveryStore) {
  const TermId id = *update_.add_claim(said(nvidia_, designs_, h20_));
  const std::string name = update_.view().claim(id)->name;
  EXPECT_EQ(name.size(), 18U);
  TempStore other;
  auto update = other->update();
  (void)entity(update, "something that takes an id");
  const TermId p = relation(update, "designs");
  const TermId o = entity(update, "h20");
  const TermId there = *update.add_claim(said(entity(update, "nvidia"), p, o));
  EXPECT_EQ(update.view().claim(there)->name, name);
  EXPECT_NE(id.payload(), 0U);
}

TEST_F(Claims, AreFoundByAnUnambiguousBeginningOfTheirName) {
  NewClaim claim = said(nvidia_, designs_, h20_);
  claim.name = "c_abcd01";
  const TermId first = *update_.add_claim(claim);
  claim.name = "c_abcd02";
  const TermId second = *update_.add_claim(claim);
  const Snapshot view = update_.view();
  EXPECT_EQ(view.claim_named("c_abcd01"), first);
  EXPECT_EQ(view.claim_named("c_abcd02"), second);
  EXPECT_FALSE(view.claim_named("c_abcd0"));
  EXPECT_FALSE(view.claim_named("c_abc"));
  EXPECT_FALSE(view.claim_named(""));
  EXPECT_EQ(view.display_name(first), "c_abcd01");
}

TEST_F(Claims, WithOneNameAndTwoContentsAreRefused) {
  NewClaim claim = said(nvidia_, designs_, h20_);
  claim.name = "c_mine";
  EXPECT_TRUE(update_.add_claim(claim));
  EXPECT_FALSE(update_.add_claim(claim));
  claim.triple.object = nvidia_;
  const std::string error = error_of([&] { (void)update_.add_claim(claim); });
  EXPECT_EQ(error.substr(0, 5), "E0612");
  EXPECT_NE(error.find("nvidia designs h20"), std::string::npos) << error;
  EXPECT_NE(error.find("c_mine"), std::string::npos);
  update_.commit();  // the refusal does not spoil the update
  EXPECT_EQ(store_->snapshot().counts().claims, 1U);
}

TEST_F(Claims, KeepTheirTripleUntilTheLastOfThemIsRetracted) {
  NewClaim other = said(nvidia_, designs_, h20_);
  other.qualifiers.emplace_back(known::kLocator, text("p6"));
  const TermId first = *update_.add_claim(said(nvidia_, designs_, h20_));
  const TermId second = *update_.add_claim(other);
  EXPECT_TRUE(update_.retract_claim(first));
  EXPECT_FALSE(update_.retract_claim(first));
  EXPECT_TRUE(update_.view().contains({nvidia_, designs_, h20_}));
  EXPECT_FALSE(update_.view().contains({first, known::kCertainty, known::kStated}));
  EXPECT_TRUE(update_.view().contains({second, known::kCertainty, known::kStated}));
  EXPECT_TRUE(update_.retract_claim(second));
  EXPECT_FALSE(update_.view().contains({nvidia_, designs_, h20_}));
  EXPECT_EQ(update_.view().statistics(designs_).triples, 0U);
  EXPECT_EQ(update_.view().claim(first)->qualifiers.size(), 3U);
  update_.commit();
  store_.close();
  expect_sound(store_.path());
}

TEST_F(Claims, LeaveAPlainTripleWhenTheyAreRetracted) {
  update_.add_triple({nvidia_, designs_, h20_});
  const TermId claim = *update_.add_claim(said(nvidia_, designs_, h20_));
  EXPECT_TRUE(update_.retract_claim(claim));
  EXPECT_TRUE(update_.view().contains({nvidia_, designs_, h20_}));
  EXPECT_TRUE(update_.remove_triple({nvidia_, designs_, h20_}));
  EXPECT_FALSE(update_.view().contains({nvidia_, designs_, h20_}));
}

TEST_F(Claims, DeniedOrAlternativeStayOutOfTheGraphButInTheClaimTables) {
  NewClaim denied = said(nvidia_, designs_, h20_);
  denied.denied = true;
  NewClaim either = said(h20_, designs_, nvidia_);
  either.qualifiers.emplace_back(known::kAlternative, text("a"));
  (void)update_.add_claim(denied);
  (void)update_.add_claim(either);
  const Snapshot view = update_.view();
  EXPECT_FALSE(view.contains({nvidia_, designs_, h20_}));
  EXPECT_FALSE(view.contains({h20_, designs_, nvidia_}));
  EXPECT_EQ(view.count(ClaimOrder::posc, std::vector{designs_}, 10), 2U);
  ClaimCursor cursor(view, ClaimOrder::ospc);
  cursor.open(std::vector{h20_, nvidia_});
  TermId row[4];
  ASSERT_EQ(cursor.next(&row[0], &row[1], &row[2], &row[3], 1), 1U);
  EXPECT_EQ(row[2], designs_);
  EXPECT_EQ(cursor.next(&row[0], &row[1], &row[2], &row[3], 1), 0U);
}

TEST_F(Claims, OfASymmetricRelationHoldBothWays) {
  RelationInfo info;
  info.id = designs_;
  info.name = "designs";
  info.symmetric = true;
  update_.put(info);
  const TermId claim = *update_.add_claim(said(nvidia_, designs_, h20_));
  EXPECT_TRUE(update_.view().contains({h20_, designs_, nvidia_}));
  EXPECT_TRUE(update_.retract_claim(claim));
  EXPECT_FALSE(update_.view().contains({h20_, designs_, nvidia_}));
  EXPECT_FALSE(update_.view().contains({nvidia_, designs_, h20_}));
}

TEST_F(Claims, MayBeSubjectsOfOtherClaims) {
  const TermId first = *update_.add_claim(said(nvidia_, designs_, h20_));
  const TermId about = *update_.add_claim(said(h20_, relation(update_, "denies"), first));
  EXPECT_EQ(update_.view().term(first), Term(ClaimRef{first.payload()}));
  EXPECT_EQ(update_.view().find(Term(ClaimRef{about.payload()})), about);
  EXPECT_FALSE(update_.view().find(Term(ClaimRef{99})));
}

TEST_F(Claims, OfUnboundOrComputedTermsAreOurMistake) {
  EXPECT_THROW((void)update_.add_claim(said(nvidia_, designs_, kUnbound)), InternalError);
  NewClaim claim = said(nvidia_, designs_, h20_);
  claim.qualifiers.emplace_back(known::kQuantity, TermId{IdTag::local, 3});
  EXPECT_THROW((void)update_.add_claim(claim), InternalError);
  EXPECT_THROW(update_.add_triple({nvidia_, kUnbound, h20_}), InternalError);
  EXPECT_EQ(update_.view().counts().triples, 0U);
}

TEST(Kinds, CloseOverTheKindsAboveThem) {
  TempStore store;
  auto update = store->update();
  const TermId product = kind(update, "product");
  const TermId chip = kind(update, "chip");
  const TermId h20 = entity(update, "h20");
  update.put(KindInfo{product, "product", {}, "", false});
  update.put(KindInfo{chip, "chip", {product}, "", false});
  update.add_triple({h20, known::kDeclaredKind, chip});
  EXPECT_TRUE(update.view().contains({h20, known::kIsA, chip}));
  EXPECT_TRUE(update.view().contains({h20, known::kIsA, product}));
  update.commit();
}

TEST(Kinds, RenewWhatFollowsWhenTheyMove) {
  TempStore store;
  auto update = store->update();
  const TermId thing = kind(update, "thing");
  const TermId product = kind(update, "product");
  const TermId chip = kind(update, "chip");
  const TermId h20 = entity(update, "h20");
  update.put(KindInfo{thing, "thing", {}, "", false});
  update.put(KindInfo{product, "product", {}, "", false});
  update.put(KindInfo{chip, "chip", {product}, "", false});
  update.add_triple({h20, known::kDeclaredKind, chip});
  update.commit();
  auto later = store->update();
  later.put(KindInfo{product, "product", {thing}, "", false});
  EXPECT_TRUE(later.view().contains({h20, known::kIsA, thing}));
  later.put(KindInfo{chip, "chip", {}, "", false});
  EXPECT_FALSE(later.view().contains({h20, known::kIsA, thing}));
  EXPECT_FALSE(later.view().contains({h20, known::kIsA, product}));
  EXPECT_TRUE(later.view().contains({h20, known::kIsA, chip}));
  later.commit();
  store.close();
  expect_sound(store.path());
}

TEST(CatalogEntries, SurviveReopeningInTheirOrder) {
  TempStore store;
  TermId source;
  {
    auto update = store->update();
    source = entity(update, "cnbc_2025_06");
    for (const char* name : {"zebra", "apple", "mango"}) {
      update.put(KindInfo{kind(update, name), name, {}, std::string("about ") + name, false});
      RelationInfo info;
      info.id = relation(update, name);
      info.name = name;
      info.functional_per = {known::kDuring};
      info.transitive = true;
      update.put(info);
    }
    update.put(UnitInfo{"wspm", "wafers/month", *Number::from_fraction(12, 365), "wafer starts"});
    update.put_prefix("ex", "https://example.org/");
    update.add_source(source);
    update.add_source(source);
    update.put(KindInfo{kind(update, "zebra"), "zebra", {}, "changed", false});
    update.commit();
  }
  store.reopen();
  const Snapshot snapshot = store->snapshot();
  const Catalog& catalog = snapshot.catalog();
  ASSERT_EQ(catalog.kinds.size(), 8U + 3U);
  EXPECT_TRUE(catalog.kinds[0].builtin);
  EXPECT_EQ(catalog.kinds[8].name, "zebra");
  EXPECT_EQ(catalog.kinds[8].meaning, "changed");
  EXPECT_EQ(catalog.kinds[10].name, "mango");
  EXPECT_TRUE(catalog.relation("apple")->transitive);
  EXPECT_EQ(catalog.relation("apple")->functional_per, std::vector{known::kDuring});
  EXPECT_EQ(catalog.unit("wspm")->factor, *Number::from_fraction(12, 365));
  EXPECT_EQ(catalog.prefixes.at("ex"), "https://example.org/");
  EXPECT_EQ(catalog.sources, std::vector{source});
  EXPECT_TRUE(catalog.is_source(source));
  EXPECT_EQ(catalog.relation("said_by")->id, known::kSaidBy);
  EXPECT_EQ(catalog.base, kDefaultBase);
}

TEST(CatalogEntries, AreNotReadAgainForEverySnapshot) {
  TempStore store;
  auto update = store->update();
  update.put(KindInfo{kind(update, "chip"), "chip", {}, "", false});
  update.commit();
  const Snapshot first = store->snapshot();
  auto other = store->update();
  other.add_triple({entity(other, "a"), relation(other, "b"), entity(other, "c")});
  other.commit();
  const Snapshot second = store->snapshot();
  EXPECT_EQ(&first.catalog(), &second.catalog());
}

}  // namespace
}  // namespace vouch::storage::test
