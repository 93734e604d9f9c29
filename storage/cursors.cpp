#include <algorithm>
#include <array>

#include "base/invariant.hpp"
#include "storage/row.hpp"
#include "storage/snapshot_state.hpp"
#include "storage/store.hpp"

namespace vouch::storage {
namespace {

constexpr int kStepsBeforeSeek = 4;  // a neighbour is reached sooner step by step

// Walks the keys from `low` to `high`, both inclusive, of N ids each.
template <std::size_t N>
class RangeWalk {
 public:
  using Ids = std::array<std::uint64_t, N>;

  RangeWalk(std::shared_ptr<SnapshotState> state, format::TableName table)
      : state_(std::move(state)), cursor_(state_->transaction(), state_->tables()[table]) {}

  void open(std::span<const TermId> prefix) {
    invariant(prefix.size() <= N, "a prefix longer than the key");
    low_.fill(0);
    high_.fill(~std::uint64_t{0});
    for (std::size_t i = 0; i < prefix.size(); ++i) low_[i] = high_[i] = prefix[i].bits();
    prefix_ = prefix.size();
    restart();
  }
  void open_range(std::span<const TermId> prefix, TermId low, TermId high) {
    invariant(prefix.size() < N, "no place for a range after the prefix");
    open(prefix);
    low_[prefix_] = low.bits();
    high_[prefix_] = high.bits();
    if (low > high) at_end_ = true;
  }
  void skip_to(std::uint64_t a, std::uint64_t b) {
    Ids target = low_;
    for (std::size_t i = prefix_; i < N; ++i) target[i] = 0;
    if (prefix_ < N) target[prefix_] = a;
    if (prefix_ + 1 < N) target[prefix_ + 1] = b;
    if (target <= low_) return;
    low_ = target;
    if (at_end_ || !standing_) return;  // the first next() seeks `low_`
    for (int step = 0; step < kStepsBeforeSeek; ++step) {
      if (ids_of(cursor_.key()) >= target) return;
      if (!cursor_.next()) {
        at_end_ = true;
        return;
      }
    }
    if (ids_of(cursor_.key()) < target) standing_ = false;
  }

  template <typename Emit>
  std::size_t next(std::size_t capacity, const Emit& emit) {
    if (at_end_ || capacity == 0) return 0;
    if (!standing_) {
      at_end_ = !cursor_.seek(format::id_key<N>(low_).view());
      standing_ = true;
    }
    std::size_t rows = 0;
    while (!at_end_) {
      const Ids ids = ids_of(cursor_.key());
      if (ids > high_) {
        at_end_ = true;
        break;
      }
      if (rows == capacity) break;
      emit(rows++, ids);
      at_end_ = !cursor_.next();
    }
    // Inside an update the pages may change before the next call: find the place again by its key.
    if (!at_end_ && state_->transaction().writes()) {
      low_ = ids_of(cursor_.key());
      standing_ = false;
    }
    return rows;
  }

 private:
  void restart() {
    standing_ = false;
    at_end_ = false;
  }
  [[nodiscard]] static Ids ids_of(std::string_view key) {
    if (key.size() != 8 * N) [[unlikely]] {
      raise_damaged("the orders", "a key of the wrong size");
    }
    Ids ids;
    for (std::size_t i = 0; i < N; ++i) ids[i] = load_u64(key.data() + 8 * i);
    return ids;
  }

  std::shared_ptr<SnapshotState> state_;
  lmdb::Cursor cursor_;
  Ids low_{};
  Ids high_{};
  std::size_t prefix_ = 0;
  bool standing_ = false;  // the cursor stands on the next row
  bool at_end_ = true;
};

}  // namespace

struct TripleCursor::State : RangeWalk<3> {
  using RangeWalk<3>::RangeWalk;
};
struct ClaimCursor::State : RangeWalk<4> {
  using RangeWalk<4>::RangeWalk;
};

TripleCursor::TripleCursor(const Snapshot& snapshot, Order order)
    : state_(std::make_unique<State>(snapshot.state(), format::table_of(order))) {}
TripleCursor::TripleCursor(TripleCursor&&) noexcept = default;
TripleCursor& TripleCursor::operator=(TripleCursor&&) noexcept = default;
TripleCursor::~TripleCursor() = default;

void TripleCursor::open(std::span<const TermId> prefix) {
  state_->open(prefix);
}
void TripleCursor::open_range(std::span<const TermId> prefix, TermId low, TermId high) {
  state_->open_range(prefix, low, high);
}
void TripleCursor::skip_to(TermId a, TermId b) {
  state_->skip_to(a.bits(), b.bits());
}

std::size_t TripleCursor::next(TermId* first, TermId* second, TermId* third, std::size_t capacity) {
  return state_->next(capacity, [&](std::size_t row, const std::array<std::uint64_t, 3>& ids) {
    if (first != nullptr) first[row] = TermId::from_bits(ids[0]);
    if (second != nullptr) second[row] = TermId::from_bits(ids[1]);
    if (third != nullptr) third[row] = TermId::from_bits(ids[2]);
  });
}

ClaimCursor::ClaimCursor(const Snapshot& snapshot, ClaimOrder order)
    : state_(std::make_unique<State>(snapshot.state(), format::table_of(order))) {}
ClaimCursor::ClaimCursor(ClaimCursor&&) noexcept = default;
ClaimCursor& ClaimCursor::operator=(ClaimCursor&&) noexcept = default;
ClaimCursor::~ClaimCursor() = default;

void ClaimCursor::open(std::span<const TermId> prefix) {
  state_->open(prefix);
}

std::size_t ClaimCursor::next(TermId* first, TermId* second, TermId* third, TermId* claim,
                              std::size_t capacity) {
  return state_->next(capacity, [&](std::size_t row, const std::array<std::uint64_t, 4>& ids) {
    if (first != nullptr) first[row] = TermId::from_bits(ids[0]);
    if (second != nullptr) second[row] = TermId::from_bits(ids[1]);
    if (third != nullptr) third[row] = TermId::from_bits(ids[2]);
    if (claim != nullptr) claim[row] = TermId::from_bits(ids[3]);
  });
}

}  // namespace vouch::storage
