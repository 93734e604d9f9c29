#include "engine/rdf/store_sink.hpp"

#include <algorithm>
#include <utility>

#include "engine/rdf/claim_dates.hpp"
#include "engine/rdf/literal_forms.hpp"
#include "engine/rdf/rulings.hpp"
#include "engine/rdf/vocabulary.hpp"
#include "storage/names.hpp"
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

// Texts of the store's own relations that nobody looks for by their words.
bool has_words(TermId relation) {
  return relation != well_known::kSha256 && relation != well_known::kDocument &&
         relation != well_known::kLanguageField;
}

}  // namespace

StoreSink::StoreSink(storage::Update& update, Findings& findings,
                     std::function<std::string()> document)
    : update_(update),
      findings_(findings),
      document_(std::move(document)),
      label_of_([this](std::string_view label) { return blank_label(label); }),
      catalog_(update.view().catalog()),
      loaded_at_(now_in_microseconds()) {
  for (const auto& kind : catalog_.kinds) kinds_.insert(kind.id);
  sources_.insert(catalog_.sources.begin(), catalog_.sources.end());
}

void StoreSink::quad(const rdf::Quad& quad) {
  if (++quads_ % kHeartbeatEvery == 0 && heartbeat_) heartbeat_(quads_);
  if (reifiers_ != nullptr && reifiers_->take(quad, label_of_)) return;
  if (quad.named) {
    graph_claim(quad);
  } else if (!findings_.schema.take(quad)) {
    plain(quad);
  }
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
  if (!document_) return std::string(label);
  if (scope_.empty()) scope_ = document_();
  return scoped_label(scope_, label);
}

TermId StoreSink::id_of(const rdf::Term& term) {
  if (claims_ != nullptr && term.kind != rdf::TermKind::literal &&
      term.kind != rdf::TermKind::triple) {
    std::string node;
    append_renamed(node, term, label_of_);
    if (const auto found = claims_->find(key_of(node)); found != claims_->end())
      return found->second;
  }
  switch (term.kind) {
    case rdf::TermKind::iri: return iri_id(term.text);
    case rdf::TermKind::blank: return update_.intern(Term(Blank{blank_label(term.text)}));
    case rdf::TermKind::literal: return update_.intern(value_of(term));
    case rdf::TermKind::triple: break;
  }
  std::string text;
  append_renamed(text, term, label_of_);
  return update_.intern(storage::triple_term(std::move(text)));
}

// ---------------------------------------------------------------------------------------- triples

void StoreSink::plain(const rdf::Quad& quad) {
  const TermId subject = id_of(quad.subject);
  if (quad.predicate.text == rdf::kRdfType && type(subject, quad.object)) {
    if (quad.subject.kind == rdf::TermKind::iri) own_name(subject, quad.subject.text);
    return;
  }
  const TermId object = id_of(quad.object);
  const bool text = quad.object.kind == rdf::TermKind::literal && quad.object.datatype.empty();
  if (quad.predicate.text == kRdfsLabel && text) return name(subject, quad.object, object);
  if (quad.predicate.text == kAltLabel && text) return alias(subject, quad.object, object);
  const storage::Triple triple{subject, iri_id(quad.predicate.text), object};
  if (qualifiers_.empty()) {
    update_.add_triple(triple);
  } else {
    claim(triple, qualifiers_);
  }
  if (text && triple.relation == well_known::kFormerId)
    update_.add_name(storage::NameSpace::entity, subject, quad.object.text, false);
  if (text && has_words(triple.relation)) update_.add_words(subject, quad.object.text);
}

// False: a type that is no IRI stays a triple of rdf:type.
bool StoreSink::type(TermId subject, const rdf::Term& type) {
  if (type.kind != rdf::TermKind::iri) return false;
  update_.add_triple({subject, well_known::kDeclaredKind, kind_of(type.text)});
  return true;
}

TermId StoreSink::kind_of(std::string_view iri) {
  const TermId id = iri_id(iri);
  if (kinds_.insert(id).second) findings_.kinds.emplace(iri, id);
  return id;
}

void StoreSink::name(TermId subject, const rdf::Term& label, TermId object) {
  update_.add_triple({subject, well_known::kLabel, object});
  const bool first = labelled_.insert(subject).second;
  update_.add_name(storage::NameSpace::entity, subject, label.text, first);
  update_.add_words(subject, label.text);
}

void StoreSink::alias(TermId subject, const rdf::Term& label, TermId object) {
  update_.add_triple({subject, well_known::kAlias, object});
  update_.add_name(storage::NameSpace::entity, subject, label.text, false);
  update_.add_words(subject, label.text);
}

// Entities under the base are found by their ids.
void StoreSink::own_name(TermId subject, std::string_view iri) {
  if (subject.tag() != storage::IdTag::iri || !iri.starts_with(findings_.words.base())) return;
  const auto bare = storage::bare_id(findings_.words.base(), iri);
  if (!bare || bare->space != storage::NameSpace::entity || !named_.insert(subject).second) return;
  update_.add_name(storage::NameSpace::entity, subject, bare->id, false);
  update_.add_words(subject, bare->id);
}

// ------------------------------------------------------------------------------------------ claims

void StoreSink::graph_claim(const rdf::Quad& quad) {
  const TermId graph = id_of(quad.graph);
  become_source(graph);
  const bool typed = quad.predicate.text == rdf::kRdfType && quad.object.kind == rdf::TermKind::iri;
  if (typed) static_cast<void>(kind_of(quad.object.text));
  const TermId relation = typed ? well_known::kDeclaredKind : iri_id(quad.predicate.text);
  const TermId subject = id_of(quad.subject);
  if (typed && quad.subject.kind == rdf::TermKind::iri) own_name(subject, quad.subject.text);
  claim({subject, relation, id_of(quad.object)},
        {{well_known::kSource, graph}, {well_known::kGraph, graph}});
}

void StoreSink::claim(const storage::Triple& triple,
                      const std::vector<std::pair<TermId, TermId>>& said) {
  if (!loaded_on_.bound())
    loaded_on_ = update_.intern(Term(second_of_loading(loaded_at_)));
  storage::NewClaim claim;
  claim.triple = triple;
  claim.loaded_at = loaded_at_;
  claim.qualifiers = said;
  for (const auto& [qualifier, value] : said) {
    if (qualifier == well_known::kSaidBy) claim.said_by.push_back({value});
  }
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
  findings_.graphs.push_back(graph);
}

}  // namespace vouch::rdfio
