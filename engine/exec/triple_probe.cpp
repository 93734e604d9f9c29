#include "engine/exec/triple_probe.hpp"

#include <algorithm>
#include <utility>

namespace vouch::exec {

namespace {

using storage::Order;

constexpr std::size_t kFetchRows = 1024;

// The index whose leading places are exactly the fixed ones (a bit per place).
constexpr std::array<Order, 8> kBestOrder{Order::spo, Order::spo, Order::pso, Order::spo,
                                          Order::osp, Order::osp, Order::pos, Order::spo};

std::size_t place_of(const Pattern& pattern, VariableId variable) {
  for (std::size_t place = 0; place < 3; ++place) {
    const Slot& slot = pattern.slots[place];
    if (slot.is_variable() && slot.variable == variable) return place;
  }
  return kNoPlace;
}

bool has_anything(const Pattern& pattern) {
  return std::any_of(pattern.slots.begin(), pattern.slots.begin() + 3,
                     [](const Slot& slot) { return slot.kind == Slot::Kind::anything; });
}

}  // namespace

TripleProbe::TripleProbe(ExecContext& context, Reads& reads, const Access& access, Columns bound,
                         Columns wanted)
    : context_(context),
      reads_(reads),
      access_(access),
      pattern_(pattern_of(access.scan)),
      bound_(std::move(bound)),
      wanted_(std::move(wanted)),
      keys_(variables_of(pattern_)),
      seen_(keys_.size()),
      claimed_(context),
      account_(context.memory, "index scan") {
  for (std::size_t place = 0; place < 3; ++place) {
    const Slot& slot = pattern_.slots[place];
    const std::uint32_t at = slot.is_variable() ? position_of(bound_, slot.variable) : kNoColumn;
    bound_at_[place] = at == kNoColumn ? std::uint8_t{kNoPlace} : static_cast<std::uint8_t>(at);
    if (slot.is_constant()) fixed_[place] = slot.constant;
  }
  for (const VariableId variable : wanted_) {
    wanted_place_.push_back(static_cast<std::uint8_t>(place_of(pattern_, variable)));
  }
  for (const VariableId variable : keys_) {
    key_place_.push_back(static_cast<std::uint8_t>(place_of(pattern_, variable)));
  }
  distinct_ = has_anything(pattern_) && (access.distinct || pattern_.choices.size() > 1);
  last_.resize(keys_.size());
}

void TripleProbe::open(std::span<const TermId> values) {
  done_ = false;
  std::uint8_t mask = 0;
  for (std::size_t place = 0; place < 3; ++place) {
    if (bound_at_[place] != kNoPlace) fixed_[place] = values[bound_at_[place]];
    if (fixed_[place].bound()) mask = static_cast<std::uint8_t>(mask | (1U << place));
    if (fixed_[place].tag() == storage::IdTag::local) done_ = true;  // the store has no such term
  }
  if (done_) return;
  if (mask != mask_) {
    mask_ = mask;
    choose_index();
    prepare_checks();
  }
  if (distinct_) {
    if (!repeats_adjacent_) seen_.clear();
    std::fill(last_.begin(), last_.end(), storage::kUnbound);
  }
  choice_ = 0;
  if (choices_lead_) {
    done_ = !next_choice();
  } else {
    open_cursor();
  }
}

void TripleProbe::choose_index() {
  order_ = access_.order;
  prefix_ = access_.prefix;
  sequence_ = sequence_of(order_);
  planned_ = true;
  for (std::size_t i = 0; i < prefix_; ++i) planned_ = planned_ && fixed_[sequence_[i]].bound();
  if (planned_) return;
  order_ = kBestOrder[mask_];
  sequence_ = sequence_of(order_);
  prefix_ = static_cast<std::size_t>(__builtin_popcount(mask_));
}

void TripleProbe::prepare_checks() {
  const bool range = access_.low || access_.high;
  choices_lead_ = pattern_.limited != kNoPlace && prefix_ < 3 &&
                  sequence_[prefix_] == pattern_.limited && !range;
  simple_ = !pattern_.open_relation && !distinct_ && (planned_ || !range) &&
            (pattern_.limited == kNoPlace || choices_lead_);
  for (std::size_t i = prefix_; i < 3; ++i) simple_ = simple_ && !fixed_[sequence_[i]].bound();
  for (std::size_t place = 0; place < 3; ++place) {
    const Slot& slot = pattern_.slots[place];
    simple_ = simple_ && (!slot.is_variable() || fixed_[place].bound() ||
                          place_of(pattern_, slot.variable) == place);
  }
  if (distinct_) prepare_distinct();
}

// Repeats stand together when no `anything` comes before a free variable.
void TripleProbe::prepare_distinct() {
  at_most_one_ = std::all_of(key_place_.begin(), key_place_.end(),
                             [this](std::uint8_t place) { return fixed_[place].bound(); });
  repeats_adjacent_ = true;
  bool anything = choices_lead_;
  for (std::size_t i = prefix_; i < 3; ++i) {
    const Slot& slot = pattern_.slots[sequence_[i]];
    const bool free = slot.is_variable() && !fixed_[sequence_[i]].bound();
    if (free && anything) repeats_adjacent_ = false;
    anything = anything || slot.kind == Slot::Kind::anything;
  }
}

storage::TripleCursor& TripleProbe::cursor() {
  auto& cursor = cursors_[static_cast<std::size_t>(order_)];
  if (!cursor) cursor.emplace(context_.snapshot, order_);
  return *cursor;
}

void TripleProbe::open_cursor() {
  Fixed prefix;
  for (std::size_t i = 0; i < prefix_; ++i) prefix[i] = fixed_[sequence_[i]];
  const std::span<const TermId> bound(prefix.data(), prefix_);
  ++reads_.probes;
  if (planned_ && (access_.low || access_.high || limit_)) {
    const IdSpan all{storage::kUnbound, kHighestId};
    const IdSpan limit = limit_.value_or(all);
    const TermId low = std::max(access_.low.value_or(all.low), limit.low);
    const TermId high = std::min(access_.high.value_or(all.high), limit.high);
    done_ = low > high;
    if (!done_) cursor().open_range(bound, low, high);
  } else {
    cursor().open(bound);
  }
}

bool TripleProbe::next_choice() {
  while (choice_ < pattern_.choices.size()) {
    const TermId choice = pattern_.choices[choice_++];
    if (choice.tag() == storage::IdTag::local) continue;
    Fixed prefix;
    for (std::size_t i = 0; i < prefix_; ++i) prefix[i] = fixed_[sequence_[i]];
    prefix[prefix_] = choice;
    ++reads_.probes;
    cursor().open(std::span<const TermId>(prefix.data(), prefix_ + 1));
    return true;
  }
  return false;
}

std::size_t TripleProbe::next(std::span<TermId* const> columns, std::size_t capacity) {
  while (!done_) {
    const std::size_t count = simple_ ? direct(columns, capacity) : checked(columns, capacity);
    context_.worked(count);
    if (count > 0) {
      if (distinct_ && at_most_one_) done_ = true;
      return count;
    }
  }
  return 0;
}

// Straight from the index into the caller's columns.
std::size_t TripleProbe::direct(std::span<TermId* const> columns, std::size_t capacity) {
  std::array<TermId*, 3> by_place{};
  for (std::size_t i = 0; i < columns.size(); ++i) by_place[wanted_place_[i]] = columns[i];
  const std::size_t count = cursor().next(by_place[sequence_[0]], by_place[sequence_[1]],
                                          by_place[sequence_[2]], capacity);
  reads_.rows += count;
  if (count == 0) done_ = !choices_lead_ || !next_choice();
  return count;
}

std::size_t TripleProbe::fetch(std::size_t capacity) {
  for (Column& column : fetched_) {
    if (column.size() < capacity) column.resize(capacity);
  }
  const std::size_t count =
      cursor().next(fetched_[sequence_[0]].data(), fetched_[sequence_[1]].data(),
                    fetched_[sequence_[2]].data(), capacity);
  reads_.rows += count;
  return count;
}

std::size_t TripleProbe::checked(std::span<TermId* const> columns, std::size_t capacity) {
  const std::size_t wish = distinct_ && at_most_one_ && !pattern_.open_relation ? 8 : kFetchRows;
  const std::size_t count = fetch(std::min(capacity, wish));
  if (count == 0) {
    done_ = !choices_lead_ || !next_choice();
    return 0;
  }
  context_.worked(count);
  check_rows(count);
  if (pattern_.open_relation && prefix_ == 0 && sequence_[0] == kRelation) {
    pass_over_built_in(fetched_[kRelation][count - 1]);
  }
  if (distinct_) drop_repeats();
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c] == nullptr) continue;
    const TermId* from = fetched_[wanted_place_[c]].data();
    for (std::size_t i = 0; i < rows_.size(); ++i) columns[c][i] = from[rows_[i]];
  }
  return rows_.size();
}

// In an index that begins with the relation, all of one that never counts is left out at once.
void TripleProbe::pass_over_built_in(TermId relation) {
  if (!is_built_in_relation(relation)) return;
  ++reads_.probes;
  cursor().skip_to(TermId::from_bits(relation.bits() + 1));
}

void TripleProbe::check_rows(std::size_t count) {
  rows_.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) rows_[i] = i;
  for (std::size_t i = prefix_; i < 3; ++i) {
    const std::size_t place = sequence_[i];
    const TermId* ids = fetched_[place].data();
    if (fixed_[place].bound()) {
      std::erase_if(rows_, [&](std::uint32_t row) { return ids[row] != fixed_[place]; });
    }
  }
  if (!planned_ && (access_.low || access_.high)) {
    const TermId* ids = fetched_[sequence_of(access_.order)[access_.prefix]].data();
    const TermId low = access_.low.value_or(storage::kUnbound);
    const TermId high = access_.high.value_or(kHighestId);
    std::erase_if(rows_, [&](std::uint32_t row) { return ids[row] < low || ids[row] > high; });
  }
  check_places();
}

// Places that must agree, be among the choices, or be no book-keeping.
void TripleProbe::check_places() {
  for (std::size_t place = 1; place < 3; ++place) {
    const Slot& slot = pattern_.slots[place];
    const std::size_t first = slot.is_variable() ? place_of(pattern_, slot.variable) : place;
    if (first == place) continue;
    const TermId* ids = fetched_[place].data();
    const TermId* others = fetched_[first].data();
    std::erase_if(rows_, [&](std::uint32_t row) { return ids[row] != others[row]; });
  }
  if (pattern_.limited != kNoPlace && !choices_lead_) {
    const TermId* ids = fetched_[pattern_.limited].data();
    std::erase_if(rows_, [&](std::uint32_t row) {
      return !std::binary_search(pattern_.choices.begin(), pattern_.choices.end(), ids[row]);
    });
  }
  if (pattern_.open_relation) {
    std::erase_if(rows_, [&](std::uint32_t row) {
      return !claimed_.counts(fetched_[kSubject][row], fetched_[kRelation][row],
                              fetched_[kObject][row]);
    });
  }
}

void TripleProbe::drop_repeats() {
  if (rows_.empty()) return;
  if (at_most_one_) {
    rows_.erase(rows_.begin() + 1, rows_.end());
  } else if (repeats_adjacent_) {
    drop_adjacent();
  } else {
    drop_seen();
  }
}

void TripleProbe::drop_adjacent() {
  std::size_t kept = 0;
  for (const std::uint32_t row : rows_) {
    bool same = true;
    for (std::size_t c = 0; c < key_place_.size(); ++c) {
      const TermId id = fetched_[key_place_[c]][row];
      same = same && last_[c] == id;
      last_[c] = id;
    }
    if (!same) rows_[kept++] = row;
  }
  rows_.resize(kept);
}

void TripleProbe::drop_seen() {
  std::array<TermId, 3> key;
  std::size_t kept = 0;
  for (const std::uint32_t row : rows_) {
    for (std::size_t c = 0; c < key_place_.size(); ++c) key[c] = fetched_[key_place_[c]][row];
    bool fresh = false;
    seen_.insert(key.data(), fresh);
    if (fresh) rows_[kept++] = row;
  }
  rows_.resize(kept);
  account_.hold(seen_.bytes());
}

std::optional<VariableId> TripleProbe::leading() const {
  const Sequence sequence = sequence_of(access_.order);
  if (access_.prefix >= 3) return std::nullopt;
  const Slot& slot = pattern_.slots[sequence[access_.prefix]];
  return slot.is_variable() ? std::optional(slot.variable) : std::nullopt;
}

void TripleProbe::skip_to(TermId key) {
  if (done_ || !planned_ || choices_lead_) return;
  ++reads_.probes;
  cursor().skip_to(key);
}

}  // namespace vouch::exec
