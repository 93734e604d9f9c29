#include "engine/view/stance.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "engine/view/questions.hpp"

namespace vouch::view {

using storage::ClaimSet;
using storage::TermId;

namespace {

void drop(ClaimSet& claims, const Question& question, const std::set<TermId>& kept) {
  for (const Position& position : question.positions) {
    for (const TermId claim : position.claims) {
      if (!kept.contains(claim)) claims.remove(claim.payload());
    }
  }
}

std::set<TermId> latest(const Question& question, ClaimFacts& facts) {
  std::set<TermId> kept;
  std::int64_t newest = storage::kTimeBegin;
  for (const Position& position : question.positions) {
    for (const TermId claim : position.claims) {
      const std::int64_t known = facts.of(claim).known;
      if (known > newest) kept.clear();
      newest = std::max(newest, known);
      if (known == newest) kept.insert(claim);
    }
  }
  return kept;
}

// A value stands when more sources say it than deny it, and more than half of those who name one
// name it.
std::set<TermId> majority(const Question& question, ClaimFacts& facts) {
  std::set<TermId> all;
  std::map<TermId, std::set<TermId>> affirming;
  std::map<TermId, std::set<TermId>> denying;
  for (const Position& position : question.positions) {
    for (const TermId claim : position.claims) {
      const TermId origin = facts.of(claim).origin;
      if (!position.denied) all.insert(origin);
      (position.denied ? denying : affirming)[position.object].insert(origin);
    }
  }
  std::set<TermId> kept;
  for (const Position& position : question.positions) {
    const std::size_t yes = affirming[position.object].size();
    const std::size_t no = denying[position.object].size();
    const bool stands = position.denied ? no > yes : yes > no && 2 * yes > all.size();
    if (stands) kept.insert(position.claims.begin(), position.claims.end());
  }
  return kept;
}

}  // namespace

std::optional<Stance> stance_named(std::string_view word) {
  if (word == "any") return Stance::any;
  if (word == "latest") return Stance::latest;
  if (word == "majority") return Stance::majority;
  if (word == "undisputed") return Stance::undisputed;
  return std::nullopt;
}

void take_stance(Stance stance, const storage::Snapshot& snapshot, ClaimSet& claims, Gives gives) {
  ClaimFacts facts(snapshot);
  // Decided one by one, so the questions are asked of all claims that count before any is dropped.
  const ClaimSet before = claims;
  each_question(snapshot, before, gives.alternatives, facts, [&](const Question& question) {
    if (!question.disputed) return;
    switch (stance) {
      case Stance::any: return;
      case Stance::latest: return drop(claims, question, latest(question, facts));
      case Stance::majority: return drop(claims, question, majority(question, facts));
      case Stance::undisputed: return drop(claims, question, {});
    }
  });
}

}  // namespace vouch::view
