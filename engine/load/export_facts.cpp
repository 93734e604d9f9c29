#include "engine/load/export_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/line_sorter.hpp"
#include "engine/load/fact_text.hpp"
#include "engine/load/unit_text.hpp"
#include "engine/load/workspace.hpp"
#include "engine/rdf/declaration_text.hpp"
#include "storage/claim_history.hpp"
#include "storage/each_claim.hpp"
#include "storage/said_plainly.hpp"
#include "storage/well_known.hpp"

namespace vouch::load {

namespace {

namespace well_known = storage::well_known;
using storage::ClaimRecord;
using storage::IdTag;
using storage::Snapshot;
using storage::Triple;

constexpr std::size_t kRows = 1024;
constexpr std::size_t kDeepest = 64;  // claims about claims

class FactsOf {
 public:
  FactsOf(const Snapshot& snapshot, std::size_t memory_bytes,
          const std::function<void(std::string_view)>& out)
      : snapshot_(snapshot), text_(snapshot), sorter_(memory_bytes), out_(out) {}

  std::uint64_t run() {
    storage::each_said_of_merged(
        snapshot_, [&](const Triple& said) {
          of_merged_[said.subject].push_back(said);
          if (snapshot_.catalog().is_source(said.subject))
            fields_of_merged_[said.subject].insert(said.relation);
        });
    storage::each_claim(snapshot_, [this](const ClaimRecord& record) { claim(record); });
    subjects();
    vocabulary();
    for (const TermId source : snapshot_.catalog().sources) put(source_statement(source));
    sorter_.each([&](std::string_view line) { put(line.substr(line.find(kAfterOrder) + 1)); });
    out_(piece_);
    return statements_;
  }

 private:
  static constexpr char kAfterOrder = '\x01';

  void put(std::string_view statement) {
    constexpr std::size_t kPiece = std::size_t{64} << 10U;
    piece_.append(statement).append("\n");
    ++statements_;
    if (piece_.size() < kPiece) return;
    out_(piece_);
    piece_.clear();
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw StorageError("E0814",
                       what + ": facts of the language have no form for it; take nq or trig");
  }

  // ── vocabulary ────────────────────────────────────────────────────────────────────────────────

  void vocabulary() {
    const storage::Catalog& catalog = snapshot_.catalog();
    for (const auto& [name, iri] : catalog.prefixes)
      put(fmt::format("prefix {}: <{}>;", name, iri));
    for (const auto& kind : catalog.kinds) {
      if (!kind.builtin) put(rdfio::declaration_of(catalog, kind));
    }
    for (std::size_t i = 0; i < catalog.units.size(); ++i) {
      const auto statement = unit_statement(catalog, i);
      if (!statement) refuse(fmt::format("the factor of the unit `{}`", catalog.units[i].name));
      put(*statement);
    }
    for (const auto& relation : catalog.relations) {
      if (!relation.builtin && !relation.inverse_of.bound())
        put(rdfio::declaration_of(catalog, relation));
    }
  }

  // ── sources and entities ──────────────────────────────────────────────────────────────────────

  // Walks all plain triples, of which only these may be.
  void subjects() {
    storage::TripleCursor cursor(snapshot_, storage::Order::spo);
    cursor.open({});
    std::array<TermId, kRows> s, p, o;
    TermId subject;
    std::vector<Triple> own;
    while (const std::size_t n = cursor.next(s.data(), p.data(), o.data(), kRows)) {
      for (std::size_t i = 0; i < n; ++i) {
        const Triple triple{s[i], p[i], o[i]};
        const bool of_claims = triple.relation == well_known::kRetracted ||
                               triple.relation == well_known::kRestored;
        if (of_claims || triple.relation == well_known::kIsA ||
            !storage::said_plainly(snapshot_, triple)) {
          continue;
        }
        if (!snapshot_.spellings(triple).empty())
          refuse("how a literal was written: " + text_.triple(triple));
        if (subject != triple.subject) subject_ends(std::exchange(own, {}));
        subject = triple.subject;
        own.push_back(triple);
      }
    }
    subject_ends(own);
    while (!of_merged_.empty()) entity(of_merged_.extract(of_merged_.begin()).mapped());
  }

  // With what was said of merged entities.
  void subject_ends(std::vector<Triple> own) {
    if (own.empty()) return;
    if (const auto more = of_merged_.extract(own.front().subject); !more.empty())
      own.insert(own.end(), more.mapped().begin(), more.mapped().end());
    entity(own);
  }

  void entity(const std::vector<Triple>& own) {
    if (own.empty()) return;
    const TermId id = own.front().subject;
    const bool source = snapshot_.catalog().is_source(id);
    std::string kinds;
    std::vector<std::string> labels, aliases;
    for (const Triple& triple : own) {
      if (triple.relation == well_known::kDeclaredKind) {
        if (triple.object == well_known::kKindAny || triple.object == well_known::kKindSource)
          continue;
        kinds += (kinds.empty() ? " : " : ", ") + text_.kind(triple.object);
      } else if (triple.relation == well_known::kLabel) {
        labels.push_back(text_.value(triple.object));
      } else if (triple.relation == well_known::kAlias) {
        aliases.push_back(text_.value(triple.object));
      } else if (triple.relation == well_known::kFormerId) {
        aliases.push_back(text_.value(triple.object) + "@x-former");
      } else if (!source || !text_.is_field(triple.relation)) {
        refuse("a triple that no claim says: " + text_.triple(triple));
      }
    }
    if (!declared(id)) refuse("an entity without kinds: " + text_.triple(own.front()));
    if (labels.size() > 1) refuse("a second label: " + text_.triple(own.front()));
    if (source && kinds.empty() && labels.empty() && aliases.empty()) return;
    std::string out = "entity " + text_.node(id) + kinds;
    if (!labels.empty()) out += " " + labels.front();
    std::ranges::sort(aliases);
    for (std::size_t i = 0; i < aliases.size(); ++i) out += (i == 0 ? " also " : ", ") + aliases[i];
    sorter_.add(std::string("a") + kAfterOrder + out + ";");
  }

  [[nodiscard]] bool declared(TermId id) const {
    return !storage::objects_said(snapshot_, id, well_known::kDeclaredKind).empty();
  }

  std::string source_statement(TermId source) {
    std::vector<std::string> fields;
    std::set<TermId> relations = fields_of_merged_[source];
    storage::TripleCursor cursor(snapshot_, storage::Order::spo);
    cursor.open(std::array<TermId, 1>{source});
    std::array<TermId, kRows> p, o;
    while (const std::size_t n = cursor.next(nullptr, p.data(), o.data(), kRows))
      relations.insert(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(n));
    for (const TermId relation : relations) {
      if (!text_.is_field(relation)) continue;
      for (const TermId value : storage::objects_said(snapshot_, source, relation))
        fields.push_back(text_.field(relation) + " " + text_.value(value));
    }
    if (storage::objects_said(snapshot_, source, well_known::kPublished).empty())
      fields.emplace_back("published none");
    std::ranges::sort(fields);
    std::string out = "source " + text_.node(source);
    for (std::size_t i = 0; i < fields.size(); ++i) out += (i == 0 ? " { " : ", ") + fields[i];
    return out + (fields.empty() ? ";" : " };");
  }

  // ── claims ────────────────────────────────────────────────────────────────────────────────────

  void claim(const ClaimRecord& record) {
    const auto [s, p, o] = record.triple;
    for (const TermId end : {s, o}) {
      if ((end.tag() == IdTag::iri && !declared(end)) || end.tag() == IdTag::blank)
        refuse("a claim about what is not declared: " + text_.triple(record.triple));
    }
    const bool labelled = std::ranges::any_of(
        record.qualifiers, [](const auto& one) { return one.first == well_known::kAlternative; });
    if (record.alternative && !labelled)
      refuse("a triple that is only reified: " + text_.triple(record.triple));
    // Claims about others stand behind these.
    const std::string order = fmt::format("c{:02}{}{}", depth(record, 0), record.name, kAfterOrder);
    sorter_.add(order + text_.claim(record));
    // At no known time; the others say it themselves.
    if (record.retracted && storage::history_of(snapshot_, record.id).empty()) {
      sorter_.add(fmt::format("d{}{}retract claim {} (known none);", record.name, kAfterOrder,
                              text_.node(record.id)));
    }
  }

  [[nodiscard]] std::size_t depth(const ClaimRecord& record, std::size_t so_far) {
    if (so_far > kDeepest) refuse("claims about claims about claims, deeper than 64");
    std::size_t out = 0;
    const auto look = [&](TermId id) {
      if (id.tag() != IdTag::claim) return;
      if (const auto other = snapshot_.claim(id))
        out = std::max(out, 1 + depth(*other, so_far + 1));
    };
    look(record.triple.subject);
    look(record.triple.object);
    for (const auto& [qualifier, value] : record.qualifiers) look(value);
    return out;
  }

  const Snapshot& snapshot_;
  FactText text_;
  LineSorter sorter_;
  const std::function<void(std::string_view)>& out_;
  // What is said plainly of entities of which one is merged, by subject; of these the sources' fields.
  std::map<TermId, std::vector<Triple>> of_merged_;
  std::map<TermId, std::set<TermId>> fields_of_merged_;
  std::string piece_;
  std::uint64_t statements_ = 0;
};

}  // namespace

std::uint64_t export_facts(const Snapshot& snapshot, std::size_t memory_bytes,
                           const std::function<void(std::string_view)>& out) {
  return FactsOf(snapshot, memory_bytes, out).run();
}

}  // namespace vouch::load
