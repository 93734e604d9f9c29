#include "engine/statements/pivotal.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/evidence/citations.hpp"
#include "engine/evidence/leaf_facts.hpp"
#include "engine/evidence/witnesses.hpp"
#include "engine/result/citation_list.hpp"
#include "engine/statements/derivations.hpp"
#include "engine/statements/tables.hpp"
#include "storage/said_plainly.hpp"

namespace vouch::session {

using evidence::Breakable;
using evidence::ClaimNumbers;
using storage::TermId;

namespace {

constexpr std::size_t kRoundsMost = 20;  // of trying and learning
constexpr std::size_t kTriesMost = 60;   // sets tried for a row

// Rows of a group change when a member goes; each member has to be broken by itself.
class Pivots {
 public:
  Pivots(const Run& run, const Compiled& compiled, const storage::Snapshot& snapshot)
      : run_(run),
        compiled_(compiled),
        snapshot_(snapshot),
        terms_(snapshot),
        support_(evidence::support_of(compiled.bound.plan)),
        without_(snapshot) {
    show_all(support_);
  }

  [[nodiscard]] std::vector<exec::Batch> rows(bool& more) {
    return rows_of(run_, support_.answer, snapshot_, terms_, {}, more);
  }
  [[nodiscard]] evidence::Witnesses of(const exec::Batch& row);
  [[nodiscard]] exec::Terms& terms() { return terms_; }

 private:
  // What can break the row's derivations in a store; none: there is no derivation.
  [[nodiscard]] std::vector<Breakable> derivations(const storage::Snapshot& snapshot,
                                                   const exec::Batch& row);
  [[nodiscard]] bool stands(const storage::Snapshot& snapshot, const exec::Batch& row);
  [[nodiscard]] evidence::Witnesses of_group(const exec::Batch& row);
  [[nodiscard]] Breakable breakable(const exec::Batch& rows, std::size_t at,
                                    evidence::LeafFacts& facts,
                                    const storage::Snapshot& snapshot) const;
  // The row's values in the terms of another snapshot.
  [[nodiscard]] exec::Batch translated(const exec::Batch& row, exec::Terms& terms);

  const Run& run_;
  const Compiled& compiled_;
  const storage::Snapshot& snapshot_;
  exec::Terms terms_;
  evidence::Support support_;
  evidence::Without without_;
};

exec::Batch Pivots::translated(const exec::Batch& row, exec::Terms& terms) {
  exec::Batch out = row;
  for (auto& column : out.columns) {
    for (TermId& id : column) {
      if (id.tag() == storage::IdTag::local) id = terms.encode(terms_.decode(id));
    }
  }
  return out;
}

Breakable Pivots::breakable(const exec::Batch& rows, std::size_t at, evidence::LeafFacts& facts,
                            const storage::Snapshot& snapshot) const {
  Breakable out;
  for (std::size_t leaf = 0; leaf < support_.leaves.size(); ++leaf) {
    for (const evidence::Fact& fact : facts.of(leaf, rows, at)) {
      const auto claims = facts.claims(fact);
      const storage::Triple& triple = fact.triple;
      const bool whole = triple.subject.bound() && triple.relation.bound() && triple.object.bound();
      const bool about_claim = triple.subject.tag() == storage::IdTag::claim;
      const bool plain = whole && !about_claim && storage::said_plainly(snapshot, triple);
      if (claims.empty() || plain) continue;
      out.facts.emplace_back(claims.begin(), claims.end());
      std::sort(out.facts.back().begin(), out.facts.back().end());
    }
  }
  std::sort(out.facts.begin(), out.facts.end());
  out.facts.erase(std::unique(out.facts.begin(), out.facts.end()), out.facts.end());
  return out;
}

std::vector<Breakable> Pivots::derivations(const storage::Snapshot& snapshot,
                                           const exec::Batch& row) {
  exec::Terms terms(snapshot);
  const exec::Batch here = translated(row, terms);
  const Derivations found =
      derivations_of_row(run_, support_, snapshot, terms, identity_of(support_, here, terms));
  evidence::LeafFacts facts(support_, support_.derivations.columns, terms, run_.options());
  std::vector<Breakable> out;
  for (std::size_t at = 0; at < found.rows.rows; ++at) {
    Breakable one = breakable(found.rows, at, facts, snapshot);
    if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
  }
  return out;
}

// Is there a row that shows the same?
bool Pivots::stands(const storage::Snapshot& snapshot, const exec::Batch& row) {
  exec::Terms terms(snapshot);
  const exec::Batch here = translated(row, terms);
  const physical::Plan lowered =
      lower_plan(compiled_.bound.plan, snapshot, run_.core.settings);
  exec::Execution execution(lowered, terms, run_.options());
  exec::Batch batch;
  while (execution.next(batch)) {
    for (std::size_t at = 0; at < batch.rows; ++at) {
      bool same = true;
      for (std::size_t c = 0; same && c < batch.columns.size(); ++c) {
        same = terms.canonical(batch.columns[c][at]) == terms.canonical(here.columns[c][0]);
      }
      if (same) return true;
    }
  }
  return false;
}

// Sets are tried; where the row still stands, its other derivations are learnt from that.
evidence::Witnesses Pivots::of(const exec::Batch& row) {
  if (support_.grouped) return of_group(row);
  std::vector<Breakable> known = derivations(snapshot_, row);
  std::set<ClaimNumbers> good;
  std::size_t tries = 0;
  for (std::size_t round = 0;; ++round) {
    evidence::Witnesses found = evidence::smallest_sets(known);
    bool learnt = false;
    std::vector<ClaimNumbers> tried;
    for (const ClaimNumbers& set : found.sets) {
      if (good.contains(set)) {
        tried.push_back(set);
        continue;
      }
      if (tries >= kTriesMost || tried.size() > kSetsShown) {
        found.more = true;
        break;
      }
      ++tries;
      const storage::Snapshot seen = without_.claims(set);
      const std::vector<Breakable> left = derivations(seen, row);
      if (left.empty()) {
        good.insert(set);
        tried.push_back(set);
        continue;
      }
      for (const Breakable& one : left) {
        if (std::find(known.begin(), known.end(), one) != known.end()) continue;
        known.push_back(one);
        learnt = true;
      }
    }
    if (learnt && round < kRoundsMost) continue;
    found.more = found.more || learnt;
    found.sets = std::move(tried);
    return found;
  }
}

// Of a group: what breaks a member, or several of them; each is tried.
evidence::Witnesses Pivots::of_group(const exec::Batch& row) {
  evidence::Witnesses out;
  const std::vector<Breakable> members = derivations(snapshot_, row);
  std::set<ClaimNumbers> open;
  for (const Breakable& member : members) {
    for (const ClaimNumbers& fact : member.facts) open.insert(fact);
  }
  const std::vector<ClaimNumbers> pieces(open.begin(), open.end());
  std::size_t tries = 0;
  std::vector<ClaimNumbers> level = pieces;
  while (!level.empty()) {
    std::vector<ClaimNumbers> next;
    for (const ClaimNumbers& set : level) {
      const auto holds = [&](const ClaimNumbers& other) {
        return std::includes(set.begin(), set.end(), other.begin(), other.end());
      };
      if (std::any_of(out.sets.begin(), out.sets.end(), holds)) continue;
      if (++tries > kTriesMost) {
        out.more = true;
        return out;
      }
      if (!stands(without_.claims(set), row)) {
        std::erase_if(out.sets, [&](const ClaimNumbers& other) {
          return std::includes(other.begin(), other.end(), set.begin(), set.end());
        });
        out.sets.push_back(set);
        continue;
      }
      for (const ClaimNumbers& piece : pieces) {
        ClaimNumbers both;
        std::set_union(set.begin(), set.end(), piece.begin(), piece.end(),
                       std::back_inserter(both));
        if (both.size() > set.size()) next.push_back(std::move(both));
      }
    }
    std::sort(next.begin(), next.end(), [](const ClaimNumbers& a, const ClaimNumbers& b) {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    next.erase(std::unique(next.begin(), next.end()), next.end());
    level = std::move(next);
  }
  return out;
}

Cell set_cell(const ClaimNumbers& set, evidence::Citations& citations) {
  Evidence out;
  for (const TermId claim : set) out.claims.push_back(citations.of(claim));
  Cell cell = result::text_cell(result::names_text(out));
  cell.evidence = std::make_shared<const Evidence>(std::move(out));
  return cell;
}

}  // namespace

Outcome pivotal(const Run& run, const ast::Query& query) {
  const Result<Question> question = question_of(run, query);
  if (!question) return run.tell(question.error());
  const storage::Snapshot& snapshot = question->seen->snapshot;
  const Compiled& compiled = question->compiled;
  static_cast<void>(run.tell(compiled.bound.notices));
  Pivots pivots(run, compiled, snapshot);
  result::Cells cells(pivots.terms());
  evidence::Citations citations(snapshot, cells);
  std::vector<std::string> columns = compiled.bound.columns;
  columns.emplace_back("without");
  Table table(columns);
  bool more_rows = false;
  std::uint64_t fixed = 0;
  std::uint64_t cut = 0;
  const std::vector<exec::Batch> rows = pivots.rows(more_rows);
  for (const exec::Batch& row : rows) {
    evidence::Witnesses found = pivots.of(row);
    Row shown;
    for (std::size_t c = 0; c < compiled.bound.columns.size(); ++c) {
      shown.push_back(cells.cell(row.columns[c][0]));
    }
    if (found.sets.size() > kSetsShown) {
      found.sets.resize(kSetsShown);
      found.more = true;
    }
    cut += found.more ? 1 : 0;
    if (found.sets.empty() && !found.more) ++fixed;
    if (found.sets.empty()) {
      table.add(shown);
      table.rows().back().emplace_back();
    }
    for (const ClaimNumbers& set : found.sets) {
      table.add(shown);
      table.rows().back().push_back(set_cell(set, citations));
    }
  }
  std::vector<std::string> notes = {
      fmt::format("sets for {} of the answer", counted(rows.size(), "row"))};
  if (more_rows) notes.back() = fmt::format("sets for the first {} rows of the answer", rows.size());
  if (fixed > 0) notes.push_back(counted(fixed, "row") + " that no retraction removes");
  if (cut > 0) notes.push_back(counted(cut, "row") + " with more sets than are listed");
  table.send(run, run.output, std::move(notes));
  return Outcome::ok;
}

}  // namespace vouch::session
