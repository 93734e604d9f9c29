// The store against a model of std::set and std::map: random operations, old snapshots, reopening.
#include <algorithm>
#include <map>
#include <optional>

#include "base/error.hpp"
#include "storage/merges.hpp"
#include "tests/storage/support.hpp"

namespace vouch::storage::test {
namespace {

namespace known = well_known;

struct ModelClaim {
  NewClaim claim;
  TermId id;
  bool retracted = false;
};

// What a store should hold, written from storage/store.hpp without any cleverness.
struct Model {
  std::set<Triple> plain;
  std::vector<ModelClaim> claims;
  std::map<TermId, std::set<TermId>> under;
  std::set<TermId> symmetric;
  std::map<std::string, std::map<TermId, bool>> names;  // folded → entity → label

  [[nodiscard]] std::set<TermId> above(TermId kind) const {
    std::set<TermId> found{kind};
    for (bool grew = true; grew;) {
      grew = false;
      for (const auto& [sub, supers] : under) {
        if (!found.contains(sub)) continue;
        for (const TermId super : supers) grew = found.insert(super).second || grew;
      }
    }
    return found;
  }

  [[nodiscard]] static bool believed(const NewClaim& claim) {
    return claim.triple.relation == known::kMergedInto && !claim.denied && !claim.alternative &&
           std::ranges::find(claim.qualifiers, std::pair{known::kCertainty, known::kStated}) !=
               claim.qualifiers.end();
  }
  // Where merges lead from the entity, one step after the other.
  [[nodiscard]] std::set<TermId> reached(TermId from) const {
    std::set<TermId> found{from};
    for (bool grew = true; grew;) {
      grew = false;
      for (const ModelClaim& claim : claims) {
        const Triple& triple = claim.claim.triple;
        if (claim.retracted || triple.relation != known::kMergedInto) continue;
        if (found.contains(triple.subject)) grew = found.insert(triple.object).second || grew;
      }
    }
    return found;
  }
  [[nodiscard]] std::optional<TermId> target(TermId entity) const {
    for (const ModelClaim& claim : claims) {
      if (!claim.retracted && believed(claim.claim) && claim.claim.triple.subject == entity)
        return claim.claim.triple.object;
    }
    return std::nullopt;
  }
  [[nodiscard]] TermId canonical(TermId id) const {
    while (const auto next = target(id)) id = *next;
    return id;
  }
  [[nodiscard]] Triple image(const Triple& said) const {
    Triple image{canonical(said.subject), said.relation, canonical(said.object)};
    if (said.relation == known::kLabel && image.subject != said.subject)
      image.relation = known::kAlias;
    return image;
  }

  [[nodiscard]] std::set<Triple> graph() const {
    std::set<Triple> said;
    for (const Triple& triple : plain) said.insert(image(triple));
    std::set<Triple> all;
    for (const ModelClaim& claim : claims) {
      if (claim.retracted) continue;
      const Triple& triple = claim.claim.triple;
      if (triple.relation == known::kMergedInto) {
        if (believed(claim.claim))
          all.insert({triple.subject, known::kMergedInto, canonical(triple.subject)});
      } else if (!claim.claim.denied && !claim.claim.alternative) {
        said.insert(image(triple));
      }
      for (const auto& [relation, value] : claim.claim.qualifiers)
        all.insert({claim.id, relation, canonical(value)});
      for (const auto& chain : claim.claim.said_by) {
        for (const TermId speaker : chain)
          all.insert({claim.id, known::kSaidBy, canonical(speaker)});
      }
    }
    for (const Triple& triple : said) {
      all.insert(triple);
      if (symmetric.contains(triple.relation)) {
        all.insert({triple.object, triple.relation, triple.subject});
      }
      if (triple.relation == known::kDeclaredKind) {
        for (const TermId kind : above(triple.object))
          all.insert({triple.subject, known::kIsA, kind});
      }
    }
    return all;
  }
};

class Player {
 public:
  explicit Player(std::uint64_t seed, std::size_t run_bytes) : random_(seed) {
    options_.durable = false;
    options_.run_bytes = run_bytes;
    options_.hash_bits = 6;  // collisions all the time
    store_.emplace(options_);
    auto update = store_->store().update();
    for (int i = 0; i < 10; ++i) entities_.push_back(entity(update, "e" + std::to_string(i)));
    for (int i = 0; i < 4; ++i) kinds_.push_back(kind(update, "k" + std::to_string(i)));
    for (int i = 0; i < 4; ++i) relations_.push_back(relation(update, "r" + std::to_string(i)));
    values_ = {update.intern(number_term(7)), update.intern(text_term("short")),
               update.intern(text_term("a longer text than fits"))};
    update.commit();
  }

  void play(int steps) {
    for (int step = 0; step < steps;) {
      Model next = model_;
      auto update = (*store_)->update();
      const auto batch = static_cast<int>(1 + random_.below(40));
      for (int i = 0; i < batch; ++i, ++step) {
        act(update, next);
        if (random_.one_in(60)) compare(update.view(), next);
        if (testing::Test::HasFatalFailure()) return;
      }
      if (random_.one_in(8)) {
        update.rollback();
      } else {
        update.commit();
        model_ = std::move(next);
      }
      after_update();
      if (testing::Test::HasFatalFailure()) return;
    }
    old_.clear();
    store_->close();
    expect_sound(store_->path());
  }

 private:
  TermId any(const std::vector<TermId>& ids) { return ids[random_.below(ids.size())]; }
  TermId any_object() { return random_.one_in(4) ? any(values_) : any(entities_); }

  void act(Update& update, Model& model) {
    switch (random_.below(14)) {
      case 0:
      case 1: {
        const Triple triple{any(entities_), any(relations_), any_object()};
        update.add_triple(triple);
        model.plain.insert(triple);
        break;
      }
      case 2: {
        const Triple triple{any(entities_), known::kDeclaredKind, any(kinds_)};
        update.add_triple(triple);
        model.plain.insert(triple);
        break;
      }
      case 3:
        if (!model.plain.empty()) {
          const Triple triple = *std::next(
              model.plain.begin(), static_cast<std::ptrdiff_t>(random_.below(model.plain.size())));
          ASSERT_TRUE(update.remove_triple(triple));
          ASSERT_FALSE(update.remove_triple(triple));
          model.plain.erase(triple);
        }
        break;
      case 4:
      case 5:
      case 6: claim(update, model); break;
      case 7:
      case 8: retract(update, model); break;
      case 9:
        if (random_.one_in(4)) change_kind(update, model);
        break;
      case 10:
        if (random_.one_in(4)) change_relation(update, model);
        break;
      case 11: merge(update, model); break;
      case 12: {
        const Triple triple{any(entities_), random_.one_in(2) ? known::kLabel : known::kAlias,
                            any(values_)};
        update.add_triple(triple);
        model.plain.insert(triple);
        break;
      }
      default: {
        const std::string name = "Name " + std::to_string(random_.below(30));
        const TermId id = any(entities_);
        const bool label = random_.one_in(2);
        update.add_name(NameSpace::entity, id, name, label);
        auto& entry = model.names["name " + name.substr(5)][id];
        entry = entry || label;
        break;
      }
    }
  }

  void claim(Update& update, Model& model) {
    ModelClaim fresh;
    fresh.claim = said(any(entities_), random_.one_in(8) ? known::kDeclaredKind : any(relations_),
                       any_object());
    if (fresh.claim.triple.relation == known::kDeclaredKind)
      fresh.claim.triple.object = any(kinds_);
    fresh.claim.denied = random_.one_in(5);
    fresh.claim.loaded_at = static_cast<std::int64_t>(random_.below(1000));
    if (random_.one_in(6)) {
      fresh.claim.alternative = true;
      fresh.claim.qualifiers.emplace_back(known::kAlternative, any(entities_));
    }
    if (random_.one_in(3)) fresh.claim.qualifiers.emplace_back(known::kQuantity, any(values_));
    if (random_.one_in(3))
      fresh.claim.said_by = {{any(entities_), any(entities_)}, {any(entities_)}};
    const auto same = std::ranges::find_if(model.claims, [&](const ModelClaim& other) {
      auto a = other.claim.said_by;
      auto b = fresh.claim.said_by;
      std::ranges::sort(a);
      std::ranges::sort(b);
      a.erase(std::unique(a.begin(), a.end()), a.end());
      b.erase(std::unique(b.begin(), b.end()), b.end());
      return other.claim.triple == fresh.claim.triple && other.claim.denied == fresh.claim.denied &&
             other.claim.qualifiers == fresh.claim.qualifiers && a == b;
    });
    const auto id = update.add_claim(fresh.claim);
    const bool equal = same != model.claims.end();
    ASSERT_EQ(id.has_value(), !equal || same->retracted);
    if (equal) {
      if (id) {
        ASSERT_EQ(*id, same->id);
      }
      same->retracted = false;
      return;
    }
    fresh.id = *id;
    model.claims.push_back(fresh);
  }

  // Few merges at a time, so that most chains are short.
  void merge(Update& update, Model& model) {
    const TermId entity = any(entities_);
    const TermId into = any(entities_);
    const auto there = std::ranges::count_if(model.claims, [](const ModelClaim& claim) {
      return !claim.retracted && claim.claim.triple.relation == known::kMergedInto;
    });
    if (there > 4) return;
    ModelClaim fresh;
    fresh.claim.triple = {entity, known::kMergedInto, into};
    fresh.claim.qualifiers.emplace_back(
        known::kCertainty, random_.one_in(4) ? known::kSuspected : known::kStated);
    if (random_.one_in(3)) fresh.claim.qualifiers.emplace_back(known::kQuantity, any(entities_));
    const auto same = std::ranges::find_if(model.claims, [&](const ModelClaim& other) {
      return other.claim.triple == fresh.claim.triple &&
             other.claim.qualifiers == fresh.claim.qualifiers;
    });
    const bool equal = same != model.claims.end();
    if (equal && !same->retracted) {
      ASSERT_EQ(update.add_claim(fresh.claim), std::nullopt);
      return;
    }
    const auto target = model.target(entity);
    if (model.reached(into).contains(entity) ||
        (Model::believed(fresh.claim) && target && *target != into)) {
      ASSERT_THROW(static_cast<void>(update.add_claim(fresh.claim)), StorageError);
      return;
    }
    const auto id = update.add_claim(fresh.claim);
    ASSERT_TRUE(id.has_value());
    if (equal) {
      ASSERT_EQ(*id, same->id);
      same->retracted = false;
      return;
    }
    fresh.id = *id;
    model.claims.push_back(fresh);
  }

  void retract(Update& update, Model& model) {
    if (model.claims.empty()) return;
    ModelClaim& claim = model.claims[random_.below(model.claims.size())];
    ASSERT_EQ(update.retract_claim(claim.id), !claim.retracted);
    claim.retracted = true;
  }

  void change_kind(Update& update, Model& model) {
    const std::size_t at = random_.below(kinds_.size());
    KindInfo info;
    info.id = kinds_[at];
    info.name = "k" + std::to_string(at);
    for (std::size_t i = 0; i < at; ++i) {  // only upwards: no circles
      if (random_.one_in(2)) info.under.push_back(kinds_[i]);
    }
    model.under[info.id] = {info.under.begin(), info.under.end()};
    update.put(info);
  }

  void change_relation(Update& update, Model& model) {
    RelationInfo info;
    const std::size_t at = random_.below(relations_.size());
    info.id = relations_[at];
    info.name = "r" + std::to_string(at);
    info.symmetric = random_.one_in(2);
    if (info.symmetric) {
      model.symmetric.insert(info.id);
    } else {
      model.symmetric.erase(info.id);
    }
    update.put(info);
  }

  void after_update() {
    const Snapshot now = (*store_)->snapshot();
    compare(now, model_);
    for (const auto& [snapshot, model] : old_) {
      if (random_.one_in(4)) compare(snapshot, model);
    }
    if (random_.one_in(10)) old_.emplace_back((*store_)->snapshot(), model_);
    if (old_.size() > 3) old_.erase(old_.begin());
    if (random_.one_in(25)) {
      old_.clear();
      const_cast<Snapshot&>(now) = (*store_)->snapshot();
    }
  }

  void compare(const Snapshot& snapshot, const Model& model) {
    const std::set<Triple> expected = model.graph();
    ASSERT_EQ(graph(snapshot), expected);
    for (const Order order : {Order::pso, Order::pos, Order::osp}) {
      const auto all = rows(snapshot, order, {}, 100);
      ASSERT_EQ(std::set<Triple>(all.begin(), all.end()), expected);
      ASSERT_EQ(all.size(), expected.size());
    }
    ASSERT_EQ(snapshot.counts().triples, expected.size());
    ASSERT_EQ(snapshot.counts().claims, model.claims.size());
    compare_statistics(snapshot, expected);
    compare_patterns(snapshot, expected);
    for (const ModelClaim& claim : model.claims) {
      const auto record = snapshot.claim(claim.id);
      ASSERT_TRUE(record);
      ASSERT_EQ(record->retracted, claim.retracted);
      ASSERT_EQ(record->triple, claim.claim.triple);
      ASSERT_EQ(record->qualifiers, claim.claim.qualifiers);
      ASSERT_EQ(snapshot.claim_named(record->name), claim.id);
      const Triple image = claim.claim.triple.relation == known::kMergedInto
                               ? claim.claim.triple
                               : model.image(claim.claim.triple);
      const std::vector<TermId> row{image.subject, image.relation, image.object, claim.id};
      ASSERT_EQ(snapshot.count(ClaimOrder::spoc, row, 2), 1U);
      ASSERT_EQ(canonical(snapshot, claim.claim.triple), image);
    }
    std::map<std::string, std::map<TermId, bool>> names;
    snapshot.each_name([&](const NameMatch& match) {
      names[match.spelling][match.id] = match.label;
      return true;
    });
    ASSERT_EQ(names, model.names);
  }

  void compare_statistics(const Snapshot& snapshot, const std::set<Triple>& expected) {
    std::map<TermId, std::pair<std::set<TermId>, std::set<TermId>>> ends;
    std::map<TermId, std::uint64_t> triples;
    for (const Triple& triple : expected) {
      ends[triple.relation].first.insert(triple.subject);
      ends[triple.relation].second.insert(triple.object);
      ++triples[triple.relation];
    }
    for (const TermId id : relations_) (void)ends[id];
    for (const auto& [id, both] : ends) {
      const auto statistics = snapshot.statistics(id);
      ASSERT_EQ(statistics.triples, triples[id]);
      ASSERT_EQ(statistics.subjects, both.first.size());
      ASSERT_EQ(statistics.objects, both.second.size());
    }
  }

  void compare_patterns(const Snapshot& snapshot, const std::set<Triple>& expected) {
    const TermId p = any(relations_);
    const TermId o = any(entities_);
    std::vector<Triple> wanted;
    for (const Triple& triple : expected) {
      if (triple.relation == p && triple.object == o) wanted.push_back(triple);
    }
    const std::vector<TermId> prefix{p, o};
    ASSERT_EQ(rows(snapshot, Order::pos, prefix, 3), wanted);
    ASSERT_EQ(snapshot.count(Order::pos, prefix, 1000), wanted.size());
    ASSERT_EQ(snapshot.count(Order::pos, prefix, 2), std::min<std::size_t>(2, wanted.size()));
    const Triple triple{any(entities_), p, o};
    ASSERT_EQ(snapshot.contains(triple), expected.contains(triple));
  }

  Random random_;
  OpenOptions options_;
  std::optional<TempStore> store_;
  Model model_;
  std::vector<std::pair<Snapshot, Model>> old_;
  std::vector<TermId> entities_;
  std::vector<TermId> kinds_;
  std::vector<TermId> relations_;
  std::vector<TermId> values_;
};

TEST(Model, AgreesWithTheStoreOverTenThousandSteps) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Player(seed, std::size_t{64} << 20U).play(2'500);
    if (HasFatalFailure()) return;
  }
}

TEST(Model, AgreesWhenEverythingSpills) {
  Player(77, 1).play(1'500);
}

}  // namespace
}  // namespace vouch::storage::test
