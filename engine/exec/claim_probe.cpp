#include "engine/exec/claim_probe.hpp"

#include <algorithm>
#include <utility>

#include "storage/merges.hpp"

namespace vouch::exec {

namespace {

using storage::ClaimOrder;

constexpr std::size_t kFetchRows = 1024;

std::size_t place_of(const Pattern& pattern, VariableId variable) {
  for (std::size_t place = 0; place < 4; ++place) {
    const Slot& slot = pattern.slots[place];
    if (slot.is_variable() && slot.variable == variable) return place;
  }
  return kNoPlace;
}

// The index with the most fixed places in front (a bit per subject, relation, object).
constexpr std::array<ClaimOrder, 8> kBestOrder{ClaimOrder::spoc, ClaimOrder::spoc, ClaimOrder::posc,
                                               ClaimOrder::spoc, ClaimOrder::ospc, ClaimOrder::ospc,
                                               ClaimOrder::posc, ClaimOrder::spoc};

bool polarity_fits(logical::ClaimScan::Polarity wanted, bool denied) {
  switch (wanted) {
    case logical::ClaimScan::Polarity::affirmed: return !denied;
    case logical::ClaimScan::Polarity::denied: return denied;
    case logical::ClaimScan::Polarity::any: return true;
  }
  return false;
}

}  // namespace

ClaimProbe::ClaimProbe(ExecContext& context, Reads& reads, const Access& access, Columns bound,
                       Columns wanted)
    : context_(context),
      reads_(reads),
      access_(access),
      pattern_(pattern_of(access.scan)),
      bound_(std::move(bound)) {
  for (std::size_t place = 0; place < 4; ++place) {
    const Slot& slot = pattern_.slots[place];
    const std::uint32_t at = slot.is_variable() ? position_of(bound_, slot.variable) : kNoColumn;
    bound_at_[place] = at == kNoColumn ? std::uint8_t{kNoPlace} : static_cast<std::uint8_t>(at);
    if (slot.is_constant()) fixed_[place] = slot.constant;
  }
  for (const VariableId variable : wanted) {
    wanted_place_.push_back(static_cast<std::uint8_t>(place_of(pattern_, variable)));
  }
}

void ClaimProbe::open(std::span<const TermId> values) {
  done_ = false;
  for (std::size_t place = 0; place < 4; ++place) {
    if (bound_at_[place] != kNoPlace) fixed_[place] = values[bound_at_[place]];
    if (fixed_[place].tag() == storage::IdTag::local) done_ = true;
  }
  const TermId claim = fixed_[kClaim];
  if (claim.bound() && claim.tag() != storage::IdTag::claim) done_ = true;
  if (done_ || claim.bound()) return;
  choose_index();
  open_cursor();
}

void ClaimProbe::choose_index() {
  order_ = access_.order;
  sequence_ = sequence_of(order_);
  prefix_ = access_.prefix;
  bool planned = true;
  for (std::size_t i = 0; i < prefix_; ++i) planned = planned && fixed_[sequence_[i]].bound();
  if (planned) return;
  std::size_t mask = 0;
  for (std::size_t place = 0; place < 3; ++place) {
    if (fixed_[place].bound()) mask |= std::size_t{1} << place;
  }
  order_ = kBestOrder[mask];
  sequence_ = sequence_of(order_);
  prefix_ = 0;
  while (prefix_ < 3 && fixed_[sequence_[prefix_]].bound()) ++prefix_;
}

void ClaimProbe::open_cursor() {
  auto& cursor = cursors_[static_cast<std::size_t>(order_)];
  if (!cursor) cursor.emplace(context_.snapshot, order_);
  ++reads_.probes;
  Fixed prefix;
  for (std::size_t i = 0; i < prefix_; ++i) prefix[i] = fixed_[sequence_[i]];
  cursor->open(std::span<const TermId>(prefix.data(), prefix_));
}

std::size_t ClaimProbe::next(std::span<TermId* const> columns, std::size_t capacity) {
  while (!done_) {
    const std::size_t count =
        fixed_[kClaim].bound() ? look_up() : fetch(std::min(capacity, kFetchRows));
    if (fixed_[kClaim].bound() || count == 0) done_ = true;
    context_.worked(count);
    check_rows(count);
    if (rows_.empty()) continue;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c] == nullptr) continue;
      const TermId* from = fetched_[wanted_place_[c]].data();
      for (std::size_t i = 0; i < rows_.size(); ++i) columns[c][i] = from[rows_[i]];
    }
    return rows_.size();
  }
  return 0;
}

std::size_t ClaimProbe::fetch(std::size_t capacity) {
  for (Column& column : fetched_) {
    if (column.size() < capacity) column.resize(capacity);
  }
  const std::size_t count = cursors_[static_cast<std::size_t>(order_)]->next(
      fetched_[sequence_[0]].data(), fetched_[sequence_[1]].data(), fetched_[sequence_[2]].data(),
      fetched_[kClaim].data(), capacity);
  reads_.rows += count;
  return count;
}

std::size_t ClaimProbe::look_up() {
  ++reads_.probes;
  const auto record = context_.snapshot.claim(fixed_[kClaim]);
  if (!record) return 0;
  for (Column& column : fetched_) {
    if (column.empty()) column.resize(1);
  }
  const storage::Triple triple = storage::canonical(context_.snapshot, record->triple);
  fetched_[kSubject][0] = triple.subject;
  fetched_[kRelation][0] = triple.relation;
  fetched_[kObject][0] = triple.object;
  fetched_[kClaim][0] = record->id;
  return 1;
}

bool ClaimProbe::in_force(TermId claim) {
  const ClaimState state = context_.claim_states.of(claim);
  return state.exists && !state.retracted && (access_.scan.alternatives || !state.alternative) &&
         polarity_fits(access_.scan.polarity, state.denied);
}

bool ClaimProbe::places_agree(std::uint32_t row) const {
  for (std::size_t place = 0; place < 4; ++place) {
    const TermId id = fetched_[place][row];
    if (fixed_[place].bound() && fixed_[place] != id) return false;
    const Slot& slot = pattern_.slots[place];
    if (slot.is_variable() && fetched_[place_of(pattern_, slot.variable)][row] != id) return false;
  }
  if (pattern_.open_relation && is_bookkeeping(fetched_[kRelation][row])) return false;
  return pattern_.limited == kNoPlace ||
         std::binary_search(pattern_.choices.begin(), pattern_.choices.end(),
                            fetched_[pattern_.limited][row]);
}

void ClaimProbe::check_rows(std::size_t count) {
  rows_.clear();
  for (std::uint32_t row = 0; row < count; ++row) {
    if (places_agree(row) && in_force(fetched_[kClaim][row])) rows_.push_back(row);
  }
}

}  // namespace vouch::exec
