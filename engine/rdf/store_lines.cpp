#include "engine/rdf/store_lines.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/unicode.hpp"
#include "engine/rdf/claim_dates.hpp"
#include "engine/rdf/declaration_text.hpp"
#include "engine/rdf/literal_forms.hpp"
#include "engine/rdf/vocabulary.hpp"
#include "parser/rdf/ntriples_text.hpp"
#include "storage/claim_history.hpp"
#include "storage/each_claim.hpp"
#include "storage/rdf_literal.hpp"
#include "storage/rdf_values.hpp"
#include "storage/said_plainly.hpp"
#include "storage/well_known.hpp"

namespace vouch::rdfio {

namespace well_known = storage::well_known;
using storage::ClaimRecord;
using storage::IdTag;
using storage::Iri;
using storage::Term;

namespace {

constexpr std::size_t kRows = 1024;
constexpr std::size_t kTextsMost = std::size_t{1} << 16U;
constexpr std::string_view kTrue = "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>";

std::string iri(std::string_view text) {
  std::string out;
  rdf::append_iri(out, text);
  return out;
}

std::string literal(std::string_view text, std::string_view datatype = {}) {
  std::string out;
  rdf::append_term(out, rdf::Term::literal(text, datatype));
  return out;
}

std::string number(std::size_t value) {
  return literal(std::to_string(value), rdf::kXsdInteger);
}

// Values that can be written in more than one way.
bool may_be_spelled(IdTag tag) {
  return tag == IdTag::boolean || tag == IdTag::integer || tag == IdTag::number ||
         tag == IdTag::date || tag == IdTag::long_date || tag == IdTag::quantity;
}

void append(std::string& out, const Term& term) {
  if (const auto* iri = term.as<Iri>()) return rdf::append_iri(out, iri->text);
  if (const auto* blank = term.as<storage::Blank>()) {
    out.append("_:").append(blank->label);
    return;
  }
  if (const std::string* triple = storage::as_triple_term(term)) {
    out += *triple;
    return;
  }
  const LiteralForm form = form_of(term);
  rdf::Term literal = rdf::Term::literal(form.lexical, form.datatype);
  literal.language = form.language;
  literal.direction = form.direction;
  rdf::append_term(out, literal);
}

}  // namespace

StoreLines::StoreLines(const storage::Snapshot& snapshot, LineSorter& out)
    : snapshot_(snapshot),
      out_(out),
      words_(snapshot.catalog().base),
      reifies_(snapshot.find(Term(Iri{std::string(rdf::kRdfReifies)}))),
      has_claims_(snapshot.counts().claims != 0),
      has_histories_(storage::has_histories(snapshot)) {}

void StoreLines::run() {
  storage::each_claim(snapshot_, [this](const ClaimRecord& record) { claim(record); });
  for (const TermId source : snapshot_.catalog().sources) {
    if (!graphs_.contains(source)) source_orders_.emplace(source, source_orders_.size());
  }
  triples();
  vocabulary();
}

// ── claims ──────────────────────────────────────────────────────────────────────────────────────

void StoreLines::claim(const ClaimRecord& record) {
  if (const auto graph = graph_of(record)) {
    graphs_.insert(*graph);
    return line(text(*graph), text(record.triple.subject), predicate(record.triple.relation),
                text(record.triple.object));
  }
  if (!is_of_rdf(record)) return own_claim(record);
  // All that was said of the reifier stands among the triples.
  if (record.retracted) fact(node_of(record.id), "retracted", std::string(kTrue));
}

// The graph of a claim that says no more than its quad does.
std::optional<storage::TermId> StoreLines::graph_of(const ClaimRecord& record) const {
  if (record.denied || record.retracted || record.alternative || !record.said_by.empty())
    return std::nullopt;
  TermId graph;
  TermId source;
  for (const auto& [qualifier, value] : record.qualifiers) {
    if (qualifier == well_known::kGraph && !graph.bound()) {
      graph = value;
    } else if (qualifier == well_known::kSource && !source.bound()) {
      source = value;
    } else if (!is_default(record, qualifier, value)) {
      return std::nullopt;
    }
  }
  if (has_histories_ && !storage::history_of(snapshot_, record.id).empty()) return std::nullopt;
  const bool named_itself = record.name.starts_with("c_");
  return named_itself && graph.bound() && graph == source ? std::optional(graph) : std::nullopt;
}

// Claims made from reifiers have what was said of them beside them.
bool StoreLines::is_of_rdf(const ClaimRecord& record) const {
  if (!reifies_) return false;
  const std::array<TermId, 2> prefix = {record.id, *reifies_};
  return snapshot_.count(storage::Order::spo, prefix, 1) > 0 ||
         snapshot_.count(storage::ClaimOrder::spoc, prefix, 1) > 0;
}

// What a claim says when nothing is said.
bool StoreLines::is_default(const ClaimRecord& record, TermId qualifier, TermId value) const {
  if (qualifier == well_known::kCertainty) return value == well_known::kStated;
  if (qualifier == well_known::kStatus) return value == well_known::kActual;
  if (qualifier == well_known::kPolarity) return value == well_known::kAffirmed;
  if (qualifier != well_known::kKnown || !storage::known_from_loading(snapshot_, record.id))
    return false;
  return snapshot_.term(value) == Term(second_of_loading(record.loaded_at));
}

void StoreLines::own_claim(const ClaimRecord& record) {
  const std::string node = node_of(record.id);
  const std::string subject = text(record.triple.subject);
  const std::string relation = predicate(record.triple.relation);
  const std::string object = text(record.triple.object);
  type(node, words_.kind_claim());
  line({}, node, iri(rdf::kRdfReifies), "<<( " + subject + " " + relation + " " + object + " )>>");
  fact(node, "loaded_at",
       literal(text_of_instant(record.loaded_at), std::string(rdf::kXsd) + "dateTime"));
  bool labelled = false;
  for (const auto& [qualifier, value] : record.qualifiers) {
    labelled = labelled || qualifier == well_known::kAlternative;
    if (!is_default(record, qualifier, value)) line({}, node, predicate(qualifier), text(value));
  }
  chains(node, record);
  if (record.retracted) fact(node, "retracted", std::string(kTrue));
  if (record.alternative && !labelled) fact(node, "unasserted", std::string(kTrue));
  if (record.denied || record.alternative || record.retracted) return;
  if (also_plain(record.triple)) {
    fact(node, "also_plain", std::string(kTrue));
  } else {
    line({}, subject, relation, object);
  }
}

// Where one speaker quotes another; single speakers are qualifiers like others.
void StoreLines::chains(const std::string& node, const ClaimRecord& record) {
  const bool any = std::ranges::any_of(record.said_by,
                                       [](const auto& chain) { return chain.size() > 1; });
  if (!any) return;
  for (const auto& chain : record.said_by) {
    std::string links;
    for (const TermId link : chain) links.append(links.empty() ? "" : " ").append(text(link));
    fact(node, "chain", literal(links));
  }
}

// Said plainly, in the letters that the claim has.
bool StoreLines::also_plain(const Triple& triple) const {
  if (!storage::said_plainly(snapshot_, triple)) return false;
  if (!may_be_spelled(triple.object.tag())) return true;
  const auto written = snapshot_.spellings(triple);
  return written.empty() || std::ranges::find(written, triple.object) != written.end();
}

// ── triples ─────────────────────────────────────────────────────────────────────────────────────

void StoreLines::triples() {
  storage::TripleCursor cursor(snapshot_, storage::Order::spo);
  cursor.open({});
  std::array<TermId, kRows> s, p, o;
  while (const std::size_t n = cursor.next(s.data(), p.data(), o.data(), kRows)) {
    for (std::size_t i = 0; i < n; ++i) triple({s[i], p[i], o[i]});
  }
  storage::each_said_of_merged(snapshot_, [this](const Triple& said) { triple(said); });
}

void StoreLines::triple(const Triple& triple) {
  if (triple.relation == well_known::kIsA) return;
  const std::string subject = text(triple.subject);
  if (triple.relation == well_known::kDeclaredKind && triple.object == well_known::kKindSource) {
    if (graphs_.contains(triple.subject)) return;  // as its quads say
    if (const auto order = source_orders_.find(triple.subject); order != source_orders_.end())
      fact(subject, "order", number(order->second));
  }
  // What only claims say stands with the claims.
  if (has_claims_ && !storage::said_plainly(snapshot_, triple)) return;
  const std::string relation = predicate(triple.relation);
  auto written = may_be_spelled(triple.object.tag()) ? snapshot_.spellings(triple)
                                                     : std::vector<TermId>();
  std::erase(written, well_known::kMergedInto);  // says that it is said of a merged entity
  if (written.empty()) line({}, subject, relation, text(triple.object));
  for (const TermId spelling : written) line({}, subject, relation, text(spelling));
}

// ── text ────────────────────────────────────────────────────────────────────────────────────────

void StoreLines::line(std::string_view graph, std::string_view s, std::string_view p,
                      std::string_view o) {
  std::string out(graph);
  out += kAfterGraph;
  out.append(s).append(" ").append(p).append(" ").append(o).append(" ");
  if (!graph.empty()) out.append(graph).append(" ");
  out_.add(std::move(out += '.'));
}

void StoreLines::fact(const std::string& subject, std::string_view word,
                      const std::string& object) {
  line({}, subject, iri(words_.schema(word)), object);
}

void StoreLines::type(const std::string& subject, const std::string& kind) {
  line({}, subject, iri(rdf::kRdfType), iri(kind));
}

std::string StoreLines::node_of(TermId claim) const {
  const std::string name = snapshot_.display_name(claim);
  const bool taken = snapshot_.find(Term(Iri{words_.base() + name})).has_value();
  const std::string node = words_.node_of_claim(name, taken);
  return node.starts_with("_:") ? node : iri(node);
}

// The canonical text of a term; that of nodes met lately is kept.
std::string StoreLines::text(TermId id) {
  if (const auto found = texts_.find(id); found != texts_.end()) return found->second;
  std::string out;
  if (id.tag() == IdTag::claim) {
    out = node_of(id);
  } else {
    append(out, snapshot_.term(id));
  }
  if (id.tag() != IdTag::iri && id.tag() != IdTag::blank && id.tag() != IdTag::claim) return out;
  if (texts_.size() >= kTextsMost) texts_.clear();
  texts_.emplace(id, out);
  return out;
}

std::string StoreLines::predicate(TermId id) {
  if (id == well_known::kDeclaredKind) return iri(rdf::kRdfType);
  if (id == well_known::kLabel) return iri(kRdfsLabel);
  if (id == well_known::kAlias) return iri(kAltLabel);
  return text(id);
}

// ── vocabulary ──────────────────────────────────────────────────────────────────────────────────

void StoreLines::vocabulary() {
  const storage::Catalog& catalog = snapshot_.catalog();
  std::size_t order = 0;
  for (const auto& one : catalog.kinds) order += kind(one, order) ? 1U : 0U;
  for (const auto& one : catalog.relations) order += relation(one, order) ? 1U : 0U;
  for (std::size_t i = 0; i < catalog.units.size(); ++i) unit(catalog.units[i], i);
}

// Kinds that are known by their use only have no name.
bool StoreLines::is_named(const storage::KindInfo& kind) const {
  const auto matches = snapshot_.named(unicode::fold(kind.name));
  return std::ranges::any_of(matches, [&](const storage::NameMatch& match) {
    return match.id == kind.id && match.space == storage::NameSpace::kind;
  });
}

bool StoreLines::kind(const storage::KindInfo& kind, std::size_t order) {
  if (kind.builtin) return false;
  if (kind.under.empty() && kind.meaning.empty() && !is_named(kind)) return false;
  const std::string node = text(kind.id);
  type(node, words_.schema("Kind"));
  fact(node, "declaration", literal(declaration_of(snapshot_.catalog(), kind)));
  fact(node, "order", number(order));
  for (const TermId above : kind.under) fact(node, "under", text(above));
  if (!kind.meaning.empty()) fact(node, "meaning", literal(kind.meaning));
  return true;
}

bool StoreLines::relation(const storage::RelationInfo& relation, std::size_t order) {
  if (relation.builtin || relation.inverse_of.bound()) return false;
  const std::string node = text(relation.id);
  type(node, words_.schema("Relation"));
  fact(node, "declaration", literal(declaration_of(snapshot_.catalog(), relation)));
  fact(node, "order", number(order));
  const auto each = [&](std::string_view word, const std::vector<TermId>& ids) {
    for (const TermId id : ids) fact(node, word, text(id));
  };
  each("domain", relation.domain);
  each("range", relation.range);
  each("under", relation.under);
  if (relation.inverse.bound()) fact(node, "inverse", text(relation.inverse));
  if (!relation.meaning.empty()) fact(node, "meaning", literal(relation.meaning));
  return true;
}

void StoreLines::unit(const storage::UnitInfo& unit, std::size_t order) {
  const std::string node = iri(words_.node_of_unit(unit.name));
  type(node, words_.schema("Unit"));
  fact(node, "name", literal(unit.name));
  fact(node, "dimension", literal(unit.dimension));
  fact(node, "factor", literal(storage::text_of_number(unit.factor)));
  fact(node, "order", number(order));
  if (!unit.meaning.empty()) fact(node, "meaning", literal(unit.meaning));
}

}  // namespace vouch::rdfio
