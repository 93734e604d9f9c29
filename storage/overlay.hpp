// storage/overlay.hpp — a graph seen otherwise than the tables hold it: a view, another time,
// another world.
//
// Shape     triples that are hidden or added, claims that stand elsewhere, and which claims count.
// A snapshot
//           seen through an overlay answers cursors, look-ups and counts as if its tables held just
//           that; what stands on it (plans, paths, counts) knows nothing of overlays. Triples about
//           a claim that does not count are hidden without being listed, and the claim itself is
//           shown as retracted. Statistics by relation are estimates there.
// Units     24 bytes for a listed triple and order that was asked for, a bit for a claim.
// Order     each list in the sequence of the asked order, sorted when first asked for.
// Lifetime  immutable, shared by snapshots of the commit it was made for.
// Threads   any.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "storage/store.hpp"

namespace vouch::storage {

struct PlacedClaim {
  Triple triple;
  TermId claim;
  friend constexpr auto operator<=>(const PlacedClaim&, const PlacedClaim&) = default;
};

// Which of the store's claims count: a bit for each, by number.
class ClaimSet {
 public:
  ClaimSet() = default;
  explicit ClaimSet(std::uint64_t claims, bool all = false)
      : bits_((claims + 64) / 64, all ? ~std::uint64_t{0} : 0) {}  // numbers begin at 1
  [[nodiscard]] bool has(std::uint64_t number) const {
    return number / 64 < bits_.size() && ((bits_[number / 64] >> (number % 64)) & 1U) != 0;
  }
  void add(std::uint64_t number) { bits_[number / 64] |= std::uint64_t{1} << (number % 64); }
  // Only those that the other has, too; only those that it does not have. Of one store's claims.
  void keep(const ClaimSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= other.bits_[i];
  }
  void drop(const ClaimSet& other) {
    for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= ~other.bits_[i];
  }
  void remove(std::uint64_t number) { bits_[number / 64] &= ~(std::uint64_t{1} << (number % 64)); }

 private:
  std::vector<std::uint64_t> bits_;
};

struct OverlayContent {
  std::vector<Triple> hidden;              // in the tables, not seen
  std::vector<Triple> added;               // seen, not in the tables
  std::vector<PlacedClaim> claims_hidden;  // rows of the claim tables that are not seen
  std::vector<PlacedClaim> claims_added;   // and those seen in their stead
  ClaimSet claims;                         // in force here; others are as if retracted
  // Which of them patterns ask for that do not say it themselves: whatever their polarity, branches
  // of an "A or B", too.
  bool any_polarity = false;
  bool any_alternative = false;
};

class Overlay {
 public:
  using Ids3 = std::array<std::uint64_t, 3>;
  using Ids4 = std::array<std::uint64_t, 4>;
  // What differs, in the sequence of one order.
  template <typename Ids>
  struct Rows {
    std::vector<Ids> hidden;
    std::vector<Ids> added;
  };

  explicit Overlay(OverlayContent content) : content_(std::move(content)) {}

  [[nodiscard]] const Rows<Ids3>& rows(Order order) const;
  [[nodiscard]] const Rows<Ids4>& rows(ClaimOrder order) const;
  [[nodiscard]] bool counts(TermId claim) const { return content_.claims.has(claim.payload()); }
  [[nodiscard]] const OverlayContent& content() const { return content_; }

 private:
  OverlayContent content_;
  mutable std::mutex sorting_;
  mutable std::array<std::unique_ptr<Rows<Ids3>>, 4> triples_;
  mutable std::array<std::unique_ptr<Rows<Ids4>>, 3> claims_;
};

// The snapshot as it is seen through the overlay (in place of one it was seen through before).
// Shares the transaction: use one of the two at a time, from one thread.
[[nodiscard]] Snapshot seen_through(const Snapshot& snapshot,
                                    std::shared_ptr<const Overlay> overlay);
// Null: the tables as they are.
[[nodiscard]] std::shared_ptr<const Overlay> overlay_of(const Snapshot& snapshot);

}  // namespace vouch::storage
