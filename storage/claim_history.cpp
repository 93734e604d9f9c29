#include "storage/claim_history.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/shared_store.hpp"
#include "storage/snapshot_state.hpp"
#include "storage/well_known.hpp"

namespace vouch::storage {
namespace {

constexpr std::uint8_t kDigits = 6;  // of microseconds

bool contains(const std::vector<TermId>& ids, TermId id) {
  return std::ranges::binary_search(ids, id);
}

void insert(std::vector<TermId>& ids, TermId id) {
  const auto at = std::ranges::lower_bound(ids, id);
  if (at == ids.end() || *at != id) ids.insert(at, id);
}

void erase(std::vector<TermId>& ids, TermId id) {
  std::erase(ids, id);
}

Term instant(std::int64_t microseconds) {
  Period period;
  period.precision = Precision::instant;
  period.begin = microseconds;
  period.fraction = kDigits;
  std::int64_t rest = microseconds;
  while (period.fraction > 0 && rest % 10 == 0) {
    rest /= 10;
    --period.fraction;
  }
  return Term(Date::single(period));
}

}  // namespace

ClaimHistory history_of(const Snapshot& snapshot, TermId claim) {
  ClaimHistory history;
  RowsWalk& rows = snapshot.state()->rows();
  for (const auto& [relation, into] :
       {std::pair{well_known::kRetracted, &history.retracted},
        std::pair{well_known::kRestored, &history.restored}}) {
    rows.open({relation.bits(), claim.bits(), 0}, {relation.bits(), claim.bits(), kHighestId});
    std::array<TermId, 8> times;
    while (const std::size_t count = rows.next({nullptr, nullptr, times.data()}, times.size()))
      into->insert(into->end(), times.begin(), times.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return history;
}

bool has_histories(const Snapshot& snapshot) {
  return snapshot.statistics(well_known::kRetracted).triples > 0 ||
         snapshot.statistics(well_known::kRestored).triples > 0;
}

HistoryWriter::Entry& HistoryWriter::entry(TermId claim) {
  const auto [found, fresh] = entries_.try_emplace(claim);
  Entry& entry = found->second;
  if (fresh) {
    entry.stored.retracted = triples_.objects(well_known::kRetracted, claim);
    entry.stored.restored = triples_.objects(well_known::kRestored, claim);
    entry.now = entry.stored;
  }
  return entry;
}

namespace {

// The time it is, or a little later when the history has that one: a number that no table holds.
TermId time_of_now(const ClaimHistory& history) {
  for (auto at = static_cast<std::uint64_t>(now_microseconds());; ++at) {
    const TermId id{IdTag::local, at};
    if (!contains(history.retracted, id) && !contains(history.restored, id)) return id;
  }
}

}  // namespace

// Such numbers become terms. `last`: of each claim the time it got last.
void HistoryWriter::settle(TermId claim, ClaimHistory& history, std::vector<TermId>& times,
                           std::unordered_map<TermId, TermId>& last) {
  const std::vector<TermId> before = times;
  for (const TermId time : before) {
    if (time.tag() != IdTag::local) continue;
    auto at = static_cast<std::int64_t>(time.payload());
    TermId id = interner_.intern(instant(at));
    while (contains(history.retracted, id) || contains(history.restored, id))
      id = interner_.intern(instant(++at));
    erase(times, time);
    insert(times, id);
    if (const auto known = last.find(claim); known != last.end() && known->second == time)
      known->second = id;
  }
}

void HistoryWriter::join(TermId claim, const std::vector<TermId>& retracted,
                         const std::vector<TermId>& restored) {
  ClaimHistory& now = entry(claim).now;
  for (const TermId time : retracted) insert(now.retracted, time);
  for (const TermId time : restored) insert(now.restored, time);
}

void HistoryWriter::retract_now(TermId claim) {
  ClaimHistory& now = entry(claim).now;
  if (const auto undone = restored_now_.extract(claim); !undone.empty()) {
    erase(now.restored, undone.mapped());
    if (now.empty()) return;  // of no known time, and so again
  }
  while (!now.is_retracted()) {
    const TermId time = time_of_now(now);
    insert(now.retracted, time);
    retracted_now_[claim] = time;
  }
}

// A retraction that is known already undoes what this update said again.
void HistoryWriter::retract_at(TermId claim, TermId when) {
  ClaimHistory& now = entry(claim).now;
  const bool known = contains(now.retracted, when);
  if (const auto again = restored_now_.extract(claim); !again.empty() && known)
    erase(now.restored, again.mapped());
  insert(now.retracted, when);
  if (!now.is_retracted()) retract_now(claim);
}

void HistoryWriter::restore_now(TermId claim) {
  ClaimHistory& now = entry(claim).now;
  if (now.empty()) restored_now_[claim] = kUnbound;
  if (const auto undone = retracted_now_.extract(claim); !undone.empty())
    erase(now.retracted, undone.mapped());
  while (now.is_retracted()) {
    const TermId time = time_of_now(now);
    insert(now.restored, time);
    restored_now_[claim] = time;
  }
}

void HistoryWriter::write(TermId claim, TermId relation, const std::vector<TermId>& stored,
                          const std::vector<TermId>& now) {
  for (const TermId time : stored) {
    if (!contains(now, time)) triples_.withdraw({claim, relation, time}, format::support::kPlain);
  }
  for (const TermId time : now) {
    if (!contains(stored, time)) triples_.add({claim, relation, time}, format::support::kPlain);
  }
}

void HistoryWriter::flush() {
  for (auto& [claim, entry] : entries_) {
    settle(claim, entry.now, entry.now.retracted, retracted_now_);
    settle(claim, entry.now, entry.now.restored, restored_now_);
    write(claim, well_known::kRetracted, entry.stored.retracted, entry.now.retracted);
    write(claim, well_known::kRestored, entry.stored.restored, entry.now.restored);
  }
  entries_.clear();
}

}  // namespace vouch::storage
