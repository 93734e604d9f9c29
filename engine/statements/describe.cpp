#include "engine/statements/describe.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/load/workspace.hpp"
#include "engine/statements/expectation.hpp"
#include "engine/statements/tables.hpp"
#include "engine/statements/viewed.hpp"
#include "engine/view/conflicts.hpp"
#include "storage/merges.hpp"
#include "storage/well_known.hpp"

namespace vouch::session {

namespace {

namespace well_known = storage::well_known;
using result::Cells;
using result::text_cell;
using storage::ClaimRecord;
using storage::TermId;

struct Found {
  ClaimRecord record;
  bool incoming = false;
  bool disputed = false;
  std::size_t sources = 0;  // independent ones that say or deny the same
  std::size_t relation_rank = 0;
  std::int64_t known = 0;  // begin of `known`, for the order
};

class Description {
 public:
  Description(const Run& run, const storage::Snapshot& snapshot, bool several)
      : run_(run),
        snapshot_(snapshot),
        terms_(snapshot),
        cells_(terms_),
        facts_(snapshot),
        several_(several) {
    const auto& relations = snapshot.catalog().relations;
    for (std::size_t i = 0; i < relations.size(); ++i) rank_[relations[i].id] = i;
  }

  [[nodiscard]] std::vector<std::string> columns() const {
    std::vector<std::string> out = {"relation", "value",  "certainty", "when", "said by",
                                    "details",  "source", "sources",   "claim"};
    if (several_) out.insert(out.begin(), "of");
    return out;
  }
  void describe(TermId subject, Table& table);
  [[nodiscard]] std::uint64_t denied() const { return denied_; }
  [[nodiscard]] std::uint64_t disputed() const { return disputed_; }

 private:
  void row(Table& table, TermId subject, Row cells) {
    cells.resize(9);
    if (several_) cells.insert(cells.begin(), cells_.cell(subject));
    table.add(std::move(cells));
  }
  void own_facts(TermId subject, Table& table);
  void claim_facts(TermId claim, Table& table);
  std::vector<Found> claims_of(TermId subject);
  void weigh(TermId subject, std::vector<Found>& all);
  void collect(storage::ClaimOrder order, TermId subject, bool incoming, std::vector<Found>& out);
  [[nodiscard]] Row claim_row(const Found& found);
  [[nodiscard]] std::vector<TermId> values(const ClaimRecord& record, TermId relation) const;
  [[nodiscard]] Cell joined(const std::vector<TermId>& ids);
  [[nodiscard]] Cell when(const ClaimRecord& record);
  [[nodiscard]] Cell said_by(const ClaimRecord& record);
  [[nodiscard]] Cell details(const ClaimRecord& record);
  [[nodiscard]] Cell certainty(const Found& found);

  const Run& run_;
  const storage::Snapshot& snapshot_;
  exec::Terms terms_;
  Cells cells_;
  view::ClaimFacts facts_;
  bool several_;
  std::unordered_map<TermId, std::size_t> rank_;
  std::uint64_t denied_ = 0;
  std::uint64_t disputed_ = 0;
};

std::vector<TermId> Description::values(const ClaimRecord& record, TermId relation) const {
  std::vector<TermId> out;
  for (const auto& [name, value] : record.qualifiers) {
    if (name == relation) out.push_back(value);
  }
  return out;
}

Cell Description::joined(const std::vector<TermId>& ids) {
  if (ids.empty()) return {};
  if (ids.size() == 1) return cells_.cell(ids.front());
  std::string text;
  for (const TermId id : ids) text += (text.empty() ? "" : ", ") + cells_.cell(id).text;
  return text_cell(std::move(text));
}

Cell Description::when(const ClaimRecord& record) {
  const std::vector<TermId> during = values(record, well_known::kDuring);
  if (!during.empty()) return joined(during);
  const std::vector<TermId> since = values(record, well_known::kSince);
  const std::vector<TermId> until = values(record, well_known::kUntil);
  if (since.empty() && until.empty()) return {};
  std::string text;
  if (!since.empty()) text = "since " + joined(since).text;
  if (!until.empty()) text += (text.empty() ? "until " : ", until ") + joined(until).text;
  return text_cell(std::move(text));
}

Cell Description::said_by(const ClaimRecord& record) {
  if (record.said_by.empty()) return {};
  std::string text;
  for (const auto& chain : record.said_by) {
    if (!text.empty()) text += ", ";
    for (std::size_t i = 0; i < chain.size(); ++i) {
      text += (i == 0 ? "" : " > ") + cells_.cell(chain[i]).text;
    }
  }
  return text_cell(std::move(text));
}

// All that has no column of its own.
Cell Description::details(const ClaimRecord& record) {
  static const std::set<TermId> kShown = {
      well_known::kSource, well_known::kSaidBy, well_known::kCertainty, well_known::kPolarity,
      well_known::kStatus, well_known::kSince,  well_known::kUntil,     well_known::kDuring,
      well_known::kKnown,  well_known::kSpan};
  // In the order of the vocabulary: that of ids is another in each store.
  auto qualifiers = record.qualifiers;
  std::ranges::stable_sort(qualifiers, {}, [this](const auto& one) { return rank_[one.first]; });
  std::string text;
  if (record.triple.relation != well_known::kMergedInto) {
    for (const TermId end : {record.triple.subject, record.triple.object}) {
      if (storage::canonical(snapshot_, end) != end)
        text += (text.empty() ? "said of " : ", ") + cells_.cell(end).text;
    }
  }
  for (const auto& [relation, value] : qualifiers) {
    if (kShown.contains(relation)) continue;
    const std::string name = cells_.cell(relation).text;
    text += (text.empty() ? "" : ", ") + name + " " + cells_.cell(value).text;
  }
  return text.empty() ? Cell{} : text_cell(std::move(text));
}

Cell Description::certainty(const Found& found) {
  std::string text = joined(values(found.record, well_known::kCertainty)).text;
  const std::vector<TermId> status = values(found.record, well_known::kStatus);
  if (!status.empty() && status.front() != well_known::kActual) text += ", " + joined(status).text;
  if (found.record.alternative) text += ", one of several alternatives";
  if (found.record.denied) text = "denied, " + text;
  if (found.disputed) text += ", disputed";
  return text_cell(std::move(text));
}

Row Description::claim_row(const Found& found) {
  const ClaimRecord& record = found.record;
  const std::string relation = cells_.cell(record.triple.relation).text;
  Row out(9);
  out[0] = text_cell(found.incoming ? "^" + relation : relation);
  const TermId other = found.incoming ? record.triple.subject : record.triple.object;
  out[1] = cells_.cell(record.triple.relation == well_known::kMergedInto
                           ? other
                           : storage::canonical(snapshot_, other));
  out[2] = certainty(found);
  out[3] = when(record);
  out[4] = said_by(record);
  out[5] = details(record);
  out[6] = joined(values(record, well_known::kSource));
  out[7] = result::number_cell(found.sources);
  out[8] = cells_.cell(record.id);
  return out;
}

void Description::collect(storage::ClaimOrder order, TermId subject, bool incoming,
                          std::vector<Found>& out) {
  storage::ClaimCursor cursor(snapshot_, order);
  const std::array<TermId, 1> prefix = {subject};
  cursor.open(prefix);
  std::array<TermId, 256> claims;
  while (const std::size_t n =
             cursor.next(nullptr, nullptr, nullptr, claims.data(), claims.size())) {
    for (std::size_t i = 0; i < n; ++i) {
      std::optional<ClaimRecord> record = snapshot_.claim(claims[i]);
      if (!record || record->retracted) continue;
      // A claim of something about itself is shown once.
      const storage::Triple triple = storage::canonical(snapshot_, record->triple);
      if (incoming && triple.subject == triple.object) continue;
      Found found{std::move(*record), incoming, false, 0, 0};
      found.relation_rank = rank_[found.record.triple.relation];
      const std::vector<TermId> known = values(found.record, well_known::kKnown);
      if (!known.empty()) {
        const storage::Term term = snapshot_.term(known.front());
        if (const auto* date = term.as<storage::Date>()) found.known = date->begin();
      }
      out.push_back(std::move(found));
    }
  }
}

std::vector<Found> Description::claims_of(TermId subject) {
  std::vector<Found> out;
  collect(storage::ClaimOrder::spoc, subject, false, out);
  collect(storage::ClaimOrder::ospc, subject, true, out);
  weigh(subject, out);
  for (const Found& found : out) {
    denied_ += found.record.denied ? 1 : 0;
    disputed_ += found.disputed ? 1 : 0;
  }
  std::stable_sort(out.begin(), out.end(), [](const Found& a, const Found& b) {
    if (a.incoming != b.incoming) return !a.incoming;
    if (a.relation_rank != b.relation_rank) return a.relation_rank < b.relation_rank;
    if (a.known != b.known) return a.known > b.known;
    return a.record.name < b.record.name;
  });
  return out;
}

// How many say so, and who contradicts it: of the subject's own claims, and those that deny others'
// words of it.
void Description::weigh(TermId subject, std::vector<Found>& all) {
  std::set<TermId> disputed;
  view::each_conflict(snapshot_, {{}, subject}, facts_, [&](const view::Conflict& conflict) {
    if (conflict.possible || conflict.kind == view::ConflictKind::opposite) return;
    for (const view::ConflictPosition& position : conflict.positions) {
      disputed.insert(position.claims.begin(), position.claims.end());
    }
  });
  std::map<std::pair<storage::Triple, bool>, std::set<TermId>> origins;
  std::map<storage::Triple, std::vector<TermId>> denials;
  for (const Found& found : all) {
    const ClaimRecord& record = found.record;
    const storage::Triple triple = storage::canonical(snapshot_, record.triple);
    origins[{triple, record.denied}].insert(facts_.of(record.id).origin);
    if (record.denied) denials[triple].push_back(record.id);
  }
  for (Found& found : all) {
    const ClaimRecord& record = found.record;
    const storage::Triple triple = storage::canonical(snapshot_, record.triple);
    found.sources = origins.at({triple, record.denied}).size();
    if (record.denied) continue;
    const std::vector<TermId>& against = denials[triple];
    found.disputed = disputed.contains(record.id) ||
                     std::any_of(against.begin(), against.end(), [&](TermId denial) {
                       return view::at_one_time(facts_.of(record.id), facts_.of(denial));
                     });
  }
}

// What is declared rather than claimed: kinds, names, the fields of a source.
void Description::own_facts(TermId subject, Table& table) {
  static constexpr std::array kOwn = {std::pair{well_known::kDeclaredKind, "kind"},
                                      std::pair{well_known::kLabel, "label"},
                                      std::pair{well_known::kAlias, "also"},
                                      std::pair{well_known::kFormerId, "formerly"},
                                      std::pair{well_known::kTitle, "title"},
                                      std::pair{well_known::kPublisher, "publisher"},
                                      std::pair{well_known::kAuthor, "author"},
                                      std::pair{well_known::kPublished, "published"},
                                      std::pair{well_known::kBasis, "basis"},
                                      std::pair{well_known::kLanguageField, "language"},
                                      std::pair{well_known::kUrl, "url"},
                                      std::pair{well_known::kDocument, "document"},
                                      std::pair{well_known::kSha256, "sha256"},
                                      std::pair{well_known::kCopyOf, "copy_of"}};
  for (const auto& [relation, title] : kOwn) {
    // By what they say: the order of ids is another in each store.
    std::map<std::string, Cell> values;
    for (const TermId value : load::objects_of(snapshot_, subject, relation)) {
      if (value == well_known::kKindAny) continue;
      const Cell& cell = cells_.cell(value);
      values.emplace(cell.text, cell);
    }
    for (auto& [text, cell] : values) row(table, subject, {text_cell(title), std::move(cell)});
  }
  if (!snapshot_.catalog().is_source(subject)) return;
  const std::array<TermId, 2> prefix = {well_known::kSource, subject};
  row(table, subject,
      {text_cell("claims"),
       result::number_cell(snapshot_.count(storage::Order::pos, prefix, 1'000'000'000))});
}

// A claim as the subject: what it says, and every qualifier.
void Description::claim_facts(TermId claim, Table& table) {
  const std::optional<ClaimRecord> record = snapshot_.claim(claim);
  if (!record) return;
  const auto text = [&](TermId id) { return cells_.cell(id).text; };
  row(table, claim,
      {text_cell(record->denied ? "denies" : "claims"),
       text_cell(text(record->triple.subject) + " " + text(record->triple.relation) + " " +
                 text(record->triple.object))});
  if (record->retracted)
    row(table, claim, {text_cell("retracted"), cells_.cell_of(storage::Term(true))});
  for (const auto& [relation, value] : record->qualifiers) {
    if (relation == well_known::kSaidBy) continue;
    row(table, claim, {text_cell(text(relation)), cells_.cell(value)});
  }
  if (!record->said_by.empty()) row(table, claim, {text_cell("said_by"), said_by(*record)});
  const std::optional<std::string> sentence = load::evidence(snapshot_, claim, run_.core.documents);
  if (sentence) row(table, claim, {text_cell("evidence"), text_cell(*sentence)});
}

void Description::describe(TermId subject, Table& table) {
  if (subject.tag() == storage::IdTag::claim) {
    claim_facts(subject, table);
  } else {
    own_facts(subject, table);
  }
  for (const Found& found : claims_of(subject)) row(table, subject, claim_row(found));
}

bool resolve_subjects(const Run& run, const ast::DescribeStatement& statement,
                      const storage::Snapshot& snapshot, std::vector<TermId>& out) {
  Diagnostics problems;
  bind::Resolver resolver(snapshot, run.core.parameters, run.core.prefixes, problems);
  for (const ast::Term& term : statement.subjects) {
    const bool open =
        std::holds_alternative<ast::Variable>(term) || std::holds_alternative<ast::Anything>(term);
    if (open) {
      problems.push_back(error_at(ast::place_of(term), "E0301", "`describe` wants a name"));
      continue;
    }
    const std::optional<TermId> id = resolver.constant_id(term);
    if (id && id->tag() != storage::IdTag::local) out.push_back(*id);
  }
  return run.tell(problems) == Outcome::ok;
}

Outcome describe(const Run& run, const ast::DescribeStatement& statement, Output& output) {
  const Result<Viewed> seen = viewed(run, statement.heads);
  if (!seen) return run.tell(seen.error());
  const storage::Snapshot& snapshot = seen->snapshot;
  std::vector<TermId> subjects;
  if (!resolve_subjects(run, statement, snapshot, subjects)) return Outcome::rejected;
  Description description(run, snapshot, subjects.size() > 1);
  Table table(description.columns());
  for (const TermId subject : subjects) description.describe(subject, table);
  std::vector<std::string> notes;
  if (description.denied() > 0) notes.push_back(counted(description.denied(), "denied claim"));
  if (description.disputed() > 0)
    notes.push_back(counted(description.disputed(), "disputed claim"));
  table.send(run, output, std::move(notes));
  return Outcome::ok;
}

}  // namespace

Outcome describe_statement(const Run& run, const ast::DescribeStatement& statement) {
  for (const ast::Head& head : statement.heads) {
    if (std::holds_alternative<ast::AssumeHead>(head.node)) {
      return run.not_yet(head.place, "`assume` is");
    }
    if (std::holds_alternative<ast::WithoutHead>(head.node)) {
      return run.not_yet(head.place, "`without` is");
    }
  }
  return with_expectation(run, statement.expect,
                          [&](Output& output) { return describe(run, statement, output); });
}

}  // namespace vouch::session
