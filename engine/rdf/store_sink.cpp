#include "engine/rdf/store_sink.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/rdf/literal_forms.hpp"
#include "engine/rdf/rulings.hpp"
#include "engine/rdf/vocabulary.hpp"
#include "storage/rdf_literal.hpp"
#include "storage/well_known.hpp"

namespace vouch::rdfio {

namespace well_known = storage::well_known;
using storage::Blank;
using storage::Iri;
using storage::Term;
using storage::TermId;

namespace {

constexpr std::size_t kIrisMost = std::size_t{1} << 16U;
constexpr std::uint64_t kHeartbeatEvery = 8192;
constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;

std::int64_t now_microseconds() {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  return duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

StoreSink::StoreSink(storage::Update& update, std::function<std::string()> document)
    : update_(update),
      document_(std::move(document)),
      catalog_(update.view().catalog()),
      loaded_at_(now_microseconds()) {
  for (const auto& kind : catalog_.kinds) kinds_.insert(kind.id);
  sources_.insert(catalog_.sources.begin(), catalog_.sources.end());
}

void StoreSink::quad(const rdf::Quad& quad) {
  if (quad.named) {
    graph_claim(quad);
  } else {
    plain(quad);
  }
  if (++quads_ % kHeartbeatEvery == 0 && heartbeat_) heartbeat_(quads_);
}

void StoreSink::prefix(std::string_view name, std::string_view iri) {
  prefixes_.try_emplace(std::string(name), iri);
}

void StoreSink::finish() {
  declare_prefixes(update_, prefixes_);
}

// ------------------------------------------------------------------------------------------ terms

TermId StoreSink::iri_id(std::string_view iri) {
  std::string key(iri);
  if (const auto found = iris_.find(key); found != iris_.end()) return found->second;
  if (iris_.size() >= kIrisMost) iris_.clear();
  const TermId id = update_.intern(Term(Iri{key}));
  iris_.emplace(std::move(key), id);
  return id;
}

std::string StoreSink::blank_label(std::string_view label) {
  if (scope_.empty()) scope_ = document_();
  return scoped_label(scope_, label);
}

TermId StoreSink::id_of(const rdf::Term& term) {
  switch (term.kind) {
    case rdf::TermKind::iri: return iri_id(term.text);
    case rdf::TermKind::blank: return update_.intern(Term(Blank{blank_label(term.text)}));
    case rdf::TermKind::literal: return update_.intern(value_of(term));
    case rdf::TermKind::triple: break;
  }
  std::string text;
  append_renamed(text, term, [this](std::string_view label) { return blank_label(label); });
  return update_.intern(storage::triple_term(std::move(text)));
}

// ---------------------------------------------------------------------------------------- triples

void StoreSink::plain(const rdf::Quad& quad) {
  const TermId subject = id_of(quad.subject);
  if (quad.predicate.text == rdf::kRdfType && type(subject, quad.object)) return;
  const TermId object = id_of(quad.object);
  const bool text = quad.object.kind == rdf::TermKind::literal && quad.object.datatype.empty();
  if (quad.predicate.text == kRdfsLabel && text) return name(subject, quad.object, object);
  const storage::Triple triple{subject, iri_id(quad.predicate.text), object};
  if (qualifiers_.empty()) {
    update_.add_triple(triple);
  } else {
    claim(triple, qualifiers_);
  }
  if (text) update_.add_words(subject, quad.object.text);
}

// False: a type that is no IRI stays a triple of rdf:type.
bool StoreSink::type(TermId subject, const rdf::Term& type) {
  if (type.kind != rdf::TermKind::iri) return false;
  update_.add_triple({subject, well_known::kDeclaredKind, kind_of(type.text)});
  return true;
}

TermId StoreSink::kind_of(std::string_view iri) {
  const TermId id = iri_id(iri);
  if (!kinds_.insert(id).second) return id;
  declare_kind(update_, id, iri);
  return id;
}

void StoreSink::name(TermId subject, const rdf::Term& label, TermId object) {
  update_.add_triple({subject, well_known::kLabel, object});
  const bool first = labelled_.insert(subject).second;
  update_.add_name(storage::NameSpace::entity, subject, label.text, first);
  update_.add_words(subject, label.text);
}

// ------------------------------------------------------------------------------------------ claims

void StoreSink::graph_claim(const rdf::Quad& quad) {
  const TermId graph = id_of(quad.graph);
  become_source(graph);
  const bool typed = quad.predicate.text == rdf::kRdfType && quad.object.kind == rdf::TermKind::iri;
  if (typed) static_cast<void>(kind_of(quad.object.text));
  claim({id_of(quad.subject), iri_id(quad.predicate.text), id_of(quad.object)},
        {{well_known::kSource, graph}, {well_known::kGraph, graph}});
}

void StoreSink::claim(const storage::Triple& triple,
                      const std::vector<std::pair<TermId, TermId>>& said) {
  if (!loaded_on_.bound()) {
    storage::Period now;
    now.precision = storage::Precision::instant;
    now.begin = loaded_at_ - loaded_at_ % kMicrosecondsPerSecond;
    loaded_on_ = update_.intern(Term(storage::Date::single(now)));
  }
  storage::NewClaim claim;
  claim.triple = triple;
  claim.loaded_at = loaded_at_;
  claim.qualifiers = said;
  const auto add = [&](TermId qualifier, TermId value) {
    const bool there = std::any_of(said.begin(), said.end(),
                                   [&](const auto& one) { return one.first == qualifier; });
    if (!there) claim.qualifiers.emplace_back(qualifier, value);
    return !there;
  };
  add(well_known::kCertainty, well_known::kStated);
  add(well_known::kStatus, well_known::kActual);
  add(well_known::kPolarity, well_known::kAffirmed);
  claim.known_from_load = add(well_known::kKnown, loaded_on_);
  std::sort(claim.qualifiers.begin(), claim.qualifiers.end());
  update_.add_claim(claim);
}

void StoreSink::become_source(TermId graph) {
  if (!sources_.insert(graph).second) return;
  update_.add_triple({graph, well_known::kDeclaredKind, well_known::kKindSource});
  update_.add_source(graph);
}

}  // namespace vouch::rdfio
