// The dictionary: equal terms, collisions, long terms, well-known terms.
#include <algorithm>
#include <map>

#include "storage/snapshot_state.hpp"
#include "storage/term_bytes.hpp"
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

TEST(Dictionary, GivesEqualTermsOneIdAndKeepsTheFirstSpelling) {
  TempStore store;
  auto update = store->update();
  const auto quantity = [](std::int64_t number, std::int64_t factor, const std::string& unit) {
    return Term(Quantity{Number(number), Number(number), false, unit, "B", Number(factor)});
  };
  const TermId terabyte = update.intern(quantity(1, 1'000'000'000'000, "TB"));
  EXPECT_EQ(update.intern(quantity(1000, 1'000'000'000, "GB")), terabyte);
  EXPECT_NE(update.intern(quantity(1001, 1'000'000'000, "GB")), terabyte);
  update.commit();
  auto later = store->update();
  EXPECT_EQ(later.intern(quantity(1'000'000, 1'000'000, "MB")), terabyte);
  EXPECT_EQ(later.view().term(terabyte), quantity(1, 1'000'000'000'000, "TB"));
}

TEST(Dictionary, TellsCollidingTermsApart) {
  for (const std::uint32_t bits : {1U, 8U}) {
    OpenOptions options;
    options.durable = false;
    options.hash_bits = bits;
    options.run_bytes = 1;  // everything is written out and looked up again
    TempStore store(options);
    std::map<std::string, TermId> ids;
    const std::string long_beginning(600, 'x');
    for (int round = 0; round < 3; ++round) {
      auto update = store->update();
      for (int i = 0; i < 700; ++i) {
        const std::string name = long_beginning + std::to_string(i);
        const TermId id = entity(update, name);
        const auto [known, fresh] = ids.emplace(name, id);
        ASSERT_EQ(known->second, id);
        ASSERT_EQ(fresh, round == 0);
      }
      update.commit();
    }
    const Snapshot snapshot = store->snapshot();
    for (const auto& [name, id] : ids) {
      ASSERT_EQ(snapshot.find(entity_term(name)), id);
      ASSERT_EQ(snapshot.term(id), entity_term(name));
    }
    EXPECT_FALSE(snapshot.find(entity_term("nobody")));
    EXPECT_EQ(snapshot.counts().terms, ids.size());
  }
}

TEST(Dictionary, HoldsTermsOfAnyLength) {
  TempStore store;
  std::vector<Term> terms;
  for (const std::size_t size :
       {8U, 500U, 511U, 512U, 2'000U, 4'096U, 10'000U, 1'000'000U, 3'000'000U}) {
    terms.push_back(text_term(std::string(size, 'a') + "!"));
    terms.push_back(Term(Iri{"https://example.org/" + std::string(size, 'b')}));
    terms.push_back(Term(Text{std::string(size, 'c'), "de", ""}));
    terms.push_back(text_term("short " + std::to_string(size)));
  }
  std::vector<TermId> ids;
  {
    auto update = store->update();
    for (const Term& term : terms) ids.push_back(update.intern(term));
    for (std::size_t i = 0; i < terms.size(); ++i) ASSERT_EQ(update.intern(terms[i]), ids[i]);
    update.commit();
  }
  store.reopen();
  const Snapshot snapshot = store->snapshot();
  for (std::size_t i = 0; i < terms.size(); ++i) {
    EXPECT_EQ(snapshot.term(ids[i]), terms[i]);
    EXPECT_EQ(snapshot.find(terms[i]), ids[i]);
  }
  store.close();
  expect_sound(store.path());
}

TEST(Dictionary, DecodesEachBlockOnceForTermsInOrder) {
  TempStore store;
  std::map<TermId, std::string> texts;
  Random random(7);
  auto update = store->update();
  for (int i = 0; i < 20'000; ++i) {
    const std::string name = "https://example.org/" + std::to_string(random.below(1'000'000));
    const std::string long_name = name + std::string(random.below(40) == 0 ? 300 : 0, 'x');
    texts[update.intern(Term(Iri{long_name}))] = long_name;
    texts[update.intern(text_term("about " + name))] = "about " + name;
  }
  update.commit();
  const Snapshot snapshot = store->snapshot();
  const DictionaryReader& dictionary = snapshot.state()->dictionary();
  std::vector<std::uint64_t> firsts;  // how many blocks there are: IRIs and texts lie mixed
  for (const IdTag tag : {IdTag::iri, IdTag::long_text}) {
    const std::uint64_t before = dictionary.blocks_found();
    std::size_t asked = 0;
    for (const auto& [id, text] : texts) {
      if (id.tag() != tag) continue;
      ASSERT_TRUE(has_term_text(id));
      ASSERT_EQ(term_text(snapshot, id), text);
      ++asked;
    }
    firsts.push_back(dictionary.blocks_found() - before);
    EXPECT_LT(firsts.back() * 10, asked);
  }
  EXPECT_LE(std::max(firsts[0], firsts[1]), std::min(firsts[0], firsts[1]) + 1);
  // In any other order they are the same, and the same values.
  std::vector<TermId> ids;
  for (const auto& [id, text] : texts) ids.push_back(id);
  for (int i = 0; i < 20'000; ++i) {
    const TermId id = ids[random.below(ids.size())];
    ASSERT_EQ(term_text(snapshot, id), texts[id]);
    ASSERT_EQ(term_once(snapshot, id), snapshot.term(id));
  }
}

TEST(Dictionary, KnowsTheWellKnownTermsWithoutRows) {
  TempStore store;
  const Snapshot snapshot = store->snapshot();
  EXPECT_EQ(snapshot.counts().terms, 0U);
  const std::string base(kDefaultBase);
  EXPECT_EQ(snapshot.find(Term(Iri{base + "relation/said_by"})), well_known::kSaidBy);
  EXPECT_EQ(snapshot.find(Term(Iri{base + "kind/source"})), well_known::kKindSource);
  EXPECT_EQ(snapshot.find(Term(Iri{base + "relation/source"})), well_known::kSource);
  EXPECT_EQ(snapshot.find(Term(Iri{base + "value/confirmed"})), well_known::kConfirmed);
  EXPECT_EQ(snapshot.term(well_known::kPlanned), Term(Iri{base + "value/planned"}));
  EXPECT_EQ(snapshot.display_name(well_known::kPlanned), "planned");
  EXPECT_FALSE(snapshot.find(Term(Iri{base + "said_by"})));
}

TEST(Dictionary, ShowsNamesAsPeopleWriteThem) {
  TempStore store;
  auto update = store->update();
  const TermId bare = entity(update, "ascend_910b");
  const TermId chip = kind(update, "chip");
  const TermId foreign = update.intern(Term(Iri{"https://other.example/x"}));
  const TermId number = update.intern(number_term(12));
  const Snapshot view = update.view();
  EXPECT_EQ(view.display_name(bare), "ascend_910b");
  EXPECT_EQ(view.display_name(chip), "chip");
  EXPECT_EQ(view.display_name(foreign), "<https://other.example/x>");
  EXPECT_EQ(view.display_name(number), "12");
}

TEST(Dictionary, ReportsAnIdThatIsNotThere) {
  TempStore store;
  const Snapshot snapshot = store->snapshot();
  EXPECT_THROW((void)snapshot.term({IdTag::iri, 5'000}), CorruptionError);
  EXPECT_THROW((void)snapshot.term({IdTag::claim, 5}), CorruptionError);
  EXPECT_THROW((void)snapshot.term({IdTag::local, 5}), CorruptionError);
}

TEST(Dictionary, ForgetsTheTermsOfARolledBackUpdate) {
  TempStore store;
  auto update = store->update();
  (void)entity(update, "a");
  update.rollback();
  EXPECT_FALSE(store->snapshot().find(entity_term("a")));
  EXPECT_EQ(store->snapshot().counts().terms, 0U);
}

TEST(Names, AreFoundFoldedWholeOrByTheirBeginning) {
  TempStore store;
  auto update = store->update();
  const TermId a = entity(update, "a");
  const TermId b = entity(update, "b");
  const TermId chip = kind(update, "chip");
  update.add_name(NameSpace::entity, a, "Jensen  HUANG", true);
  update.add_name(NameSpace::entity, b, "jensen huang", false);
  update.add_name(NameSpace::kind, chip, "Jensen", false);
  update.add_name(NameSpace::entity, a, "黃仁勳", false);
  const Snapshot view = update.view();
  ASSERT_EQ(view.named("jensen huang").size(), 2U);
  EXPECT_EQ(view.named("jensen huang")[0].label, view.named("jensen huang")[0].id == a);
  EXPECT_EQ(view.named("黃仁勳").size(), 1U);
  EXPECT_EQ(view.named("jense").size(), 0U);
  EXPECT_EQ(view.names_with_prefix("jens", 10).size(), 3U);
  EXPECT_EQ(view.names_with_prefix("jens", 2).size(), 2U);
  EXPECT_EQ(view.counts().names, 4U);
}

TEST(Names, MayBeOfAnyLength) {
  TempStore store;
  auto update = store->update();
  const TermId a = entity(update, "a");
  const TermId b = entity(update, "b");
  const std::string beginning(10'000, 'n');
  for (const auto& [id, end] : {std::pair{a, "1"}, {b, "2"}}) {
    update.add_name(NameSpace::entity, id, beginning + end, true);
    update.add_words(id, beginning + end);
  }
  update.add_name(NameSpace::entity, a, beginning.substr(0, 400), false);
  update.add_name(NameSpace::entity, a, beginning.substr(0, 408), false);
  update.commit();
  const Snapshot view = store->snapshot();
  ASSERT_EQ(view.named(beginning + "1").size(), 1U);
  EXPECT_EQ(view.named(beginning + "1")[0].id, a);
  EXPECT_EQ(view.named(beginning + "1")[0].spelling, beginning + "1");
  EXPECT_EQ(view.named(beginning + "2")[0].id, b);
  EXPECT_EQ(view.named(beginning).size(), 0U);
  EXPECT_EQ(view.named(beginning.substr(0, 400)).size(), 1U);
  EXPECT_EQ(view.named(beginning.substr(0, 408)).size(), 1U);
  EXPECT_EQ(view.names_with_prefix(beginning.substr(0, 405), 9).size(), 3U);
  EXPECT_EQ(view.with_word(beginning + "1"), std::vector{a});
  EXPECT_EQ(view.with_word(beginning).size(), 2U);
  store.close();
  expect_sound(store.path());
}

TEST(Names, CanBeTakenAway) {
  TempStore store;
  auto update = store->update();
  const TermId a = entity(update, "a");
  update.add_name(NameSpace::entity, a, "Old Name", true);
  EXPECT_TRUE(update.remove_name(NameSpace::entity, a, "old name"));
  EXPECT_FALSE(update.remove_name(NameSpace::entity, a, "old name"));
  EXPECT_TRUE(update.view().named("old name").empty());
}

TEST(Words, FindWhatHoldsAWordThatBeginsSo) {
  TempStore store;
  auto update = store->update();
  const TermId a = entity(update, "a");
  const TermId b = entity(update, "b");
  update.add_words(a, "Lithography tools, and more tools");
  update.add_words(b, "The LITHO step");
  const Snapshot view = update.view();
  EXPECT_EQ(view.with_word("litho"), (std::vector{a, b}));
  EXPECT_EQ(view.with_word("lithog"), std::vector{a});
  EXPECT_TRUE(view.with_word("thog").empty());
}

}  // namespace
}  // namespace vouch::storage::test
