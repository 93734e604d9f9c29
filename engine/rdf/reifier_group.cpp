#include "engine/rdf/reifier_group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/error.hpp"
#include "engine/rdf/canonical_lines.hpp"
#include "engine/rdf/claim_dates.hpp"
#include "engine/rdf/node_list.hpp"
#include "engine/rdf/store_sink.hpp"
#include "engine/rdf/vocabulary.hpp"
#include "parser/rdf/ntriples_text.hpp"
#include "storage/well_known.hpp"

namespace vouch::rdfio {

namespace well_known = storage::well_known;
using storage::Term;
using storage::TermId;

namespace {

bool reifies(const rdf::Quad& quad) {
  return quad.predicate.text == rdf::kRdfReifies && quad.object.kind == rdf::TermKind::triple;
}

// Of `<<( s p o )>>`.
std::string inside(const std::string& triple) {
  constexpr std::size_t kOpen = 4;
  return triple.substr(kOpen, triple.size() - 2 * kOpen);
}

std::string canonical(const rdf::Term& term) {
  std::string out;
  rdf::append_term(out, term);
  return out;
}

}  // namespace

// What is said of the reifier, before anything is made of it.
class ReifierGroups::Probe final : public rdf::Sink {
 public:
  explicit Probe(const ReifierGroups& whole) : whole_(whole) {}

  void quad(const rdf::Quad& quad) override {
    if (node.empty()) {
      node = canonical(quad.subject);
      name = whole_.words_.claim_of_node(quad.subject, true);
      foreign_name = whole_.words_.claim_of_node(quad.subject, false);
    }
    if (reifies(quad)) {
      const std::string text = canonical(quad.object);
      auto& list = quad.named ? in_graphs : plainly;
      const bool fresh = list.empty() || list.back() != text;
      if (fresh) list.push_back(text);
      if (fresh && (chosen.empty() || (!quad.named && plainly.size() == 1))) {
        chosen = text;
        ends_pending = whole_.pending(quad.object.triple->subject) ||
                       whole_.pending(quad.object.triple->object);
      }
      return;
    }
    values_pending = values_pending || whole_.pending(quad.object);
    if (!quad.named && quad.predicate.text == rdf::kRdfType &&
        quad.object.text == whole_.words_.kind_claim()) {
      of_ours = true;
    }
  }
  [[nodiscard]] bool ours() const { return of_ours && plainly.size() == 1; }

  std::string node;
  std::string name;
  std::string foreign_name;
  std::string chosen;
  std::vector<std::string> plainly;
  std::vector<std::string> in_graphs;
  bool of_ours = false;
  bool ends_pending = false;
  bool values_pending = false;

 private:
  const ReifierGroups& whole_;
};

struct ReifierGroups::Draft {
  storage::NewClaim claim;
  std::string node;
  bool ours = false;      // all its fields are given
  bool consumes = false;  // what is said in the default graph goes into it
  bool retracted = false;
  bool unasserted = false;
  bool asserted = false;
  std::vector<std::string> chains;
  std::vector<bool> consumed;  // by the order of the lines
};

class ReifierGroups::Gather final : public rdf::Sink {
 public:
  Gather(ReifierGroups& whole, const Probe& probe, Draft& draft)
      : whole_(whole), probe_(probe), draft_(draft) {}

  void quad(const rdf::Quad& quad) override { draft_.consumed.push_back(take(quad)); }

 private:
  bool take(const rdf::Quad& quad) {
    if (reifies(quad)) return reified(quad);
    const bool in = draft_.consumes && !quad.named;
    if (quad.predicate.text == rdf::kRdfType)
      return in && draft_.ours && quad.object.text == whole_.words_.kind_claim();
    if (quad.predicate.text == kRdfsLabel || quad.predicate.text == kAltLabel) return false;
    const auto word = whole_.words_.schema_word(quad.predicate.text);
    if (!word.empty() && !quad.named) {
      if (const bool known = field(word, quad.object)) return known;
    }
    if (draft_.ours && quad.named) return false;
    if (whole_.pending(quad.object)) return false;
    const TermId relation = whole_.sink_.id_of(quad.predicate);
    if (relation == well_known::kRetracted || relation == well_known::kRestored) {
      auto& times = relation == well_known::kRetracted ? draft_.claim.retracted_at
                                                       : draft_.claim.restored_at;
      times.push_back(whole_.sink_.id_of(quad.object));
      return !quad.named;
    }
    if (relation == well_known::kGraph && !draft_.ours) return false;
    qualifier(relation, whole_.sink_.id_of(quad.object));
    return in;
  }

  bool reified(const rdf::Quad& quad) {
    if (canonical(quad.object) != probe_.chosen) return false;
    if (draft_.ours && quad.named) return false;
    const rdf::TripleTerm& triple = *quad.object.triple;
    draft_.claim.triple = {whole_.sink_.id_of(triple.subject), whole_.sink_.id_of(triple.predicate),
                           whole_.sink_.id_of(triple.object)};
    if (quad.named) qualifier(well_known::kSource, whole_.sink_.id_of(quad.graph));
    return draft_.consumes && !quad.named;
  }

  void qualifier(TermId relation, TermId value) {
    if (relation == well_known::kPolarity &&
        (value == well_known::kDenied || value == well_known::kAffirmed)) {
      draft_.claim.denied = value == well_known::kDenied;
      return;
    }
    if (relation == well_known::kAlternative) draft_.claim.alternative = true;
    draft_.claim.qualifiers.emplace_back(relation, value);
  }

  // The fields that no word of the language stands for.
  bool field(std::string_view word, const rdf::Term& value) {
    if (word == "retracted") {
      draft_.retracted = value.text == "true";
      return draft_.retracted;
    }
    if (!draft_.ours) return false;
    if (word == "also_plain") return true;
    if (word == "unasserted") return draft_.unasserted = value.text == "true";
    if (word == "chain") {
      draft_.chains.emplace_back(value.text);
      return true;
    }
    const auto at = word == "loaded_at" ? instant_of(value.text) : std::nullopt;
    if (at) draft_.claim.loaded_at = *at;
    return at.has_value();
  }

  ReifierGroups& whole_;
  const Probe& probe_;
  Draft& draft_;
};

// What no claim took goes on as triples.
class ReifierGroups::Rest final : public rdf::Sink {
 public:
  Rest(StoreSink& sink, const std::vector<bool>& consumed) : sink_(sink), consumed_(consumed) {}
  void quad(const rdf::Quad& quad) override {
    if (at_ >= consumed_.size() || !consumed_[at_]) sink_.quad(quad);
    ++at_;
  }

 private:
  StoreSink& sink_;
  const std::vector<bool>& consumed_;
  std::size_t at_ = 0;
};

ReifierGroups::ReifierGroups(storage::Update& update, StoreSink& sink, const OwnWords& words,
                             Known known, ClaimsOfNodes& claims,
                             const Reifiers::Qualifiers& load_qualifiers)
    : update_(update),
      sink_(sink),
      words_(words),
      known_(known),
      claims_(claims),
      load_qualifiers_(load_qualifiers),
      view_(update.view()),
      loaded_at_(now_in_microseconds()) {}

bool ReifierGroups::pending(const rdf::Term& node) const {
  if (node.kind != rdf::TermKind::iri && node.kind != rdf::TermKind::blank) return false;
  const TextKey key = key_of(canonical(node));
  return known_.nodes.contains(key) && !claims_.contains(key);
}

bool ReifierGroups::write(const std::vector<std::string>& lines) {
  const auto each = [&](rdf::Sink& sink) {
    CanonicalLines reader(sink);
    for (const std::string& line : lines) reader.read(line);
  };
  Probe probe(*this);
  each(probe);
  if (patience_ == Patience::all_parts && (probe.ends_pending || probe.values_pending))
    return false;
  if (patience_ == Patience::ends && probe.ends_pending) return false;
  Draft draft;
  draft.node = probe.node;
  if (!probe.chosen.empty() && !probe.ends_pending) {
    draft.ours = probe.ours();
    draft.consumes = draft.ours || !load_qualifiers_.empty();
    draft.claim.name = draft.consumes ? probe.name : probe.foreign_name;
    draft.claim.loaded_at = loaded_at_;
    draft.asserted = known_.asserted.contains(key_of(inside(probe.chosen)));
    Gather gather(*this, probe, draft);
    each(gather);
    complete(draft);
    const TermId id = add(draft);
    claims_.emplace(key_of(draft.node), id);
    const bool at_a_time = !draft.claim.retracted_at.empty();
    if (draft.retracted && !at_a_time) retracted_.push_back(id);
  } else if (probe.ours()) {
    // Of the plain triple that stands beside a claim of ours nothing may be lost either.
    CanonicalLines(sink_).read(inside(probe.chosen) + " .");
  }
  Rest rest(sink_, draft.consumed);
  each(rest);
  return true;
}

void ReifierGroups::complete(Draft& draft) const {
  storage::NewClaim& claim = draft.claim;
  auto& list = claim.qualifiers;
  const auto has = [&](TermId qualifier) {
    return std::ranges::any_of(list, [&](const auto& one) { return one.first == qualifier; });
  };
  if (draft.consumes) {
    for (const auto& [qualifier, value] : load_qualifiers_) {
      if (!has(qualifier)) list.emplace_back(qualifier, value);
    }
  }
  if (!has(well_known::kCertainty)) list.emplace_back(well_known::kCertainty, well_known::kStated);
  if (!has(well_known::kStatus)) list.emplace_back(well_known::kStatus, well_known::kActual);
  list.emplace_back(well_known::kPolarity,
                    claim.denied ? well_known::kDenied : well_known::kAffirmed);
  if (!has(well_known::kKnown)) {
    claim.known_from_load = true;
    list.emplace_back(well_known::kKnown, update_.intern(Term(second_of_loading(claim.loaded_at))));
  }
  for (const std::string& chain : draft.chains) {
    auto& links = claim.said_by.emplace_back();
    read_nodes(chain, [&](const rdf::Term& link) { links.push_back(sink_.id_of(link)); });
  }
  if (draft.chains.empty()) {
    for (const auto& [qualifier, value] : list) {
      if (qualifier == well_known::kSaidBy) claim.said_by.push_back({value});
    }
  }
  // A triple that is only reified is not in the graph.
  const bool unasserted =
      draft.ours ? draft.unasserted
                 : draft.consumes || !(draft.asserted || is_asserted(view_, claim.triple));
  claim.alternative = claim.alternative || unasserted;
  std::ranges::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

bool ReifierGroups::is_of_rdf(TermId claim) const {
  const auto relation = view_.find(Term(storage::Iri{std::string(rdf::kRdfReifies)}));
  if (!relation) return false;
  const std::array<TermId, 2> prefix = {claim, *relation};
  return view_.count(storage::Order::spo, prefix, 1) > 0 ||
         view_.count(storage::ClaimOrder::spoc, prefix, 1) > 0;
}

TermId ReifierGroups::add(const Draft& draft) {
  const std::string& name = draft.claim.name;
  const auto other = [&name] {
    return InputError("E0316", fmt::format("`{}` is the id of another claim, which says something "
                                           "else",
                                           name));
  };
  const std::optional<TermId> known = named_claim(view_, name);
  if (known && !draft.consumes) {
    if (!is_of_rdf(*known)) throw other();
    return *known;
  }
  try {
    const std::optional<TermId> id = update_.add_claim(draft.claim);
    if (id) return *id;
  } catch (const StorageError& failure) {
    if (failure.code() == "E0612") throw other();
    throw;
  }
  return named_claim(update_.view(), name).value();
}

void ReifierGroups::finish() {
  for (const TermId id : retracted_) update_.retract_claim(id);
  retracted_.clear();
}

}  // namespace vouch::rdfio
