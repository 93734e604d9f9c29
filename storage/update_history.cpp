// Claims are retracted, and said again.
#include "storage/update_state.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {

bool UpdateState::is_retracted(TermId claim) {
  return (claims_.flags(claim.payload()) & format::claim_flag::kRetracted) != 0;
}

bool UpdateState::take_back(TermId claim) {
  if (claim.tag() != IdTag::claim) return false;
  flush_additions();
  const auto stored = read_claim(*transaction_, store_->tables, claim.payload());
  if (!stored || is_retracted(claim)) return false;
  const ClaimRecord& record = stored->record;
  claims_.set_retracted(claim, true);
  const Triple image = canonical_.image(record.triple);
  if (record.triple.relation == well_known::kMergedInto) {
    forget_merge(claim);
  } else if (!record.denied && !record.alternative && !claims_.said(image)) {
    graph_.unsay(image, format::support::kClaimed);
  }
  for (const auto& [relation, value] : qualifier_pairs(record)) {
    triples_.withdraw({claim, relation, canonical_.of(value)}, format::support::kQualifier);
  }
  return true;
}

void UpdateState::say_again(TermId claim) {
  const ClaimRecord record = read_claim(*transaction_, store_->tables, claim.payload())->record;
  if (record.triple.relation == well_known::kMergedInto) check_merge(record);
  claims_.set_retracted(claim, false);
  say(record);
}

void UpdateState::settle_history(TermId claim, const NewClaim& given) {
  history_.join(claim, given.retracted_at, given.restored_at);
  const bool wanted = history_.of(claim).is_retracted();
  if (wanted == is_retracted(claim)) return;
  if (wanted) {
    static_cast<void>(take_back(claim));
  } else {
    say_again(claim);
  }
}

bool UpdateState::retract_claim(TermId claim) {
  if (!take_back(claim)) return false;
  if (!history_.of(claim).empty()) history_.retract_now(claim);
  return true;
}

bool UpdateState::retract_claim_now(TermId claim) {
  if (!take_back(claim)) return false;
  history_.retract_now(claim);
  return true;
}

bool UpdateState::retract_claim_at(TermId claim, TermId when) {
  if (!take_back(claim)) return false;
  history_.retract_at(claim, when);
  return true;
}

}  // namespace vouch::storage
