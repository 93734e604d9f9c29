#include "engine/view/conflicts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "engine/view/claim_values.hpp"

namespace vouch::view {

using storage::TermId;

namespace {

struct Said {
  TermId relation;
  TermId object;
  TermId claim;
  bool denied = false;
};

enum class Agreement : std::uint8_t { no, perhaps, yes };

class Finder {
 public:
  Finder(const storage::Snapshot& snapshot, const ConflictKey& key, ClaimFacts& facts,
         const std::function<void(const Conflict&)>& visit)
      : snapshot_(snapshot), key_(key), facts_(facts), visit_(visit) {}

  // Of one subject, sorted by relation and object.
  void subject(TermId subject, const std::vector<Said>& said) {
    subject_ = subject;
    for (std::size_t i = 0; i < said.size();) {
      std::size_t end = i + 1;
      while (end < said.size() && said[end].relation == said[i].relation) ++end;
      of_relation({said.begin() + static_cast<std::ptrdiff_t>(i),
                   said.begin() + static_cast<std::ptrdiff_t>(end)});
      i = end;
    }
    if (said.size() > 1) between_relations(said);
  }

 private:
  // Do both state the same values of the qualifiers? Perhaps, where one says nothing.
  Agreement agree(const std::vector<TermId>& qualifiers, TermId a, TermId b) {
    Agreement out = Agreement::yes;
    for (const TermId qualifier : qualifiers) {
      const std::set<TermId> first = values(a, qualifier);
      const std::set<TermId> second = values(b, qualifier);
      if (first.empty() || second.empty()) {
        out = Agreement::perhaps;
      } else if (std::none_of(first.begin(), first.end(),
                              [&](TermId value) { return second.contains(value); })) {
        return Agreement::no;
      }
    }
    return out;
  }
  std::set<TermId> values(TermId claim, TermId qualifier) {
    std::set<TermId> out;
    for (const auto& [relation, value] : facts_.of(claim).record.qualifiers) {
      if (relation == qualifier) out.insert(value);
    }
    return out;
  }
  bool at_one_time(TermId a, TermId b) { return view::at_one_time(facts_.of(a), facts_.of(b)); }

  void of_relation(const std::vector<Said>& said) {
    if (said.size() < 2) return;
    const storage::RelationInfo* info = snapshot_.catalog().relation(said.front().relation);
    if (info != nullptr && info->functional) two_values(*info, said);
    for (std::size_t i = 0; i < said.size();) {
      std::size_t end = i + 1;
      while (end < said.size() && said[end].object == said[i].object) ++end;
      clash(ConflictKind::said_and_denied, key_.by,
            {said.begin() + static_cast<std::ptrdiff_t>(i),
             said.begin() + static_cast<std::ptrdiff_t>(end)},
            [](const Said& a, const Said& b) { return a.denied != b.denied; });
      i = end;
    }
  }

  void two_values(const storage::RelationInfo& info, const std::vector<Said>& said) {
    std::vector<Said> affirmed;
    for (const Said& one : said) {
      if (!one.denied) affirmed.push_back(one);
    }
    std::vector<TermId> qualifiers = info.functional_per;
    qualifiers.insert(qualifiers.end(), key_.by.begin(), key_.by.end());
    clash(ConflictKind::two_values, qualifiers, affirmed,
          [](const Said& a, const Said& b) { return a.object != b.object; });
  }

  void between_relations(const std::vector<Said>& said) {
    std::set<std::pair<TermId, TermId>> done;
    for (const Said& one : said) {
      const storage::RelationInfo* info = snapshot_.catalog().relation(one.relation);
      if (info == nullptr) continue;
      const auto with = [&](ConflictKind kind, const std::vector<TermId>& others) {
        for (const TermId other : others) {
          const auto pair = std::minmax(one.relation, other);
          if (done.insert({pair.first, pair.second}).second) both(kind, one.relation, other, said);
        }
      };
      with(ConflictKind::exclusive, info->exclusive_with);
      with(ConflictKind::opposite, info->opposite);
    }
  }

  void both(ConflictKind kind, TermId a, TermId b, const std::vector<Said>& said) {
    std::map<TermId, std::vector<Said>> by_object;
    for (const Said& one : said) {
      if (!one.denied && (one.relation == a || one.relation == b))
        by_object[one.object].push_back(one);
    }
    for (const auto& [object, there] : by_object) {
      clash(kind, key_.by, there,
            [](const Said& one, const Said& other) { return one.relation != other.relation; });
    }
  }

  // Claims that contradict each other for sure make one conflict; those that perhaps do, another.
  template <typename Contradict>
  void clash(ConflictKind kind, const std::vector<TermId>& qualifiers,
             const std::vector<Said>& said, const Contradict& contradict) {
    if (said.size() < 2) return;
    std::vector<std::size_t> sure(said.size());
    for (std::size_t i = 0; i < said.size(); ++i) sure[i] = i;
    std::vector<std::size_t> perhaps = sure;
    std::vector<bool> is_sure(said.size());
    std::vector<bool> is_perhaps(said.size());
    for (std::size_t i = 0; i < said.size(); ++i) {
      for (std::size_t j = i + 1; j < said.size(); ++j) {
        if (!contradict(said[i], said[j])) continue;
        // Opposite relations follow each other in time: that is what is shown.
        const bool meet =
            kind == ConflictKind::opposite || at_one_time(said[i].claim, said[j].claim);
        const Agreement agreed =
            meet ? agree(qualifiers, said[i].claim, said[j].claim) : Agreement::no;
        if (agreed == Agreement::no) continue;
        if (agreed == Agreement::yes) {
          is_sure[i] = is_sure[j] = true;
          unite(sure, i, j);
        } else {
          is_perhaps[i] = is_perhaps[j] = true;
          unite(perhaps, i, j);
        }
      }
    }
    tell(kind, false, said, sure, is_sure);
    for (std::size_t i = 0; i < said.size(); ++i) {
      // A possible conflict that only repeats a sure one is not told again.
      if (is_perhaps[i] && !is_sure[i]) {
        tell(kind, true, said, perhaps, is_perhaps);
        break;
      }
    }
  }

  static std::size_t root(std::vector<std::size_t>& of, std::size_t i) {
    while (of[i] != i) i = of[i] = of[of[i]];
    return i;
  }
  static void unite(std::vector<std::size_t>& of, std::size_t i, std::size_t j) {
    const std::size_t a = root(of, i);
    const std::size_t b = root(of, j);
    of[std::max(a, b)] = std::min(a, b);
  }

  void tell(ConflictKind kind, bool possible, const std::vector<Said>& said,
            std::vector<std::size_t>& of, const std::vector<bool>& in) {
    std::map<std::size_t, Conflict> found;
    for (std::size_t i = 0; i < said.size(); ++i) {
      if (!in[i]) continue;
      Conflict& conflict = found[root(of, i)];
      conflict.kind = kind;
      conflict.possible = possible;
      conflict.subject = subject_;
      add(conflict, said[i]);
    }
    for (auto& [first, conflict] : found) {
      arrange(conflict);
      visit_(conflict);
    }
  }

  static void add(Conflict& conflict, const Said& said) {
    for (ConflictPosition& position : conflict.positions) {
      if (position.relation != said.relation || position.object != said.object) continue;
      if (position.denied != said.denied) continue;
      position.claims.push_back(said.claim);
      return;
    }
    conflict.positions.push_back({said.relation, said.object, said.denied, {said.claim}});
  }

  // When a position was first taken: since when it holds, else when it became known.
  std::int64_t begins(const ConflictPosition& position) {
    std::int64_t first = storage::kTimeEnd;
    for (const TermId claim : position.claims) {
      const ClaimFact& fact = facts_.of(claim);
      first = std::min(first, fact.from != storage::kTimeBegin ? fact.from : fact.known);
    }
    return first;
  }
  void arrange(Conflict& conflict) {
    if (conflict.kind == ConflictKind::opposite) {
      std::stable_sort(conflict.positions.begin(), conflict.positions.end(),
                       [&](const ConflictPosition& a, const ConflictPosition& b) {
                         return begins(a) < begins(b);
                       });
      return;
    }
    std::stable_sort(conflict.positions.begin(), conflict.positions.end(),
                     [](const ConflictPosition& a, const ConflictPosition& b) {
                       return std::tuple(a.relation, a.object, a.denied) <
                              std::tuple(b.relation, b.object, b.denied);
                     });
  }

  const storage::Snapshot& snapshot_;
  const ConflictKey& key_;
  ClaimFacts& facts_;
  const std::function<void(const Conflict&)>& visit_;
  TermId subject_;
};

}  // namespace

void each_conflict(const storage::Snapshot& snapshot, const ConflictKey& key, ClaimFacts& facts,
                   const std::function<void(const Conflict&)>& visit) {
  Finder finder(snapshot, key, facts, visit);
  TermId subject;
  std::vector<Said> said;
  each_placed_claim(
      snapshot, key.subject,
      [&](const storage::Triple& triple, TermId claim, const storage::ClaimState& state) {
        if (state.retracted || state.alternative) return;
        if (triple.subject != subject) {
          finder.subject(subject, said);
          said.clear();
          subject = triple.subject;
        }
        said.push_back({triple.relation, triple.object, claim, state.denied});
      });
  finder.subject(subject, said);
}

}  // namespace vouch::view
