#include "engine/view/claim_dates.hpp"

#include <array>
#include <unordered_map>
#include <vector>

#include "engine/view/claim_values.hpp"
#include "storage/claim_state.hpp"
#include "storage/date.hpp"
#include "storage/well_known.hpp"

namespace vouch::view {

namespace known = storage::well_known;
using storage::ClaimSet;
using storage::TermId;

namespace {

constexpr std::int64_t kDay = storage::kMicrosecondsPerDay;

struct Days {  // both inclusive
  std::int64_t first = storage::kTimeBegin;
  std::int64_t last = storage::kTimeEnd;
  friend bool operator==(const Days&, const Days&) = default;
};

std::int64_t floor_day(std::int64_t microseconds) {
  return microseconds / kDay - (microseconds % kDay < 0 ? 1 : 0);
}

Days days_of(const storage::Date& date) {
  Days days;
  if (date.from) days.first = floor_day(date.begin());
  if (date.to) days.last = floor_day(date.end() - 1);
  return days;
}

class DaysOfTerms {
 public:
  explicit DaysOfTerms(const storage::Snapshot& snapshot) : snapshot_(snapshot) {}
  // What is no date names no days.
  const std::optional<Days>& of(TermId id) {
    const auto [at, fresh] = known_.try_emplace(id);
    if (fresh) {
      const storage::Term term = snapshot_.term(id);
      if (const auto* date = term.as<storage::Date>()) at->second = days_of(*date);
    }
    return at->second;
  }

 private:
  const storage::Snapshot& snapshot_;
  std::unordered_map<TermId, std::optional<Days>> known_;
};

// What is found out about a claim's valid time.
constexpr std::uint8_t kStated = 1;
constexpr std::uint8_t kPeriod = 2;  // a `during`: its since and until say nothing more
constexpr std::uint8_t kFails = 4;

bool covers(TermId relation, const Days& stated, const Days& asked, bool possibly) {
  if (relation == known::kDuring) {
    return possibly ? stated.first <= asked.last && asked.first <= stated.last
                    : stated.first <= asked.first && asked.last <= stated.last;
  }
  if (relation == known::kSince) {
    return possibly ? stated.first <= asked.last : stated.last <= asked.first || stated == asked;
  }
  return possibly ? asked.first <= stated.last : asked.last <= stated.first || stated == asked;
}

}  // namespace

std::uint64_t last_claim(const storage::Snapshot& snapshot) {
  return snapshot.counts().claims;
}

AtDate holding_at(const storage::Snapshot& snapshot, const storage::Date& date, Sureness sureness) {
  const Days asked = days_of(date);
  const bool possibly = sureness == Sureness::possibly;
  DaysOfTerms days(snapshot);
  std::vector<std::uint8_t> found(last_claim(snapshot) + 1);
  for (const TermId relation : {known::kDuring, known::kSince, known::kUntil}) {
    each_claim_value(snapshot, relation, [&](TermId claim, TermId value) {
      std::uint8_t& state = found[claim.payload()];
      const std::optional<Days>& stated = days.of(value);
      if (!stated || (relation != known::kDuring && (state & kPeriod) != 0)) return;
      state |= kStated;
      if (relation == known::kDuring) state |= kPeriod;
      if (!covers(relation, *stated, asked, possibly)) state |= kFails;
    });
  }
  AtDate out{ClaimSet(last_claim(snapshot)), 0};
  for (std::uint64_t number = 1; number < found.size(); ++number) {
    const bool stated = (found[number] & kStated) != 0;
    if ((found[number] & kFails) != 0 || (!stated && sureness == Sureness::strictly)) continue;
    out.claims.add(number);
  }
  each_claim(snapshot, [&](TermId claim, const storage::ClaimState& state) {
    if (!state.retracted && (found[claim.payload()] & kStated) == 0) ++out.timeless;
  });
  return out;
}

ClaimSet in_force(const storage::Snapshot& snapshot) {
  ClaimSet out(last_claim(snapshot));
  each_claim(snapshot, [&](TermId claim, const storage::ClaimState& state) {
    if (!state.retracted) out.add(claim.payload());
  });
  return out;
}

ClaimSet known_by(const storage::Snapshot& snapshot, const storage::Date& date) {
  const std::int64_t last = days_of(date).last;
  DaysOfTerms days(snapshot);
  const std::uint64_t claims = last_claim(snapshot);
  const auto by_then = [&](TermId value) {
    const std::optional<Days>& when = days.of(value);
    return when && when->last <= last;
  };
  ClaimSet out(claims);
  ClaimSet says(claims);  // when it became known
  each_claim_value(snapshot, known::kKnown, [&](TermId claim, TermId value) {
    says.add(claim.payload());
    if (by_then(value)) out.add(claim.payload());
  });
  std::vector<std::int32_t> taken_back(claims + 1);
  ClaimSet has_history(claims);
  each_claim_value(snapshot, known::kRetracted, [&](TermId claim, TermId when) {
    has_history.add(claim.payload());
    if (by_then(when)) ++taken_back[claim.payload()];
  });
  each_claim_value(snapshot, known::kRestored, [&](TermId claim, TermId when) {
    if (by_then(when)) --taken_back[claim.payload()];
  });
  each_claim(snapshot, [&](TermId claim, const storage::ClaimState& state) {
    const std::uint64_t number = claim.payload();
    // Of no known time: it is not there at any.
    const bool gone = has_history.has(number) ? taken_back[number] > 0 : state.retracted;
    if (gone) out.remove(number);
    if (!gone && !says.has(number)) out.add(number);
  });
  return out;
}

}  // namespace vouch::view
