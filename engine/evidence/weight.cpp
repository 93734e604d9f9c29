#include "engine/evidence/weight.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "storage/well_known.hpp"

namespace vouch::evidence {

namespace well_known = storage::well_known;

namespace {

constexpr std::uint8_t kKnown = 0x80;

TermId value_of(const storage::Snapshot& snapshot, TermId claim, TermId qualifier) {
  storage::TripleCursor cursor(snapshot, storage::Order::spo);
  cursor.open(std::array{claim, qualifier});
  TermId value;
  return cursor.next(nullptr, nullptr, &value, 1) > 0 ? value : TermId{};
}

// The place of a value in a run of well-known ones, `otherwise` where it is none of them.
std::uint8_t rank(TermId value, TermId first, TermId last, TermId otherwise) {
  const bool inside = value.bound() && first <= value && value <= last;
  return static_cast<std::uint8_t>((inside ? value : otherwise).payload() - first.payload());
}

}  // namespace

std::string_view certainty_name(std::uint8_t certainty) {
  static constexpr std::array<std::string_view, 7> kNames = {
      "suspected", "opinion", "estimated", "reported", "stated", "confirmed", "unclaimed"};
  return kNames.at(certainty);
}

std::string_view status_name(std::uint8_t status) {
  static constexpr std::array<std::string_view, 4> kNames = {"actual", "planned", "requested",
                                                             "forecast"};
  return kNames.at(status);
}

bool stronger(const Weight& a, const Weight& b) {
  if ((a.status == 0) != (b.status == 0)) return a.status == 0;
  return std::tuple(a.certainty, -static_cast<int>(a.status)) >
         std::tuple(b.certainty, -static_cast<int>(b.status));
}

Weight strongest(const Weight& a, const Weight& b) {
  return stronger(b, a) ? b : a;
}

Weight both(const Weight& a, const Weight& b) {
  return {std::min(a.certainty, b.certainty), std::max(a.status, b.status)};
}

Weight together(const Weight& a, const Weight& b) {
  return {std::min(a.certainty, b.certainty), std::min(a.status, b.status)};
}

std::uint8_t ClaimWeights::read(TermId claim) {
  const std::uint8_t certainty =
      rank(value_of(snapshot_, claim, well_known::kCertainty), well_known::kSuspected,
           well_known::kConfirmed, well_known::kStated);
  const std::uint8_t status =
      rank(value_of(snapshot_, claim, well_known::kStatus), well_known::kActual,
           well_known::kForecast, well_known::kActual);
  return static_cast<std::uint8_t>(kKnown | certainty | (status << 3U));
}

Weight ClaimWeights::of(TermId claim) {
  const std::uint64_t number = claim.payload();
  if (number >= known_.size()) known_.resize(std::max<std::size_t>(number + 1, 2 * known_.size()));
  std::uint8_t& known = known_[number];
  if (known == 0) known = read(claim);
  return {static_cast<std::uint8_t>(known & 7U), static_cast<std::uint8_t>((known >> 3U) & 3U)};
}

Weight ClaimWeights::of(std::span<const TermId> claims) {
  if (claims.empty()) return {};
  Weight best = of(claims.front());
  for (const TermId claim : claims.subspan(1)) best = strongest(best, of(claim));
  return best;
}

}  // namespace vouch::evidence
