// engine/exec/closure_pairs.hpp — the pairs of a closure over all its sources, some at a time.
//
// Shape     block by block of sources; within one, by the nodes reached. `reflexive`: every source
//           also reaches itself without a step.
// Lifetime  borrows context and graph.
#pragma once

#include <vector>

#include "engine/exec/closure.hpp"
#include "engine/exec/rows.hpp"

namespace vouch::exec {

class ClosurePairs {
 public:
  ClosurePairs(ExecContext& context, PathGraph& graph, std::span<const PathGraph::HopNumber> hops,
               bool reflexive);

  void start(std::vector<PathGraph::NodeNumber> sources);

  // Replaces the contents of the columns, which are never left empty; false: no more.
  [[nodiscard]] bool next(Column& sources, Column& reached);

 private:
  void give_selves(Column& sources, Column& reached);
  void give_part(Column& sources, Column& reached);

  ExecContext& context_;
  PathGraph& graph_;
  Closure closure_;
  bool reflexive_;
  std::vector<PathGraph::NodeNumber> loners_;  // sources that no step begins or ends at
  std::size_t part_ = 0;
  std::size_t node_ = 0;  // in the part
};

}  // namespace vouch::exec
