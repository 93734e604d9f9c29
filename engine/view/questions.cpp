#include "engine/view/questions.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "engine/view/claim_values.hpp"
#include "storage/merges.hpp"
#include "storage/well_known.hpp"

namespace vouch::view {

namespace known = storage::well_known;
using storage::ClaimSet;
using storage::TermId;

namespace {

constexpr int kCopiesMost = 16;  // of copies: a ring of them ends here

struct Answer {
  TermId object;
  TermId claim;
  bool denied = false;
};

// What one subject is said to be related to in one way.
class Answers {
 public:
  Answers(const storage::Snapshot& snapshot, ClaimFacts& facts,
          const std::function<void(const Question&)>& visit)
      : snapshot_(snapshot), facts_(facts), visit_(visit) {}

  void take(TermId subject, TermId relation, const Answer& answer) {
    if (subject != subject_ || relation != relation_) settle();
    subject_ = subject;
    relation_ = relation;
    answers_.push_back(answer);
  }

  void settle() {
    if (answers_.empty()) return;
    const storage::RelationInfo* info = snapshot_.catalog().relation(relation_);
    if (info != nullptr && info->functional && answers_.size() > 1) {
      by_key(*info);
    } else {
      by_object(answers_);
    }
    answers_.clear();
  }

 private:
  // The key's values, if all of them are stated.
  std::optional<std::vector<TermId>> key_of(TermId claim, const storage::RelationInfo& info) {
    std::vector<TermId> key;
    for (const TermId qualifier : info.functional_per) {
      TermId value;
      for (const auto& [relation, given] : facts_.of(claim).record.qualifiers) {
        if (relation == qualifier && (!value.bound() || given < value)) value = given;
      }
      if (!value.bound()) return std::nullopt;
      key.push_back(value);
    }
    return key;
  }

  void by_key(const storage::RelationInfo& info) {
    std::map<std::vector<TermId>, std::vector<Answer>> keyed;
    std::vector<Answer> others;
    for (const Answer& answer : answers_) {
      if (auto key = key_of(answer.claim, info)) {
        keyed[std::move(*key)].push_back(answer);
      } else {
        others.push_back(answer);
      }
    }
    for (const auto& [key, answers] : keyed) ask(answers);
    by_object(others);
  }

  // Answers come sorted by object.
  void by_object(const std::vector<Answer>& answers) {
    for (std::size_t i = 0; i < answers.size();) {
      std::size_t end = i + 1;
      while (end < answers.size() && answers[end].object == answers[i].object) ++end;
      ask({answers.begin() + static_cast<std::ptrdiff_t>(i),
           answers.begin() + static_cast<std::ptrdiff_t>(end)});
      i = end;
    }
  }

  void ask(const std::vector<Answer>& answers) {
    Question question;
    for (const Answer& answer : answers) {
      auto at = std::find_if(
          question.positions.begin(), question.positions.end(), [&](const Position& position) {
            return position.object == answer.object && position.denied == answer.denied;
          });
      if (at == question.positions.end()) {
        question.positions.push_back({answer.object, answer.denied, {}});
        at = question.positions.end() - 1;
      }
      at->claims.push_back(answer.claim);
    }
    std::stable_sort(question.positions.begin(), question.positions.end(),
                     [](const Position& a, const Position& b) {
                       return std::pair(a.object, a.denied) < std::pair(b.object, b.denied);
                     });
    keep_disputed(question);
    visit_(question);
  }

  static bool contradict(const Position& a, const Position& b) {
    const bool said_and_denied = a.object == b.object && a.denied != b.denied;
    const bool two_values = a.object != b.object && !a.denied && !b.denied;
    return said_and_denied || two_values;
  }
  // Where claims contradict each other, only those that do are left.
  void keep_disputed(Question& question) {
    std::vector<Position> disputed;
    for (const Position& one : question.positions) {
      Position left{one.object, one.denied, {}};
      for (const TermId claim : one.claims) {
        const bool contradicted = std::any_of(
            question.positions.begin(), question.positions.end(), [&](const Position& other) {
              return contradict(one, other) &&
                     std::any_of(other.claims.begin(), other.claims.end(), [&](TermId against) {
                       return view::at_one_time(facts_.of(claim), facts_.of(against));
                     });
            });
        if (contradicted) left.claims.push_back(claim);
      }
      if (!left.claims.empty()) disputed.push_back(std::move(left));
    }
    question.disputed = !disputed.empty();
    if (question.disputed) question.positions = std::move(disputed);
  }

  const storage::Snapshot& snapshot_;
  ClaimFacts& facts_;
  const std::function<void(const Question&)>& visit_;
  TermId subject_;
  TermId relation_;
  std::vector<Answer> answers_;
};

}  // namespace

const ClaimFact& ClaimFacts::of(TermId claim) {
  if (const auto found = known_.find(claim); found != known_.end()) return found->second;
  return known_.emplace(claim, read(claim)).first->second;
}

TermId ClaimFacts::origin_of(const storage::ClaimRecord& record) const {
  if (!record.said_by.empty() && !record.said_by.front().empty()) {
    return record.said_by.front().front();
  }
  TermId source;
  for (const auto& [relation, value] : record.qualifiers) {
    if (relation == known::kSource) {
      source = value;
      break;
    }
  }
  for (int i = 0; source.bound() && i < kCopiesMost; ++i) {
    storage::TripleCursor cursor(snapshot_, storage::Order::spo);
    cursor.open(std::array{source, known::kCopyOf});
    TermId original;
    if (cursor.next(nullptr, nullptr, &original, 1) == 0) break;
    source = original;
  }
  return source.bound() ? source : record.id;
}

ClaimFact ClaimFacts::read(TermId claim) {
  ClaimFact fact;
  auto record = snapshot_.claim(claim);
  if (!record) return fact;
  fact.record = storage::canonical(snapshot_, std::move(*record));
  fact.origin = origin_of(fact.record);
  for (const auto& [relation, value] : fact.record.qualifiers) {
    if (relation != known::kKnown && relation != known::kSince && relation != known::kUntil)
      continue;
    const storage::Term term = snapshot_.term(value);
    const auto* date = term.as<storage::Date>();
    if (date == nullptr) continue;
    if (relation == known::kKnown) fact.known = date->end() - 1;
    if (relation == known::kSince) fact.from = date->begin();
    if (relation == known::kUntil) fact.to = date->end();
  }
  return fact;
}

void each_question(const storage::Snapshot& snapshot, const ClaimSet& claims, bool alternatives,
                   ClaimFacts& facts, const std::function<void(const Question&)>& visit) {
  Answers answers(snapshot, facts, visit);
  each_placed_claim(
      snapshot, {},
      [&](const storage::Triple& triple, TermId claim, const storage::ClaimState& state) {
        if (!claims.has(claim.payload())) return;
        if (state.alternative && !alternatives) return;
        answers.take(triple.subject, triple.relation, {triple.object, claim, state.denied});
      });
  answers.settle();
}

}  // namespace vouch::view
