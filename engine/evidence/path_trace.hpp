// engine/evidence/path_trace.hpp — one shortest walk for a pair of end points of a path.
//
// Shape     hops as stored triples, from the subject's end to the object's; none where the ends are
//           one and the path may be empty. Nothing when no walk joins the ends.
// Order     of equally short walks the first in the order of the index.
// Units     the search of one start is kept; charged.
// Lifetime  borrows terms and their snapshot.
// Errors    Cancelled and CapacityError, as paths of questions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/exec/run.hpp"
#include "engine/logical/plan.hpp"

namespace vouch::evidence {

using storage::TermId;

class PathTrace {
 public:
  PathTrace(const logical::PathScan& scan, exec::Terms& terms, const exec::RunOptions& options);
  ~PathTrace();
  PathTrace(PathTrace&&) noexcept;

  // An end that is not bound is any of the scan's choices, or anything.
  [[nodiscard]] std::optional<std::vector<storage::Triple>> between(TermId subject, TermId object);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vouch::evidence
