// engine/physical/cost.hpp — what work costs: a few named constants, measured on LMDB and on our
// operators.
//
// Units     1 = one row read from an index in order (about 3 ns warm).
// Shape     pure functions of row counts; nothing here looks at the store.
// Source    bench/README.md, "The store alone"; look-ups as `profile` shows them over 10 M triples:
//           80 ns each when ascending, with what is done to their rows.
#pragma once

#include <algorithm>
#include <cmath>

namespace vouch::physical::cost {

inline constexpr double kScanRow = 1;        // one key read in order
inline constexpr double kSeek = 60;          // one range opened, keys sorted within a batch
inline constexpr double kSeekAscending = 25; // one range opened, the keys of all rows ascending
inline constexpr double kRow = 1;            // one row of output written
inline constexpr double kHashBuild = 6;      // one row put into a table
inline constexpr double kHashProbe = 4;      // one row looked up in it
inline constexpr double kMerge = 1;          // one row of either side passed over
inline constexpr double kCompare = 0.5;      // one pair of rows compared in a nested loop
inline constexpr double kTest = 3;           // one condition on one row
inline constexpr double kSort = 1;           // one comparison of a sort
inline constexpr double kPathRow = 8;        // one end point reached by a path
inline constexpr double kClosurePair = 0.2;  // one pair of ends counted among many
inline constexpr double kLoadRow = 1.5;      // one row put into sorted columns in memory
inline constexpr double kMeet = 0.5;         // one value looked at when patterns meet
inline constexpr double kLeap = 2;           // one doubling of the distance to the next one
inline constexpr double kSearch = 200;       // one full-text search
inline constexpr double kRunRow = 0.3;       // one sorted row counted
inline constexpr double kCountRow = 0.2;     // one key of a range that is only counted
inline constexpr double kOpen = 5;           // one operator started

[[nodiscard]] inline double scan(double touched) {
  return kSeek + touched * kScanRow;
}
[[nodiscard]] inline double lookup(double left, double touched_each, bool ascending) {
  return left * ((ascending ? kSeekAscending : kSeek) + touched_each * kScanRow);
}
[[nodiscard]] inline double hash(double probe, double build) {
  return build * kHashBuild + probe * kHashProbe;
}
[[nodiscard]] inline double merge(double left, double right) {
  return (left + right) * kMerge;
}
[[nodiscard]] inline double nested(double left, double right) {
  return left * right * kCompare;
}
[[nodiscard]] inline double sort(double rows) {
  return rows * std::log2(std::max(2.0, rows)) * kSort;
}
[[nodiscard]] inline double path(double starts, double reached) {
  return starts * kSeek + reached * kPathRow;
}
[[nodiscard]] inline double distinct(double rows) {
  return rows * kHashBuild;
}

}  // namespace vouch::physical::cost
