// What the tests of evidence share: a store, its claims, and the checker of proofs.
#include "tests/evidence/evidence_store.hpp"
#include "tests/reference/generator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "parser/parse.hpp"
#include "storage/well_known.hpp"

namespace vouch::test {

using evidence::Item;
using evidence::ProofFact;
using evidence::Step;
using storage::ClaimRecord;
using storage::TermId;
using storage::Triple;

std::unique_ptr<Told> Told::text(const std::string& facts) {
  auto told = std::make_unique<Told>();
  told->database_ = Database::scratch();
  const Collected said = told->run(facts);
  if (!said.error().empty()) {
    ADD_FAILURE() << said.error() << "\n" << facts;
    return nullptr;
  }
  return told;
}

std::unique_ptr<Told> Told::files(const std::filesystem::path& facts) {
  auto told = std::make_unique<Told>();
  told->database_ = Database::scratch();
  Collected said;
  LoadReport report;
  if (told->database_->load({facts}, {}, said, report) != Outcome::ok) {
    ADD_FAILURE() << said.error();
    return nullptr;
  }
  return told;
}

Collected Told::run(const std::string& script) {
  Session session(*database_);
  Collected said;
  static_cast<void>(session.run_script(SourceText("script", script), said));
  return said;
}

std::optional<session::Proofs> Told::proofs(const ast::Query& query, std::uint64_t most,
                                            std::size_t ways, exec::Terms& terms,
                                            const storage::Snapshot& snapshot) {
  session::Core core(*database_);
  core.settings.today = storage::Date::single(*storage::Date::parse_period("2025-11-30"));
  const SourceText source("script", "");
  Collected said;
  const session::Run run{core, source, said};
  const Result<Compiled> compiled =
      compile(query, run.bind_input(snapshot), core.settings, false);
  if (!compiled) return std::nullopt;
  evidence::ProofLimits limits;
  limits.ways = ways;
  return session::prove_rows(run, *compiled, snapshot, terms, {0, most}, limits);
}

std::optional<bool> Told::holds(const std::string& condition) {
  const Collected said = run(condition + ";");
  if (!said.error().empty() || said.answers.size() != 1) return std::nullopt;
  const auto& rows = said.answers.front().rows;
  if (rows.size() != 1 || rows.front().size() != 1) return std::nullopt;
  const auto* value = rows.front().front().term.as<bool>();
  return value != nullptr && *value;
}

std::map<TermId, ClaimRecord> all_claims(const storage::Snapshot& snapshot) {
  std::map<TermId, ClaimRecord> out;
  for (std::uint64_t number = 1; number <= snapshot.counts().claims; ++number) {
    if (auto record = snapshot.claim(TermId(storage::IdTag::claim, number))) {
      out.emplace(record->id, *std::move(record));
    }
  }
  return out;
}

namespace {

class Checker {
 public:
  Checker(Told& told, const storage::Snapshot& snapshot,
          const std::map<TermId, ClaimRecord>& claims)
      : told_(told), snapshot_(snapshot), claims_(claims) {}

  std::string fault;

  void steps(const std::vector<Step>& list) {
    for (const Step& one : list) step(one);
  }

 private:
  void bad(const Step& step, const std::string& what) {
    if (fault.empty()) fault = what + ": " + step.ground + "  (asked " + step.asked + ")";
  }

  void step(const Step& step) {
    if (step.kind == Item::Kind::pattern) pattern(step);
    if (step.kind == Item::Kind::condition) {
      const std::optional<bool> holds = told_.holds(step.ground);
      if (holds && !*holds) bad(step, "a condition that does not hold");
    }
    for (const auto& part : step.parts) steps(part);
    if (!step.holds && !step.parts.empty()) bad(step, "it does not hold, and has parts");
  }

  [[nodiscard]] bool symmetric(TermId relation) const {
    const storage::RelationInfo* info = snapshot_.catalog().relation(relation);
    return info != nullptr && info->symmetric;
  }
  [[nodiscard]] bool says(const ClaimRecord& record, const Triple& triple) const {
    const auto fits = [](TermId wanted, TermId found) { return !wanted.bound() || wanted == found; };
    const auto same = [&](const Triple& one) {
      return fits(triple.subject, one.subject) && fits(triple.relation, one.relation) &&
             fits(triple.object, one.object);
    };
    const Triple back{record.triple.object, record.triple.relation, record.triple.subject};
    return same(record.triple) || (symmetric(record.triple.relation) && same(back));
  }

  void pattern(const Step& step) {
    const bool asks_claims = step.asked.starts_with("claim ");
    for (const ProofFact& fact : step.facts) {
      std::set<TermId> listed;
      for (const TermId id : fact.claims) {
        const auto found = claims_.find(id);
        if (found == claims_.end()) return bad(step, "a claim that is not there");
        const ClaimRecord& record = found->second;
        listed.insert(id);
        if (record.retracted) bad(step, "a retracted claim");
        const bool carries = fact.triple.subject == id && carried(record, fact.triple);
        const bool silent = record.denied || record.alternative;
        if (!asks_claims && !carries && silent) bad(step, "it says nothing");
        if (!says(record, fact.triple) && !carries) bad(step, "a claim of something else");
      }
      if (!asks_claims) complete(step, fact, listed);
    }
    ends(step);
  }

  // A qualifier of the claim itself.
  [[nodiscard]] static bool carried(const ClaimRecord& record, const Triple& triple) {
    const auto is = [&](const auto& one) {
      return (!triple.relation.bound() || one.first == triple.relation) &&
             (!triple.object.bound() || one.second == triple.object);
    };
    return std::any_of(record.qualifiers.begin(), record.qualifiers.end(), is);
  }

  // No claim that says it is left out; without one it must be in the graph all the same.
  void complete(const Step& step, const ProofFact& fact, const std::set<TermId>& listed) {
    const Triple& triple = fact.triple;
    if (!triple.subject.bound() || !triple.object.bound()) return;
    std::uint64_t all = 0;
    for (const auto& [id, record] : claims_) {
      const bool counts = !record.denied && !record.retracted && !record.alternative;
      if (!counts || !says(record, triple)) continue;
      ++all;
      if (!listed.contains(id) && fact.more == 0) bad(step, "the claim " + record.name + " is not listed");
    }
    const bool stored = triple.relation.bound() && snapshot_.contains(triple);
    if (all == 0 && listed.empty() && !stored) bad(step, "nothing says it");
  }

  // The facts join what the pattern's two ends hold: one fact directly, a path hop by hop.
  void ends(const Step& step) {
    if (step.facts.empty()) return;
    const TermId from = step.from;
    const TermId to = step.to;
    if (!from.bound() || !to.bound() || from.tag() == storage::IdTag::local ||
        to.tag() == storage::IdTag::local) {
      return;
    }
    std::set<TermId> reached = {from};
    for (const ProofFact& fact : step.facts) {
      if (!step.hops) reached = {from};
      std::set<TermId> next;
      for (const TermId at : reached) {
        if (!fact.triple.subject.bound() || fact.triple.subject == at) next.insert(fact.triple.object);
        if (!fact.triple.object.bound() || fact.triple.object == at) next.insert(fact.triple.subject);
      }
      reached = std::move(next);
    }
    if (!reached.contains(to)) bad(step, "the facts do not join the pattern's ends");
  }

  Told& told_;
  const storage::Snapshot& snapshot_;
  const std::map<TermId, ClaimRecord>& claims_;
};

}  // namespace

std::string fault_in(const evidence::RowProof& proof, Told& told,
                     const storage::Snapshot& snapshot,
                     const std::map<TermId, ClaimRecord>& claims) {
  Checker checker(told, snapshot, claims);
  for (const evidence::Way& way : proof.ways) checker.steps(way.steps);
  if (checker.fault.empty() && proof.ways.empty()) return "a row without a way to it";
  return checker.fault;
}

std::string facts_of(std::uint64_t seed) {
  std::string text = reference::declarations();
  for (const std::string& claim : reference::random_claims(seed)) text += claim + "\n";
  return text;
}

reference::World world_of(const std::string& facts) {
  const SourceText source("facts", facts);
  return reference::world_from(parser::parse_script(source).script);
}

}  // namespace vouch::test
