// engine/evidence/weight.hpp — how much claims, facts, derivations and rows can bear.
//
// Shape     certainty by its rank, `suspected` 0 … `confirmed` 5; what needs no claim (a plain load,
//           the store's own book-keeping) is `unclaimed`. A status other than `actual` says that a
//           thing is only planned, requested or forecast.
// Order     of two the stronger is the actual one, then the more certain one.
// Source    a chain bears what its weakest link does, and each link what its strongest strand does.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace vouch::evidence {

using storage::TermId;

struct Weight {
  static constexpr std::uint8_t kUnclaimed = 6;
  std::uint8_t certainty = kUnclaimed;
  std::uint8_t status = 0;  // 0 actual, 1 planned, 2 requested, 3 forecast
  [[nodiscard]] bool claimed() const { return certainty != kUnclaimed; }
  friend bool operator==(const Weight&, const Weight&) = default;
};
[[nodiscard]] std::string_view certainty_name(std::uint8_t certainty);
[[nodiscard]] std::string_view status_name(std::uint8_t status);

[[nodiscard]] bool stronger(const Weight& a, const Weight& b);
[[nodiscard]] Weight strongest(const Weight& a, const Weight& b);
[[nodiscard]] Weight both(const Weight& a, const Weight& b);  // the weaker of each part
// Of members of a group: as certain as the weakest, actual where one is.
[[nodiscard]] Weight together(const Weight& a, const Weight& b);

// Weights of claims, remembered: two bytes a claim number.
class ClaimWeights {
 public:
  explicit ClaimWeights(const storage::Snapshot& snapshot) : snapshot_(snapshot) {}
  [[nodiscard]] Weight of(TermId claim);
  [[nodiscard]] Weight of(std::span<const TermId> claims);  // the strongest; none: unclaimed

 private:
  [[nodiscard]] std::uint8_t read(TermId claim);

  const storage::Snapshot& snapshot_;
  std::vector<std::uint8_t> known_;
};

}  // namespace vouch::evidence
