#include <algorithm>
#include <array>
#include <limits>

#include "base/invariant.hpp"
#include "storage/claim_state.hpp"
#include "storage/claim_tables.hpp"
#include "storage/display.hpp"
#include "storage/merges.hpp"
#include "storage/name_tables.hpp"
#include "storage/row.hpp"
#include "storage/snapshot_state.hpp"
#include "storage/spelling_table.hpp"
#include "storage/statistics.hpp"
#include "storage/store.hpp"
#include "storage/term_codec.hpp"

namespace vouch::storage {
namespace {

constexpr std::size_t kDecodedTermsMax = 16'384;
constexpr std::size_t kDecodedTermBytesMax = 1'024;  // longer ones are decoded each time
constexpr std::string_view kClaimPrefix = "c_";
constexpr std::size_t kShortestBeginning = kClaimPrefix.size() + 4;

// Everything between the bounds: keys that begin with `prefix`.
template <std::size_t N>
std::pair<std::array<std::uint64_t, N>, std::array<std::uint64_t, N>> bounds_of(
    std::span<const TermId> prefix) {
  invariant(prefix.size() <= N, "a prefix longer than the key");
  std::array<std::uint64_t, N> low{};
  std::array<std::uint64_t, N> high;
  high.fill(kHighestId);
  for (std::size_t i = 0; i < prefix.size(); ++i) low[i] = high[i] = prefix[i].bits();
  return {low, high};
}

// The walk of an order, made when first asked for; inside an update it finds its place again.
template <typename Walk, typename Order, std::size_t N>
Walk& walk_in(std::array<std::optional<Walk>, N>& walks, Order order,
              lmdb::Transaction& transaction, const Tables& tables) {
  auto& walk = walks[static_cast<std::size_t>(order)];
  if (!walk) walk.emplace(transaction, tables, order);
  if (transaction.writes()) walk->forget();
  return *walk;
}

std::uint64_t count_stored(SnapshotState& state, Order order, std::span<const TermId> prefix,
                           std::uint64_t cap) {
  if (prefix.empty()) return std::min(cap, state.header().triples.rows);
  if (prefix.size() == 1 && (order == Order::pso || order == Order::pos)) {
    return std::min(cap, read_statistics(state.transaction(), state.tables(), prefix[0]).triples);
  }
  const auto [low, high] = bounds_of<3>(prefix);
  return state.walk(order).count(low, high, cap);
}

// Of rows in the sequence of an order, those that begin with the prefix.
template <std::size_t N>
std::uint64_t within(const std::vector<std::array<std::uint64_t, N>>& rows,
                     std::span<const TermId> prefix) {
  const auto [low, high] = bounds_of<N>(prefix);
  return static_cast<std::uint64_t>(std::upper_bound(rows.begin(), rows.end(), high) -
                                    std::lower_bound(rows.begin(), rows.end(), low));
}

// Rows whose subject is a claim are hidden without being listed.
bool may_be_about_claims(SnapshotState& state, Order order, std::span<const TermId> prefix) {
  const std::uint64_t first = TermId{IdTag::claim, 0}.bits();
  const std::uint64_t last = TermId{IdTag::claim, TermId::kPayloadMask}.bits();
  const std::size_t place = order == Order::spo ? 0 : order == Order::pos ? 2 : 1;
  if (prefix.size() > place) return prefix[place].tag() == IdTag::claim;
  if (prefix.empty()) return true;
  if (order == Order::pos && prefix.size() == 1) order = Order::pso;  // the same rows
  auto [low, high] = bounds_of<3>(prefix);
  low[prefix.size()] = first;
  high[prefix.size()] = last;
  return state.walk(order).count(low, high, 1) > 0;
}

std::uint64_t count_seen(const Snapshot& snapshot, Order order, std::span<const TermId> prefix,
                         std::uint64_t cap) {
  SnapshotState& state = *snapshot.state();
  if (may_be_about_claims(state, order, prefix)) {
    constexpr std::size_t kAtOnce = 1024;
    TripleCursor cursor(snapshot, order);
    cursor.open(prefix);
    std::uint64_t rows = 0;
    while (rows < cap) {
      const std::size_t more = cursor.next(nullptr, nullptr, nullptr, kAtOnce);
      if (more == 0) break;
      rows += more;
    }
    return std::min(rows, cap);
  }
  const auto& rows = state.overlay()->rows(order);
  const std::uint64_t all =
      count_stored(state, order, prefix, std::numeric_limits<std::uint64_t>::max());
  return std::min(cap, all + within<3>(rows.added, prefix) - within<3>(rows.hidden, prefix));
}

}  // namespace

TripleWalk& SnapshotState::walk(Order order) {
  return walk_in(walks_, order, *transaction_, store_->tables);
}
ClaimWalk& SnapshotState::walk(ClaimOrder order) {
  return walk_in(claim_walks_, order, *transaction_, store_->tables);
}

RowsWalk& SnapshotState::rows() {
  if (!rows_) rows_.emplace(*transaction_, store_->tables.blocks(format::TableName::pso));
  if (transaction_->writes()) rows_->forget();
  return *rows_;
}

Term SnapshotState::term(TermId id) {
  if (is_inline(id.tag()) || id.tag() == IdTag::claim) return dictionary_.term(id);
  if (const auto found = decoded_.find(id); found != decoded_.end()) return found->second;
  Term term = dictionary_.term(id);
  if (well_known::find(id) == nullptr && dictionary_.last_bytes() > kDecodedTermBytesMax)
    return term;
  if (decoded_.size() >= kDecodedTermsMax) decoded_.clear();
  decoded_.emplace(id, term);
  return term;
}

Snapshot::Snapshot(std::shared_ptr<SnapshotState> state) : state_(std::move(state)) {}
Snapshot::Snapshot(Snapshot&&) noexcept = default;
Snapshot& Snapshot::operator=(Snapshot&&) noexcept = default;
Snapshot::~Snapshot() = default;

const Catalog& Snapshot::catalog() const {
  return state_->catalog();
}

StoreCounts Snapshot::counts() const {
  const Header& header = state_->header();
  StoreCounts counts{header.triples.rows, header.claims.rows, header.terms.rows,
                     header.names.rows,   header.version,     header.changed_at};
  if (const auto& overlay = state_->overlay()) {
    const auto& rows = overlay->rows(Order::spo);
    counts.triples += rows.added.size();
    counts.triples -= rows.hidden.size();
  }
  return counts;
}

Term Snapshot::term(TermId id) const {
  return state_->term(id);
}
std::optional<TermId> Snapshot::find(const Term& term) const {
  return state_->dictionary().find(term);
}

std::string Snapshot::display_name(TermId id) const {
  if (id.tag() == IdTag::claim) {
    const auto record = claim(id);
    if (!record) raise_damaged("claims", "a claim is missing");
    return record->name;
  }
  return display_text(term(id), state_->header().base);
}

bool Snapshot::contains(const Triple& triple) const {
  if (const auto& overlay = state_->overlay()) {
    const TermId subject = triple.subject;
    if (subject.tag() == IdTag::claim && !overlay->counts(subject)) return false;
    const auto& rows = overlay->rows(Order::spo);
    const Overlay::Ids3 ids{subject.bits(), triple.relation.bits(), triple.object.bits()};
    if (std::binary_search(rows.hidden.begin(), rows.hidden.end(), ids)) return false;
    if (std::binary_search(rows.added.begin(), rows.added.end(), ids)) return true;
  }
  return state_->rows().holds(
      {triple.relation.bits(), triple.subject.bits(), triple.object.bits()});
}

std::vector<TermId> Snapshot::spellings(const Triple& triple) const {
  if (state_->header().spellings.rows == 0) return {};
  return spellings_of(state_->transaction(), state_->tables(), triple);
}

RelationStatistics Snapshot::statistics(TermId relation) const {
  RelationStatistics known = read_statistics(state_->transaction(), state_->tables(), relation);
  if (const auto& overlay = state_->overlay()) {
    const auto& rows = overlay->rows(Order::pso);
    const std::array prefix{relation};
    known.triples += within<3>(rows.added, prefix);
    known.triples -= within<3>(rows.hidden, prefix);
    known.subjects = std::min(known.subjects, known.triples);
    known.objects = std::min(known.objects, known.triples);
  }
  return known;
}

std::uint64_t Snapshot::count(Order order, std::span<const TermId> prefix,
                              std::uint64_t cap) const {
  return state_->overlay() ? count_seen(*this, order, prefix, cap)
                           : count_stored(*state_, order, prefix, cap);
}

std::uint64_t Snapshot::count(ClaimOrder order, std::span<const TermId> prefix,
                              std::uint64_t cap) const {
  if (prefix.empty()) return std::min(cap, state_->header().claims.rows);
  const auto [low, high] = bounds_of<4>(prefix);
  const auto& overlay = state_->overlay();
  if (!overlay) return state_->walk(order).count(low, high, cap);
  const auto& rows = overlay->rows(order);
  const std::uint64_t all =
      state_->walk(order).count(low, high, std::numeric_limits<std::uint64_t>::max());
  return std::min(cap, all + within<4>(rows.added, prefix) - within<4>(rows.hidden, prefix));
}

std::optional<ClaimRecord> Snapshot::claim(TermId id) const {
  if (id.tag() != IdTag::claim) return std::nullopt;
  auto claim = read_claim(state_->transaction(), state_->tables(), id.payload());
  if (!claim) return std::nullopt;
  claim->record.retracted =
      state_->overlay()
          ? !state_->overlay()->counts(id)
          : (state_->claim_flags().of(id.payload()) & format::claim_flag::kRetracted) != 0;
  return std::move(claim->record);
}

std::optional<ClaimState> claim_state(const Snapshot& snapshot, TermId id) {
  SnapshotState& state = *snapshot.state();
  const std::uint64_t number = id.payload();
  if (id.tag() != IdTag::claim || number == 0 || number >= state.header().next_claim)
    return std::nullopt;
  const std::uint8_t flags = state.claim_flags().of(number);
  const bool retracted = state.overlay() ? !state.overlay()->counts(id)
                                         : (flags & format::claim_flag::kRetracted) != 0;
  return ClaimState{(flags & format::claim_flag::kDenied) != 0, retracted,
                    (flags & format::claim_flag::kAlternative) != 0};
}

std::optional<TermId> Snapshot::claim_named(std::string_view name) const {
  auto number = claim_of_name(state_->transaction(), state_->tables(), name);
  if (!number && name.starts_with(kClaimPrefix) && name.size() >= kShortestBeginning) {
    number = claim_of_beginning(state_->transaction(), state_->tables(), name);
  }
  if (!number) return std::nullopt;
  return TermId{IdTag::claim, *number};
}

std::vector<NameMatch> Snapshot::named(std::string_view folded) const {
  std::vector<NameMatch> matches;
  storage::each_name(state_->transaction(), state_->tables(), folded, true,
                     [&](const NameMatch& match) {
                       matches.push_back(match);
                       return true;
                     });
  return matches;
}

std::vector<NameMatch> Snapshot::names_with_prefix(std::string_view folded,
                                                   std::size_t limit) const {
  std::vector<NameMatch> matches;
  if (limit == 0) return matches;
  storage::each_name(state_->transaction(), state_->tables(), folded, false,
                     [&](const NameMatch& match) {
                       matches.push_back(match);
                       return matches.size() < limit;
                     });
  return matches;
}

void Snapshot::each_name(const std::function<bool(const NameMatch&)>& visit) const {
  storage::each_name(state_->transaction(), state_->tables(), {}, false, visit);
}

std::vector<TermId> Snapshot::with_word(std::string_view folded_word) const {
  auto ids = ids_with_word(state_->transaction(), state_->tables(), folded_word);
  if (!has_merged(*this)) return ids;
  for (TermId& id : ids) id = canonical(*this, id);
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace vouch::storage
