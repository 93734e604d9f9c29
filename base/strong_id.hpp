// base/strong_id.hpp — an integer that cannot be mistaken for another.
//
// Shape     explicit, ordered, hashable; same size as its representation.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>

namespace vouch {

template <typename Tag, typename Rep>
class StrongId {
 public:
  using rep = Rep;
  constexpr StrongId() = default;
  explicit constexpr StrongId(Rep value) : value_(value) {}
  [[nodiscard]] constexpr Rep value() const noexcept { return value_; }
  friend constexpr auto operator<=>(StrongId, StrongId) = default;

 private:
  Rep value_{};
};

}  // namespace vouch

template <typename Tag, typename Rep>
struct std::hash<vouch::StrongId<Tag, Rep>> {
  std::size_t operator()(vouch::StrongId<Tag, Rep> id) const noexcept {
    // Fibonacci mixing: consecutive ids must not fall into consecutive buckets of one line.
    return static_cast<std::size_t>(id.value()) * 0x9E3779B97F4A7C15ULL;
  }
};
