// Bulk loads: the same store as single additions make, from several threads, in any memory.
#include "storage/bulk_load.hpp"

#include <sstream>
#include <thread>

#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";

struct Given {
  std::string subject;
  std::string relation;
  RdfLiteral literal;  // or, if `object` is not empty, an IRI
  std::string object;
};

std::vector<Given> some(Random& random, int count) {
  std::vector<Given> all;
  for (int i = 0; i < count; ++i) {
    Given one;
    one.subject = "https://e.example/s" + std::to_string(random.below(400));
    one.relation = "https://e.example/r" + std::to_string(random.below(7));
    const std::uint64_t n = random.below(60);
    switch (random.below(7)) {
      case 0: one.literal = {std::to_string(n), std::string(kXsd) + "integer", {}}; break;
      case 1: one.literal = {"0" + std::to_string(n), std::string(kXsd) + "integer", {}}; break;
      case 2: one.literal = {"t" + std::to_string(n), {}, {}}; break;
      case 3:
        one.literal = {"a longer text " + std::to_string(n), {}, n % 2 == 0 ? "en" : ""};
        break;
      case 4:
        one.literal = {"2025-09-" + std::to_string(10 + n % 20), std::string(kXsd) + "date", {}};
        break;
      case 5: one.literal = {"1.50", std::string(kXsd) + "decimal", {}}; break;
      default: one.object = "https://e.example/o" + std::to_string(n); break;
    }
    all.push_back(std::move(one));
  }
  return all;
}

void load(BulkLoad::Lane& lane, std::span<const Given> all) {
  for (const Given& one : all) {
    const auto subject = lane.iri(one.subject);
    const auto relation = lane.iri(one.relation);
    lane.add(subject, relation,
             one.object.empty()
                 ? lane.literal(one.literal.lexical, one.literal.datatype, one.literal.language)
                 : lane.iri(one.object));
  }
}

void add_singly(Update& update, std::span<const Given> all) {
  std::set<std::string> plain;
  for (const Given& one : all) {
    const TermId subject = update.intern(Term(Iri{one.subject}));
    const TermId relation = update.intern(Term(Iri{one.relation}));
    update.add_triple({subject, relation,
                       update.intern(one.object.empty() ? value_of_literal(one.literal)
                                                        : Term(Iri{one.object}))});
  }
}

std::set<std::string> shown(const Store& store) {
  const Snapshot snapshot = store.snapshot();
  std::set<std::string> lines;
  for (const Triple& triple : graph(snapshot)) {
    lines.insert(snapshot.display_name(triple.subject) + " " +
                 snapshot.display_name(triple.relation) + " " +
                 snapshot.display_name(triple.object));
  }
  return lines;
}

std::set<std::string> shown_spellings(const Store& store) {
  const Snapshot snapshot = store.snapshot();
  std::set<std::string> lines;
  for (const Triple& triple : graph(snapshot)) {
    for (const TermId spelling : snapshot.spellings(triple))
      lines.insert(snapshot.display_name(triple.subject) + " " +
                   snapshot.display_name(triple.relation) + " " + snapshot.display_name(spelling));
  }
  return lines;
}

TEST(Bulk, MakesTheStoreThatSingleAdditionsMake) {
  Random random(41);
  const std::vector<Given> first = some(random, 9'000);
  const std::vector<Given> second = some(random, 9'000);
  std::set<std::string> spellings;
  for (const std::size_t memory : {std::size_t{1}, std::size_t{3'000'000}, std::size_t{1} << 29U}) {
    TempStore bulk;
    for (const auto* part : {&first, &second}) {
      auto update = bulk->update();
      BulkLoad loading(update, {memory, 2});
      const std::span all(*part);
      std::thread other([&] { load(loading.lane(1), all.subspan(0, 4'000)); });
      load(loading.lane(0), all.subspan(4'000));
      other.join();
      const auto counts = loading.finish();
      EXPECT_EQ(counts.given, all.size());
      update.commit();
      EXPECT_EQ(update.added().triples, counts.added);
    }
    TempStore single;
    auto update = single->update();
    add_singly(update, first);
    add_singly(update, second);
    update.commit();
    EXPECT_EQ(shown(bulk.store()), shown(single.store()));
    EXPECT_EQ(bulk->snapshot().counts().triples, single->snapshot().counts().triples);
    if (spellings.empty()) spellings = shown_spellings(bulk.store());
    EXPECT_EQ(shown_spellings(bulk.store()), spellings) << memory;
    bulk.close();
    expect_sound(bulk.path());
  }
  EXPECT_GT(spellings.size(), 100U);
}

TEST(Bulk, AddsToWhatIsThereAndFindsWellKnownTerms) {
  TempStore store;
  {
    auto update = store->update();
    update.put(KindInfo{kind(update, "thing"), "thing", {}, "", false});
    update.put(KindInfo{kind(update, "chip"), "chip", {kind(update, "thing")}, "", false});
    RelationInfo near;
    near.id = relation(update, "near");
    near.name = "near";
    near.symmetric = true;
    update.put(near);
    update.add_triple({entity(update, "a"), relation(update, "b"), entity(update, "c")});
    update.commit();
  }
  auto update = store->update();
  BulkLoad loading(update, {});
  auto& lane = loading.lane(0);
  const std::string base(kDefaultBase);
  lane.add(lane.iri(base + "a"), lane.iri(base + "relation/declared_kind"),
           lane.iri(base + "kind/chip"));
  lane.add(lane.iri(base + "a"), lane.iri(base + "relation/near"), lane.iri(base + "c"));
  lane.add(lane.iri(base + "a"), lane.iri(base + "relation/b"), lane.iri(base + "c"));
  lane.add(lane.blank("x1"), lane.iri(base + "relation/b"),
           lane.triple_term("<<( <a:a> <a:b> <a:c> )>>"));
  lane.add(lane.blank("x1"), lane.iri(base + "relation/b"),
           lane.literal("salam", {}, "ar", Direction::right_to_left));
  EXPECT_EQ(loading.finish().given, 5U);
  const TermId later = entity(update, "later");
  update.add_triple({later, relation(update, "b"), entity(update, "a")});
  update.commit();
  const Snapshot snapshot = store->snapshot();
  const auto id = [&](const std::string& text) { return *snapshot.find(Term(Iri{base + text})); };
  EXPECT_TRUE(snapshot.contains({id("a"), well_known::kIsA, id("kind/thing")}));
  EXPECT_TRUE(snapshot.contains({id("c"), id("relation/near"), id("a")}));
  EXPECT_TRUE(snapshot.contains({later, id("relation/b"), id("a")}));
  EXPECT_TRUE(snapshot.find(triple_term("<<( <a:a> <a:b> <a:c> )>>")));
  EXPECT_TRUE(snapshot.find(Term(Text{"salam", "ar--rtl", ""})));
  store.close();
  expect_sound(store.path());
}

TEST(Spellings, StandBesideTheValueAndGoWithTheTriple) {
  TempStore store;
  auto update = store->update();
  const Triple triple{entity(update, "a"), relation(update, "b"), update.intern(number_term(42))};
  const TermId spelling =
      update.intern(spelled_literal({"042", std::string(kXsd) + "integer", {}}));
  update.add_spelling(triple, spelling);
  EXPECT_EQ(update.view().spellings(triple), std::vector{spelling});
  update.commit();
  EXPECT_EQ(store->snapshot().spellings(triple), std::vector{spelling});
  auto later = store->update();
  EXPECT_TRUE(later.remove_triple(triple));
  later.commit();
  EXPECT_TRUE(store->snapshot().spellings(triple).empty());
  EXPECT_FALSE(store->snapshot().contains(triple));
  store.close();
  expect_sound(store.path());
}

TEST(RdfLiterals, AreValuesAndComeBackAsTheyWereWritten) {
  const auto of = [](const std::string& lexical, const std::string& type) {
    return RdfLiteral{lexical, std::string(kXsd) + type, {}};
  };
  for (const auto& same :
       {of("42", "integer"), of("-7", "integer"), of("0", "integer"), of("1.5", "decimal"),
        of("true", "boolean"), of("2025-09-15", "date"), of("2025", "gYear"),
        of("2025-09", "gYearMonth"), of("2025-09-15T10:00:00Z", "dateTime"),
        of("2025-09-15T10:00:00.5Z", "dateTime")}) {
    EXPECT_EQ(canonical_literal(value_of_literal(same)), same) << same.lexical;
  }
  EXPECT_EQ(value_of_literal(of("042", "integer")), number_term(42));
  EXPECT_EQ(value_of_literal(of("+42", "int")), number_term(42));
  EXPECT_EQ(value_of_literal(of("42.0", "decimal")), number_term(42));
  EXPECT_EQ(value_of_literal(of("4.2E1", "double")), number_term(42));
  EXPECT_EQ(value_of_literal(of("1", "boolean")), Term(true));
  EXPECT_EQ(value_of_literal(of("2025-09-15T12:00:00.50+02:00", "dateTime")),
            value_of_literal(of("2025-09-15T10:00:00.5Z", "dateTime")));
  for (const auto& odd : {of("4_2", "integer"), of("", "integer"), of("abc", "date"),
                          of("NaN", "double"), of("2025-02-30", "date"), of("yes", "boolean"),
                          of("123456789012345678901234567890123456789012", "integer")}) {
    EXPECT_EQ(value_of_literal(odd), spelled_literal(odd)) << odd.lexical;
    EXPECT_EQ(canonical_literal(value_of_literal(odd)), odd);
  }
}

}  // namespace
}  // namespace vouch::storage::test
