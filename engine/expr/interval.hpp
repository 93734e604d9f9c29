// engine/expr/interval.hpp — what can be said of two values known only as intervals.
//
// Shape     closed intervals, an absent bound is open. A verdict has two halves: does the test hold
//           for every pair of values, does it hold for some pair.
#pragma once

#include <optional>

#include "engine/expr/value_ops.hpp"

namespace vouch::expr {

template <typename T>
struct Interval {
  std::optional<T> low;
  std::optional<T> high;

  [[nodiscard]] bool single() const { return low && high && *low == *high; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct Verdict {
  bool always = false;
  bool ever = false;

  [[nodiscard]] Truth truth_when(bool possibly) const {
    if (possibly) return truth(ever);
    if (always) return Truth::yes;
    return ever ? Truth::unknown : Truth::no;
  }
};

template <typename T>
[[nodiscard]] bool overlap(const Interval<T>& a, const Interval<T>& b) {
  return (!a.low || !b.high || *a.low <= *b.high) && (!b.low || !a.high || *b.low <= *a.high);
}

template <typename T>
[[nodiscard]] Verdict less(const Interval<T>& a, const Interval<T>& b) {
  return {a.high && b.low && *a.high < *b.low, !a.low || !b.high || *a.low < *b.high};
}

// Equal intervals satisfy `<=`, since they satisfy `=`.
template <typename T>
[[nodiscard]] Verdict less_equal(const Interval<T>& a, const Interval<T>& b) {
  return {a == b || (a.high && b.low && *a.high <= *b.low),
          !a.low || !b.high || *a.low <= *b.high};
}

// An interval equals itself: the same statement of what is known.
template <typename T>
[[nodiscard]] Verdict equal(const Interval<T>& a, const Interval<T>& b) {
  return {a == b, overlap(a, b)};
}

template <typename T>
[[nodiscard]] Verdict within(const Interval<T>& a, const Interval<T>& b) {
  const bool from = !b.low || (a.low && *a.low >= *b.low);
  const bool to = !b.high || (a.high && *a.high <= *b.high);
  return {from && to, overlap(a, b)};
}

template <typename T>
[[nodiscard]] Truth compare_intervals(Comparison op, const Interval<T>& a, const Interval<T>& b,
                                      bool possibly) {
  switch (op) {
    case Comparison::equal: return equal(a, b).truth_when(possibly);
    case Comparison::not_equal:
      if (possibly) return truth(!(a.single() && a == b));
      return negate(equal(a, b).truth_when(false));
    case Comparison::less: return less(a, b).truth_when(possibly);
    case Comparison::less_equal: return less_equal(a, b).truth_when(possibly);
    case Comparison::greater: return less(b, a).truth_when(possibly);
    case Comparison::greater_equal: return less_equal(b, a).truth_when(possibly);
  }
  return Truth::unknown;
}

}  // namespace vouch::expr
