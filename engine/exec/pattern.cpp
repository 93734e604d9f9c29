#include "engine/exec/pattern.hpp"

#include <algorithm>

#include "base/invariant.hpp"
#include "engine/exec/rows.hpp"
#include "storage/well_known.hpp"

namespace vouch::exec {

namespace wk = storage::well_known;

namespace {

using RoleTable = std::array<std::uint8_t, wk::kFirstFreeIri>;

// 1: book-keeping, 2: qualifier or field, 0: neither.
const RoleTable& roles() {
  static const RoleTable table = [] {
    RoleTable made{};
    for (std::uint64_t i = 0; i < made.size(); ++i) {
      const wk::Entry* entry = wk::find(wk::iri(i));
      if (entry == nullptr) continue;
      if (entry->role == wk::Role::bookkeeping) made[i] = 1;
      if (entry->role == wk::Role::qualifier || entry->role == wk::Role::field) made[i] = 2;
    }
    return made;
  }();
  return table;
}

std::uint8_t role_of(TermId relation) {
  if (relation.tag() != storage::IdTag::iri || relation.payload() >= wk::kFirstFreeIri) return 0;
  return roles()[relation.payload()];
}

Slot relation_slot(const std::vector<logical::Step>& steps, const Slot& relation) {
  invariant(steps.size() <= 1, "a physical scan has one step");
  return steps.empty() ? relation : Slot::of(steps.front().relation);
}

template <typename Scan>
Pattern pattern_of_scan(const Scan& scan) {
  Pattern pattern;
  const bool inverse = !scan.steps.empty() && scan.steps.front().inverse;
  pattern.slots[kSubject] = inverse ? scan.object : scan.subject;
  pattern.slots[kRelation] = relation_slot(scan.steps, scan.relation);
  pattern.slots[kObject] = inverse ? scan.subject : scan.object;
  pattern.open_relation = scan.steps.empty();
  if (!scan.object_choices.empty()) {
    pattern.limited = inverse ? kSubject : kObject;
    pattern.choices = scan.object_choices;
    std::sort(pattern.choices.begin(), pattern.choices.end());
    pattern.choices.erase(std::unique(pattern.choices.begin(), pattern.choices.end()),
                          pattern.choices.end());
  }
  return pattern;
}

}  // namespace

Sequence sequence_of(storage::Order order) {
  switch (order) {
    case storage::Order::spo: return {kSubject, kRelation, kObject, kClaim};
    case storage::Order::pso: return {kRelation, kSubject, kObject, kClaim};
    case storage::Order::pos: return {kRelation, kObject, kSubject, kClaim};
    case storage::Order::osp: return {kObject, kSubject, kRelation, kClaim};
  }
  return {};
}

Sequence sequence_of(storage::ClaimOrder order) {
  switch (order) {
    case storage::ClaimOrder::spoc: return {kSubject, kRelation, kObject, kClaim};
    case storage::ClaimOrder::posc: return {kRelation, kObject, kSubject, kClaim};
    case storage::ClaimOrder::ospc: return {kObject, kSubject, kRelation, kClaim};
  }
  return {};
}

Pattern pattern_of(const logical::TripleScan& scan) {
  return pattern_of_scan(scan);
}

Pattern pattern_of(const logical::ClaimScan& scan) {
  Pattern pattern = pattern_of_scan(scan);
  pattern.slots[kClaim] = scan.claim;
  return pattern;
}

Columns variables_of(const Pattern& pattern) {
  Columns variables;
  for (const Slot& slot : pattern.slots) {
    if (slot.is_variable() && !has(variables, slot.variable)) variables.push_back(slot.variable);
  }
  return variables;
}

bool is_bookkeeping(TermId relation) {
  return role_of(relation) == 1;
}
bool is_built_in_relation(TermId relation) {
  return role_of(relation) != 0;
}

ClaimedTriples::ClaimedTriples(ExecContext& context) : context_(context) {}

bool ClaimedTriples::has(TermId subject, TermId relation, TermId object) {
  if (!cursor_) cursor_.emplace(context_.snapshot, storage::ClaimOrder::spoc);
  cursor_->open(std::array{subject, relation, object});
  std::array<TermId, 16> claims;
  for (;;) {
    const std::size_t count =
        cursor_->next(nullptr, nullptr, nullptr, claims.data(), claims.size());
    if (count == 0) return false;
    for (std::size_t i = 0; i < count; ++i) {
      const ClaimState state = context_.claim_states.of(claims[i]);
      if (state.exists && !state.denied && !state.retracted && !state.alternative) return true;
    }
  }
}

}  // namespace vouch::exec
