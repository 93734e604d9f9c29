// engine/optimize/cardinality.hpp — how many rows a pattern yields, and how many distinct values.
//
// Shape     estimates from the store's own counts: exact for a bound prefix up to kCountCap, from
// the
//           statistics of the relation beyond.
// Units     rows and values; doubles, because estimates multiply.
// Lifetime  borrows the Snapshot; counts are kept as long as the Cardinality.
// Source    join size by distinct values: Selinger et al. 1979; counts per prefix: RDF-3X.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <vector>

#include "engine/logical/plan.hpp"
#include "storage/store.hpp"

namespace vouch::optimize {

using expr::Expression;
using expr::VariableId;
using storage::TermId;

// Keys counted for one exact count, at most: block by block where an order begins with the
// relation, else key by key.
inline constexpr std::uint64_t kBlockCountCap = 2'000'000;
inline constexpr std::uint64_t kCountCap = 10'000;

struct Estimate {
  double rows = 1;
  std::map<VariableId, double> distinct;  // per column, at least 1

  [[nodiscard]] double distinct_of(VariableId variable) const;  // rows when the column is not known
  void limit(double most);  // no more rows, and no more values than rows
};

// What a path relates: pairs of end points, and the distinct ends.
struct PathEstimate {
  double pairs = 0;
  double sources = 1;
  double targets = 1;
  bool reflexive = false;  // relates every term to itself as well
};

class Cardinality {
 public:
  explicit Cardinality(const storage::Snapshot& snapshot);

  [[nodiscard]] Estimate of(const logical::TripleScan& scan) const;
  [[nodiscard]] Estimate of(const logical::ClaimScan& scan) const;
  [[nodiscard]] Estimate of(const logical::PathScan& scan) const;
  [[nodiscard]] Estimate of(const logical::WordSearch& search) const;
  [[nodiscard]] PathEstimate of(const logical::PathExpr& path) const;
  // Index rows in the range that the constants of a pattern of one step (or none) bound.
  [[nodiscard]] double range_rows(const logical::TripleScan& scan) const;
  [[nodiscard]] double range_rows(const logical::ClaimScan& scan) const;

  // Triples of the relation whose object's id is within [low, high]; exact up to kRangeCap.
  [[nodiscard]] double object_range_rows(TermId relation, TermId low, TermId high) const;

  [[nodiscard]] const storage::Snapshot& snapshot() const { return snapshot_; }

 private:
  using CountKey = std::tuple<bool, std::uint8_t, std::vector<TermId>>;
  const storage::Snapshot& snapshot_;
  double terms_ = 1;
  double triples_ = 1;
  double claims_ = 1;
  mutable std::map<CountKey, double> counts_;

  [[nodiscard]] double count(storage::Order order, const std::vector<TermId>& prefix) const;
  [[nodiscard]] double count(storage::ClaimOrder order, const std::vector<TermId>& prefix) const;
  [[nodiscard]] double constants_rows(const logical::Slot& subject, TermId relation,
                                      const logical::Slot& object, bool claims) const;
  template <typename Scan>
  [[nodiscard]] Estimate one_relation(const Scan& scan, TermId relation, bool inverse,
                                      bool claims) const;
  template <typename Scan>
  [[nodiscard]] Estimate all_relations(const Scan& scan, bool claims) const;
};

// The share of rows for which a condition is true; `input` says how many values a variable has.
[[nodiscard]] double selectivity(const Expression& condition, const Estimate& input);

}  // namespace vouch::optimize
