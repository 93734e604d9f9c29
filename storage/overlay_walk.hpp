// storage/overlay_walk.hpp — rows of a table as an overlay lets them be seen: some dropped, some
// put in.
//
// Shape     over any source of sorted rows: those the overlay hides are passed over, those it adds
// come in
//           their places. N is 3 for triples, 4 for claims.
// Lifetime  borrows the overlay.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "storage/overlay.hpp"
#include "storage/term_id.hpp"

namespace vouch::storage {

template <std::size_t N>
class OverlayWalk {
 public:
  using Ids = std::array<std::uint64_t, N>;
  using Columns = std::array<TermId*, N>;
  using Rows = Overlay::Rows<Ids>;

  // `subject`: where a row has its subject; N or more: rows are not looked at for that.
  OverlayWalk(const Overlay& overlay, const Rows& rows, std::size_t subject)
      : overlay_(overlay), rows_(rows), subject_(subject) {
    for (std::vector<TermId>& column : buffer_) column.resize(kBuffered);
  }

  void open(const Ids& low, const Ids& high) {
    const auto from = [&](const std::vector<Ids>& all) {
      return static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), low) - all.begin());
    };
    const auto to = [&](const std::vector<Ids>& all) {
      return static_cast<std::size_t>(std::upper_bound(all.begin(), all.end(), high) - all.begin());
    };
    hidden_ = from(rows_.hidden);
    hidden_end_ = to(rows_.hidden);
    added_ = from(rows_.added);
    added_end_ = to(rows_.added);
    at_ = size_ = 0;
    ended_ = false;
  }

  // `more(columns, capacity)` gives rows of the table, 0 at its end.
  template <typename More>
  [[nodiscard]] std::size_t next(const Columns& columns, std::size_t capacity, const More& more) {
    std::size_t rows = 0;
    while (rows < capacity) {
      if (at_ == size_ && !ended_) refill(more);
      const bool added = added_ < added_end_;
      if (at_ == size_ && !added) break;
      if (at_ == size_ || (added && rows_.added[added_] < row(at_))) {
        put(columns, rows++, rows_.added[added_++]);
        continue;
      }
      const Ids ids = row(at_++);
      if (seen(ids)) put(columns, rows++, ids);
    }
    return rows;
  }

  // Passes over rows before `target`. True: the table's own walk stands where it has to be.
  [[nodiscard]] bool skip_to(const Ids& target) {
    while (at_ < size_ && row(at_) < target) ++at_;
    while (added_ < added_end_ && rows_.added[added_] < target) ++added_;
    return at_ < size_ || ended_;
  }

 private:
  static constexpr std::size_t kBuffered = 256;

  template <typename More>
  void refill(const More& more) {
    Columns columns;
    for (std::size_t i = 0; i < N; ++i) columns[i] = buffer_[i].data();
    size_ = more(columns, kBuffered);
    at_ = 0;
    ended_ = size_ == 0;
  }
  [[nodiscard]] Ids row(std::size_t at) const {
    Ids ids;
    for (std::size_t i = 0; i < N; ++i) ids[i] = buffer_[i][at].bits();
    return ids;
  }
  static void put(const Columns& columns, std::size_t row, const Ids& ids) {
    for (std::size_t i = 0; i < N; ++i) {
      if (columns[i] != nullptr) columns[i][row] = TermId::from_bits(ids[i]);
    }
  }
  [[nodiscard]] bool seen(const Ids& ids) {
    if (subject_ < N) {
      const TermId subject = TermId::from_bits(ids[subject_]);
      if (subject.tag() == IdTag::claim && !overlay_.counts(subject)) return false;
    }
    while (hidden_ < hidden_end_ && rows_.hidden[hidden_] < ids) ++hidden_;
    return hidden_ == hidden_end_ || rows_.hidden[hidden_] != ids;
  }

  const Overlay& overlay_;
  const Rows& rows_;
  std::size_t subject_;
  std::size_t hidden_ = 0;
  std::size_t hidden_end_ = 0;
  std::size_t added_ = 0;
  std::size_t added_end_ = 0;
  std::array<std::vector<TermId>, N> buffer_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  bool ended_ = false;
};

}  // namespace vouch::storage
