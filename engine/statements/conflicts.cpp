#include "engine/statements/conflicts.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/result/cells.hpp"
#include "engine/statements/expectation.hpp"
#include "engine/statements/tables.hpp"
#include "engine/statements/viewed.hpp"
#include "engine/view/conflicts.hpp"
#include "storage/well_known.hpp"

namespace vouch::session {

namespace {

namespace well_known = storage::well_known;
using result::text_cell;
using storage::TermId;
using view::Conflict;
using view::ConflictKind;
using view::ConflictPosition;

const char* kind_text(ConflictKind kind) {
  switch (kind) {
    case ConflictKind::two_values: return "two values";
    case ConflictKind::said_and_denied: return "said and denied";
    case ConflictKind::exclusive: return "exclusive";
    case ConflictKind::opposite: return "opposite";
  }
  return "";
}

class Conflicts {
 public:
  Conflicts(const Run& run, const storage::Snapshot& snapshot)
      : run_(run), snapshot_(snapshot), terms_(snapshot), cells_(terms_), facts_(snapshot) {}

  bool resolve(const ast::ConflictsStatement& statement, Span place) {
    Diagnostics problems;
    bind::Resolver resolver(snapshot_, run_.core.parameters, run_.core.prefixes, problems);
    for (const ast::Term& term : statement.of) wanted(term, resolver, problems);
    for (const std::string& word : statement.by) {
      ast::PlainName name;
      name.form = ast::NameForm::id;
      name.text = word;
      name.place = place;
      const auto id = resolver.qualifier(name);
      if (id) key_.by.push_back(*id);
    }
    return run_.tell(problems) == Outcome::ok;
  }

  // In the order of what is said, which no loading changes.
  void fill(Table& table) {
    std::vector<std::pair<std::string, Conflict>> found;
    view::each_conflict(snapshot_, key_, facts_, [&](const Conflict& conflict) {
      if (!asked_for(conflict)) return;
      Conflict arranged = conflict;
      std::string text = arrange(arranged);
      found.emplace_back(std::move(text), std::move(arranged));
    });
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [text, conflict] : found) add(conflict, table);
  }

  [[nodiscard]] std::vector<std::string> notes() const {
    std::vector<std::string> out{counted(number_, "conflict")};
    if (possible_ > 0) {
      out.push_back(fmt::format("{} only possible: a part of the key is not stated", possible_));
    }
    return out;
  }

 private:
  // A relation or an entity: what is both is both.
  void wanted(const ast::Term& term, bind::Resolver& resolver, Diagnostics& problems) {
    const auto* name = std::get_if<ast::Name>(&term);
    if (name == nullptr) {
      problems.push_back(error_at(ast::place_of(term), "E0301", "`of` wants a name"));
      return;
    }
    if (name->form == ast::NameForm::id) {
      if (const auto* relation = snapshot_.catalog().relation(name->text)) {
        of_.insert(relation->inverse_of.bound() ? relation->inverse_of : relation->id);
        return;
      }
    }
    const auto id = resolver.constant_id(term);
    if (id) of_.insert(*id);
  }

  [[nodiscard]] bool asked_for(const Conflict& conflict) const {
    if (of_.empty() || of_.contains(conflict.subject)) return true;
    return std::any_of(conflict.positions.begin(), conflict.positions.end(),
                       [&](const ConflictPosition& position) {
                         return of_.contains(position.relation) || of_.contains(position.object);
                       });
  }

  // Positions by what they say (those of opposite relations stay in order of time), their claims by
  // name.
  std::string arrange(Conflict& conflict) {
    const auto bare = [&](const ConflictPosition& position) {
      std::string text = says(conflict, position);
      return position.denied ? text.substr(5) + " denied" : text;
    };
    if (conflict.kind != ConflictKind::opposite) {
      std::stable_sort(
          conflict.positions.begin(), conflict.positions.end(),
          [&](const ConflictPosition& a, const ConflictPosition& b) { return bare(a) < bare(b); });
    }
    std::string text;
    for (ConflictPosition& position : conflict.positions) {
      std::stable_sort(position.claims.begin(), position.claims.end(), [&](TermId a, TermId b) {
        return facts_.of(a).record.name < facts_.of(b).record.name;
      });
      text += (text.empty() ? "" : "\n") + bare(position);
    }
    return text + "\n" + (conflict.possible ? "1" : "0") + kind_text(conflict.kind);
  }

  void add(const Conflict& conflict, Table& table) {
    ++number_;
    if (conflict.possible) ++possible_;
    for (const ConflictPosition& position : conflict.positions) {
      std::set<TermId> origins;
      for (const TermId claim : position.claims) origins.insert(facts_.of(claim).origin);
      Row row;
      row.push_back(result::number_cell(number_));
      row.push_back(
          text_cell(std::string(conflict.possible ? "possible: " : "") + kind_text(conflict.kind)));
      row.push_back(text_cell(says(conflict, position)));
      row.push_back(result::number_cell(origins.size()));
      row.push_back(
          listed(position, [&](TermId claim) { return texts(claim, well_known::kCertainty); }));
      row.push_back(listed(position, [&](TermId claim) { return said_by(claim); }));
      row.push_back(listed(position, [&](TermId claim) { return place(claim); }));
      row.push_back(
          listed(position, [&](TermId claim) { return texts(claim, well_known::kKnown); }));
      row.push_back(listed(position, [&](TermId claim) { return cells_.cell(claim).text; }));
      table.add(std::move(row));
    }
  }

  // As it would be claimed: `nvidia headed_by jensen_huang`, `deny nvidia sold h20`.
  std::string says(const Conflict& conflict, const ConflictPosition& position) {
    std::string out = position.denied ? "deny" : "";
    for (const TermId id : {conflict.subject, position.relation, position.object}) {
      out += (out.empty() ? "" : " ") + cells_.cell(id).text;
    }
    return out;
  }

  // What the claims of a position say, each once, in their order.
  template <typename Text>
  Cell listed(const ConflictPosition& position, const Text& text) {
    std::vector<std::string> parts;
    for (const TermId claim : position.claims) {
      std::string part = text(claim);
      if (part.empty() || std::find(parts.begin(), parts.end(), part) != parts.end()) continue;
      parts.push_back(std::move(part));
    }
    std::string all;
    for (const std::string& part : parts) all += (all.empty() ? "" : ", ") + part;
    return all.empty() ? Cell{} : text_cell(std::move(all));
  }
  std::string texts(TermId claim, TermId qualifier) {
    std::string out;
    for (const auto& [relation, value] : facts_.of(claim).record.qualifiers) {
      if (relation == qualifier) out += (out.empty() ? "" : " ") + cells_.cell(value).text;
    }
    return out;
  }
  std::string said_by(TermId claim) {
    std::string out;
    for (const auto& chain : facts_.of(claim).record.said_by) {
      std::string speakers;
      for (const TermId link : chain) {
        speakers += (speakers.empty() ? "" : " > ") + cells_.cell(link).text;
      }
      out += (out.empty() ? "" : " & ") + speakers;
    }
    return out;
  }
  std::string place(TermId claim) {
    const std::string locator = texts(claim, well_known::kLocator);
    return texts(claim, well_known::kSource) + (locator.empty() ? "" : " " + locator);
  }

  const Run& run_;
  const storage::Snapshot& snapshot_;
  exec::Terms terms_;
  result::Cells cells_;
  view::ClaimFacts facts_;
  view::ConflictKey key_;
  std::set<TermId> of_;
  std::uint64_t number_ = 0;
  std::uint64_t possible_ = 0;
};

Outcome conflicts(const Run& run, const ast::ConflictsStatement& statement, Span place,
                  Output& output) {
  const Result<Viewed> seen = viewed(run, statement.heads);
  if (!seen) return run.tell(seen.error());
  Conflicts found(run, seen->snapshot);
  if (!found.resolve(statement, place)) return Outcome::rejected;
  Table table(
      {"no", "conflict", "says", "sources", "certainty", "said by", "source", "known", "claims"});
  found.fill(table);
  table.send(run, output, found.notes());
  return Outcome::ok;
}

}  // namespace

Outcome conflicts_statement(const Run& run, const ast::ConflictsStatement& statement, Span place) {
  return with_expectation(run, statement.expect,
                          [&](Output& output) { return conflicts(run, statement, place, output); });
}

}  // namespace vouch::session
