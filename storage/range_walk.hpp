// storage/range_walk.hpp — walks the keys of one order between two bounds and fills columns.
//
// Shape     keys of N ids; rows come in key order. In a snapshot whole leaf pages are read at once;
// inside
//           an update, where pages change, row by row, and each call finds its place again by key.
// Lifetime  holds the snapshot's state.
// Errors    CorruptionError for keys of another size.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "base/invariant.hpp"
#include "storage/lmdb/cursor.hpp"
#include "storage/row.hpp"
#include "storage/snapshot_state.hpp"

namespace vouch::storage {

template <std::size_t N>
class RangeWalk {
 public:
  using Ids = std::array<std::uint64_t, N>;
  using Columns = std::array<TermId*, N>;  // null: not wanted

  RangeWalk(std::shared_ptr<SnapshotState> state, format::TableName table)
      : state_(std::move(state)),
        cursor_(state_->transaction(), state_->tables()[table]),
        by_leaf_(!state_->transaction().writes() &&
                 state_->transaction().environment().pages_are_aligned()) {}

  void open(std::span<const TermId> prefix) {
    invariant(prefix.size() <= N, "a prefix longer than the key");
    low_.fill(0);
    high_.fill(~std::uint64_t{0});
    for (std::size_t i = 0; i < prefix.size(); ++i) low_[i] = high_[i] = prefix[i].bits();
    prefix_ = prefix.size();
    standing_ = false;
    at_end_ = false;
  }
  void open_range(std::span<const TermId> prefix, TermId low, TermId high) {
    invariant(prefix.size() < N, "no place for a range after the prefix");
    open(prefix);
    low_[prefix_] = low.bits();
    high_[prefix_] = high.bits();
    at_end_ = low > high;
  }
  void skip_to(std::uint64_t a, std::uint64_t b) {
    Ids target = low_;
    for (std::size_t i = prefix_; i < N; ++i) target[i] = 0;
    if (prefix_ < N) target[prefix_] = a;
    if (prefix_ + 1 < N) target[prefix_ + 1] = b;
    if (target <= low_) return;
    low_ = target;
    if (at_end_ || !standing_) return;  // the first next() seeks `low_`
    if (ids_at(leaf_.size() - 1) < target) {
      standing_ = false;
    } else {
      leaf_.go_to(first_not_less(target));
    }
  }
  [[nodiscard]] std::size_t next(const Columns& columns, std::size_t capacity) {
    if (at_end_ || capacity == 0) return 0;
    return by_leaf_ ? next_by_leaf(columns, capacity) : next_by_row(columns, capacity);
  }

 private:
  static constexpr std::size_t kKeyBytes = 8 * N;

  // ── whole leaves ──
  std::size_t next_by_leaf(const Columns& columns, std::size_t capacity) {
    if (!standing_) stand(cursor_.seek(format::id_key<N>(low_).view()));
    std::size_t rows = 0;
    while (!at_end_ && rows < capacity) {
      const std::size_t size = leaf_.size();
      const bool whole = ids_at(size - 1) <= high_;
      const std::size_t end = whole ? size : first_greater(high_);
      const std::size_t count = std::min(end - std::min(end, leaf_.at()), capacity - rows);
      copy(columns, rows, count);
      rows += count;
      leaf_.go_to(leaf_.at() + count);
      if (leaf_.at() < end) break;  // the capacity is reached
      if (whole) {
        // To the page's last row, which is near, and one further.
        const auto last = format::id_key<N>(ids_at(size - 1));
        stand(cursor_.seek(last.view()) && cursor_.next());
      } else {
        at_end_ = true;
      }
    }
    return rows;
  }
  void stand(bool found) {
    standing_ = found;
    at_end_ = !found;
    if (found) leaf_ = cursor_.leaf();
    if (found && leaf_.empty()) damaged();
  }
  void copy(const Columns& columns, std::size_t rows, std::size_t count) const {
    for (std::size_t column = 0; column < N; ++column) {
      TermId* const to = columns[column];
      if (to == nullptr) continue;
      for (std::size_t i = 0; i < count; ++i) {
        const char* key = leaf_.key(leaf_.at() + i, kKeyBytes);
        if (key == nullptr) [[unlikely]] {
          damaged();
        }
        to[rows + i] = TermId::from_bits(load_u64(key + 8 * column));
      }
    }
  }
  [[nodiscard]] Ids ids_at(std::size_t row) const {
    const char* key = leaf_.key(row, kKeyBytes);
    if (key == nullptr) damaged();
    return ids_of({key, kKeyBytes});
  }
  [[nodiscard]] std::size_t first_not_less(const Ids& ids) const {
    return partition(leaf_.at(), [&](const Ids& row) { return row < ids; });
  }
  [[nodiscard]] std::size_t first_greater(const Ids& ids) const {
    return partition(leaf_.at(), [&](const Ids& row) { return row <= ids; });
  }
  template <typename Before>
  [[nodiscard]] std::size_t partition(std::size_t from, const Before& before) const {
    std::size_t to = leaf_.size();
    while (from < to) {
      const std::size_t middle = from + (to - from) / 2;
      if (before(ids_at(middle))) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  // ── row by row ──
  std::size_t next_by_row(const Columns& columns, std::size_t capacity) {
    at_end_ = !cursor_.seek(format::id_key<N>(low_).view());
    std::size_t rows = 0;
    while (!at_end_) {
      const Ids ids = ids_of(cursor_.key());
      at_end_ = ids > high_;
      if (at_end_) break;
      low_ = ids;  // where the next call goes on
      if (rows == capacity) break;
      for (std::size_t column = 0; column < N; ++column) {
        if (columns[column] != nullptr) columns[column][rows] = TermId::from_bits(ids[column]);
      }
      ++rows;
      at_end_ = !cursor_.next();
    }
    return rows;
  }

  [[noreturn]] static void damaged() { raise_damaged("the orders", "a key of the wrong size"); }
  [[nodiscard]] static Ids ids_of(std::string_view key) {
    if (key.size() != kKeyBytes) [[unlikely]] {
      damaged();
    }
    Ids ids;
    for (std::size_t i = 0; i < N; ++i) ids[i] = load_u64(key.data() + 8 * i);
    return ids;
  }

  std::shared_ptr<SnapshotState> state_;
  lmdb::Cursor cursor_;
  bool by_leaf_;
  Ids low_{};
  Ids high_{};
  std::size_t prefix_ = 0;
  lmdb::Leaf leaf_;        // by leaf: its at() is the next row
  bool standing_ = false;  // the leaf is valid
  bool at_end_ = true;
};

}  // namespace vouch::storage
