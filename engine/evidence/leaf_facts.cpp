#include "engine/evidence/leaf_facts.hpp"

#include <algorithm>
#include <utility>

#include "engine/exec/pattern.hpp"
#include "storage/well_known.hpp"

namespace vouch::evidence {

namespace well_known = storage::well_known;
using logical::Slot;
using storage::ClaimOrder;
using storage::IdTag;
using storage::Triple;

namespace {

enum : std::size_t { kSubject, kRelation, kObject, kClaim };

bool fits(TermId wanted, TermId found) {
  return !wanted.bound() || wanted == found;
}

bool is_under(const storage::Catalog& catalog, TermId kind, TermId wanted) {
  if (kind == wanted) return true;
  const storage::KindInfo* info = catalog.kind(kind);
  return info != nullptr && std::any_of(info->under.begin(), info->under.end(), [&](TermId above) {
           return is_under(catalog, above, wanted);
         });
}

}  // namespace

LeafFacts::LeafFacts(const Support& support, const std::vector<VariableId>& columns,
                     exec::Terms& terms, const exec::RunOptions& options)
    : support_(support),
      terms_(terms),
      budget_(options.memory_bytes),
      account_(budget_, "evidence"),
      states_(terms.snapshot(), budget_) {
  for (const Leaf& leaf : support.leaves) {
    Known& known = known_.emplace_back();
    if (leaf.guard) known.guard = place_of(Slot::of(*leaf.guard), columns).column;
    std::visit(
        [&](const auto& scan) {
          known.places[kSubject] = place_of(scan.subject, columns);
          known.places[kObject] = place_of(scan.object, columns);
          if constexpr (requires { scan.relation; }) {
            known.places[kRelation] = place_of(scan.relation, columns);
          }
          if constexpr (requires { scan.claim; }) {
            known.places[kClaim] = place_of(scan.claim, columns);
          }
          if constexpr (requires { scan.path; }) known.trace.emplace(scan, terms, options);
        },
        leaf.pattern);
  }
}

LeafFacts::Place LeafFacts::place_of(const Slot& slot,
                                     const std::vector<VariableId>& columns) const {
  if (slot.is_constant()) return {{}, slot.constant};
  if (!slot.is_variable()) return {};
  const auto at = std::find(columns.begin(), columns.end(), slot.variable);
  if (at == columns.end()) return {};
  return {static_cast<std::uint32_t>(at - columns.begin()), {}};
}

TermId LeafFacts::value(const Place& place, const exec::Batch& batch, std::size_t row) const {
  if (!place.column) return place.constant;
  return terms_.canonical(batch.columns[*place.column][row]);
}

bool LeafFacts::holds(std::size_t leaf, const exec::Batch& batch, std::size_t row) const {
  const Known& known = known_[leaf];
  return !known.guard || batch.columns[*known.guard][row].bound();
}

std::span<const Fact> LeafFacts::of(std::size_t leaf, const exec::Batch& batch, std::size_t row) {
  if (!holds(leaf, batch, row)) return {};
  Known& known = known_[leaf];
  std::array<TermId, 4> instance;
  for (std::size_t i = 0; i < instance.size(); ++i) {
    instance[i] = value(known.places[i], batch, row);
  }
  bool fresh = false;
  const std::uint32_t number = known.instances.insert(instance.data(), fresh);
  if (fresh) {
    const auto begin = static_cast<std::uint32_t>(facts_.size());
    find(support_.leaves[leaf], known, instance);
    known.facts.push_back({begin, static_cast<std::uint32_t>(facts_.size()) - begin});
    hold();
  }
  const Remembered found = known.facts[number];
  return {facts_.data() + found.begin, found.count};
}

void LeafFacts::find(const Leaf& leaf, Known& known, const std::array<TermId, 4>& instance) {
  if (const auto* scan = std::get_if<logical::TripleScan>(&leaf.pattern)) {
    find(*scan, instance);
  } else if (std::holds_alternative<logical::ClaimScan>(leaf.pattern)) {
    Fact fact{{instance[kSubject], instance[kRelation], instance[kObject]}, 0, 0};
    if (const auto record = terms_.snapshot().claim(instance[kClaim])) fact.triple = record->triple;
    fact.begin = static_cast<std::uint32_t>(claims_.size());
    claims_.push_back(instance[kClaim]);
    fact.count = 1;
    facts_.push_back(fact);
  } else {
    const auto walk = known.trace->between(instance[kSubject], instance[kObject]);
    if (!walk) return;
    for (const Triple& hop : *walk) add_fact(hop);
  }
}

// The first step that holds gives the triple its form; claims come from all of them.
void LeafFacts::find(const logical::TripleScan& scan, const std::array<TermId, 4>& instance) {
  Fact fact;
  fact.begin = static_cast<std::uint32_t>(claims_.size());
  const TermId subject = instance[kSubject];
  const TermId object = instance[kObject];
  fact.triple = {subject, instance[kRelation], object};
  std::vector<TermId> objects = scan.object_choices;
  if (objects.empty()) objects.push_back(object);
  bool formed = false;
  const auto add = [&](const Triple& triple, bool open) {
    const std::size_t before = claims_.size();
    add_claims(triple, open);
    const bool whole = triple.subject.bound() && triple.object.bound() && !open;
    const bool carried = triple.subject.tag() == IdTag::claim && !open && !triple.object.bound();
    const std::array<TermId, 2> prefix = {triple.subject, triple.relation};
    const bool stands =
        claims_.size() > before || (whole && terms_.snapshot().contains(triple)) ||
        (carried && terms_.snapshot().count(storage::Order::spo, prefix, 1) > 0);
    if (stands && !formed) fact.triple = triple;
    formed = formed || stands;
  };
  for (const TermId one : objects) {
    if (scan.steps.empty()) add({subject, instance[kRelation], one}, !instance[kRelation].bound());
    for (const logical::Step& step : scan.steps) {
      add(step.inverse ? Triple{one, step.relation, subject}
                       : Triple{subject, step.relation, one},
          false);
    }
  }
  settle(fact);
}

void LeafFacts::add_fact(const Triple& triple) {
  Fact fact{triple, static_cast<std::uint32_t>(claims_.size()), 0};
  add_claims(triple, false);
  settle(fact);
}

void LeafFacts::settle(Fact& fact) {
  const auto begin = claims_.begin() + static_cast<std::ptrdiff_t>(fact.begin);
  std::sort(begin, claims_.end());
  claims_.erase(std::unique(begin, claims_.end()), claims_.end());
  // What a claim carries: its qualifiers.
  const TermId subject = fact.triple.subject;
  if (claims_.size() == fact.begin && subject.tag() == IdTag::claim) claims_.push_back(subject);
  fact.count = static_cast<std::uint32_t>(claims_.size()) - fact.begin;
  facts_.push_back(fact);
}

// A symmetric relation's claims are made one way and hold both.
void LeafFacts::add_claims(const Triple& triple, bool open_relation) {
  const auto [s, r, o] = triple;
  if (s.bound() && r.bound()) {
    const std::array<TermId, 3> prefix = {s, r, o};
    walk(ClaimOrder::spoc, std::span(prefix).first(o.bound() ? 3 : 2), triple, open_relation);
  } else if (o.bound() && s.bound()) {
    walk(ClaimOrder::ospc, std::array{o, s}, triple, open_relation);
  } else if (s.bound()) {
    walk(ClaimOrder::spoc, std::array{s}, triple, open_relation);
  } else if (r.bound()) {
    const std::array<TermId, 2> prefix = {r, o};
    walk(ClaimOrder::posc, std::span(prefix).first(o.bound() ? 2 : 1), triple, open_relation);
  } else {
    walk(ClaimOrder::ospc, o.bound() ? std::vector<TermId>{o} : std::vector<TermId>{}, triple,
         open_relation);
  }
  if (r == well_known::kIsA && s.bound() && o.bound()) add_kinds(triple);
  if (s != o && (!r.bound() || is_symmetric(r))) add_mirrored(triple);
}

bool LeafFacts::is_symmetric(TermId relation) const {
  const storage::RelationInfo* info = terms_.snapshot().catalog().relation(relation);
  return info != nullptr && info->symmetric;
}

// The same triple as it was said the other way round.
void LeafFacts::add_mirrored(const Triple& triple) {
  const auto [s, r, o] = triple;
  const Triple back{o, r, s};
  if (!r.bound()) {
    if (s.bound() && o.bound()) {
      walk(ClaimOrder::ospc, std::array{s, o}, back, true, true);
    } else if (s.bound()) {
      walk(ClaimOrder::ospc, std::array{s}, back, true, true);
    } else if (o.bound()) {
      walk(ClaimOrder::spoc, std::array{o}, back, true, true);
    }
  } else if (o.bound()) {
    const std::array<TermId, 3> prefix = {o, r, s};
    walk(ClaimOrder::spoc, std::span(prefix).first(s.bound() ? 3 : 2), back, false);
  } else if (s.bound()) {
    walk(ClaimOrder::posc, std::array{r, s}, back, false);
  }
}

// What is said to be of a kind is of all kinds above it.
void LeafFacts::add_kinds(const Triple& triple) {
  const std::array<TermId, 2> prefix = {triple.subject, well_known::kIsA};
  const std::size_t before = claims_.size();
  std::vector<TermId> found;
  walk(ClaimOrder::spoc, prefix, {triple.subject, well_known::kIsA, {}}, false);
  for (std::size_t i = before; i < claims_.size(); ++i) {
    const auto record = terms_.snapshot().claim(claims_[i]);
    if (record && is_under(terms_.snapshot().catalog(), record->triple.object, triple.object)) {
      found.push_back(claims_[i]);
    }
  }
  claims_.resize(before);
  claims_.insert(claims_.end(), found.begin(), found.end());
}

void LeafFacts::walk(ClaimOrder order, std::span<const TermId> prefix, const Triple& wanted,
                     bool open_relation, bool only_symmetric) {
  auto& cursor = cursors_[static_cast<std::size_t>(order)];
  if (!cursor) cursor.emplace(terms_.snapshot(), order);
  cursor->open(prefix);
  constexpr std::size_t kAtOnce = 64;
  std::array<std::array<TermId, kAtOnce>, 4> columns;
  const std::size_t most = claims_.size() + kClaimsMost;
  while (const std::size_t n = cursor->next(columns[0].data(), columns[1].data(),
                                            columns[2].data(), columns[3].data(), kAtOnce)) {
    for (std::size_t i = 0; i < n; ++i) {
      const auto at = [&](std::size_t column) { return columns[column][i]; };
      Triple found{at(0), at(1), at(2)};
      if (order == ClaimOrder::posc) found = {at(2), at(0), at(1)};
      if (order == ClaimOrder::ospc) found = {at(1), at(2), at(0)};
      const bool wrong = !fits(wanted.subject, found.subject) ||
                         !fits(wanted.relation, found.relation) ||
                         !fits(wanted.object, found.object);
      if (wrong || (open_relation && exec::is_built_in_relation(found.relation))) continue;
      if (only_symmetric && !is_symmetric(found.relation)) continue;
      if (!counts(at(3))) continue;
      claims_.push_back(at(3));
      if (claims_.size() >= most) return;
    }
  }
}

bool LeafFacts::counts(TermId claim) {
  const exec::ClaimState state = states_.of(claim);
  return state.exists && !state.denied && !state.retracted && !state.alternative;
}

void LeafFacts::hold() {
  std::size_t bytes = facts_.capacity() * sizeof(Fact) + claims_.capacity() * sizeof(TermId);
  for (const Known& known : known_) {
    bytes += known.instances.bytes() + known.facts.capacity() * sizeof(Remembered);
  }
  account_.hold(bytes);
}

}  // namespace vouch::evidence
