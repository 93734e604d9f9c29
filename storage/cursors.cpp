#include <optional>

#include "base/invariant.hpp"
#include "storage/claim_walk.hpp"
#include "storage/overlay_walk.hpp"
#include "storage/snapshot_state.hpp"
#include "storage/store.hpp"
#include "storage/triple_walk.hpp"

namespace vouch::storage {

namespace {

// Where a row has its subject; of claims nothing more is looked at than whether they are listed.
constexpr std::size_t subject_place(Order order) {
  return order == Order::spo ? 0 : order == Order::pos ? 2 : 1;
}
constexpr std::size_t subject_place(ClaimOrder /*order*/) {
  return 4;
}

// Bounds, and where to go on. In a snapshot the walk stands still between calls; inside an update,
// where blocks move, every call finds its place again.
template <typename Walk, std::size_t N>
struct Place {
  using Ids = std::array<std::uint64_t, N>;
  using Columns = std::array<TermId*, N>;

  template <typename Order>
  Place(std::shared_ptr<SnapshotState> snapshot, Order order)
      : state(std::move(snapshot)),
        walk(state->transaction(), state->tables(), order),
        moves(state->transaction().writes()) {
    if (const auto& overlay = state->overlay()) {
      seen.emplace(*overlay, overlay->rows(order), subject_place(order));
    }
  }

  void open(std::span<const TermId> bound) {
    invariant(bound.size() <= N, "a prefix longer than the key");
    low.fill(0);
    high.fill(kHighestId);
    for (std::size_t i = 0; i < bound.size(); ++i) low[i] = high[i] = bound[i].bits();
    prefix = bound.size();
    opened = false;
    ended = false;
    laid = false;
  }
  void skip_to(std::uint64_t a, std::uint64_t b) {
    Ids target = low;
    for (std::size_t i = prefix; i < N; ++i) target[i] = 0;
    if (prefix < N) target[prefix] = a;
    if (prefix + 1 < N) target[prefix + 1] = b;
    if (seen && laid && seen->skip_to(target)) return;
    if (target <= low) return;
    low = target;
    if (opened) walk.skip_to(low, high);
  }
  std::size_t next(const Columns& columns, std::size_t capacity) {
    if (ended || capacity == 0) return 0;
    if (!seen) return next_stored(columns, capacity);
    if (!laid) seen->open(low, high);
    laid = true;
    return seen->next(columns, capacity, [this](const Columns& into, std::size_t most) {
      return next_stored(into, most);
    });
  }
  std::size_t next_stored(const Columns& columns, std::size_t capacity) {
    if (moves) return next_while_blocks_move(columns, capacity);
    if (!opened) walk.open(low, high);
    opened = true;
    return walk.next(columns, capacity);
  }
  std::size_t next_while_blocks_move(Columns columns, std::size_t capacity) {
    for (std::size_t i = 0; i < N; ++i) {
      if (columns[i] != nullptr) continue;
      scratch[i].resize(capacity);
      columns[i] = scratch[i].data();
    }
    walk.forget();
    walk.open(low, high);
    const std::size_t rows = walk.next(columns, capacity);
    if (rows == 0) return 0;
    for (std::size_t i = 0; i < N; ++i) low[i] = columns[i][rows - 1].bits();
    ++low[N - 1];  // no id is so high that this would overflow
    return rows;
  }

  std::shared_ptr<SnapshotState> state;
  Walk walk;
  bool moves;
  Ids low{};
  Ids high{};
  std::size_t prefix = 0;
  bool opened = false;
  bool ended = true;
  std::optional<OverlayWalk<N>> seen;
  bool laid = false;  // `seen` is opened
  std::array<std::vector<TermId>, N> scratch;
};

}  // namespace

struct TripleCursor::State : Place<TripleWalk, 3> {
  using Place::Place;
};
struct ClaimCursor::State : Place<ClaimWalk, 4> {
  using Place::Place;
};

TripleCursor::TripleCursor(const Snapshot& snapshot, Order order)
    : state_(std::make_unique<State>(snapshot.state(), order)) {}
TripleCursor::TripleCursor(TripleCursor&&) noexcept = default;
TripleCursor& TripleCursor::operator=(TripleCursor&&) noexcept = default;
TripleCursor::~TripleCursor() = default;

void TripleCursor::open(std::span<const TermId> prefix) {
  state_->open(prefix);
}
void TripleCursor::open_range(std::span<const TermId> prefix, TermId low, TermId high) {
  invariant(prefix.size() < 3, "no place for a range after the prefix");
  state_->open(prefix);
  state_->low[prefix.size()] = low.bits();
  state_->high[prefix.size()] = high.bits();
  state_->ended = low > high;
}
void TripleCursor::skip_to(TermId a, TermId b) {
  state_->skip_to(a.bits(), b.bits());
}

std::size_t TripleCursor::next(TermId* first, TermId* second, TermId* third, std::size_t capacity) {
  return state_->next({first, second, third}, capacity);
}

ClaimCursor::ClaimCursor(const Snapshot& snapshot, ClaimOrder order)
    : state_(std::make_unique<State>(snapshot.state(), order)) {}
ClaimCursor::ClaimCursor(ClaimCursor&&) noexcept = default;
ClaimCursor& ClaimCursor::operator=(ClaimCursor&&) noexcept = default;
ClaimCursor::~ClaimCursor() = default;

void ClaimCursor::open(std::span<const TermId> prefix) {
  state_->open(prefix);
}

std::size_t ClaimCursor::next(TermId* first, TermId* second, TermId* third, TermId* claim,
                              std::size_t capacity) {
  return state_->next({first, second, third, claim}, capacity);
}

}  // namespace vouch::storage
