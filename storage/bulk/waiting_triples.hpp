// storage/bulk/waiting_triples.hpp — triples of a bulk load that is larger than its memory.
//
// Shape     each part of the load leaves its triples, by their ids, in sorted runs; finish() merges
//           all runs once, so that every page of the tables is written once.
// Lifetime  of one bulk load; take() after the terms of the part have their ids.
// Units     about `memory_bytes`, the rest on disk. Ways of writing literals are kept in memory.
// Errors    CapacityError when the disk is full.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "storage/bulk/lane.hpp"
#include "storage/bulk/numbering.hpp"
#include "storage/sorted_runs.hpp"
#include "storage/update_state.hpp"

namespace vouch::storage::bulk {

class WaitingTriples {
 public:
  WaitingTriples(UpdateState& update, const std::string& directory, std::size_t memory_bytes)
      : update_(update), runs_(directory, memory_bytes, {0, 1, 2, 3}) {}

  // Empties the lanes.
  void take(const Numbering& numbers, const std::vector<Lane*>& lanes);
  // Into the update's own runs, which are to be flushed.
  void finish();

 private:
  UpdateState& update_;
  SortedRuns<4> runs_;  // relation, subject, object; 0, or how the object was written
};

}  // namespace vouch::storage::bulk
