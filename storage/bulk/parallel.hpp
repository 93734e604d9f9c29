// storage/bulk/parallel.hpp — runs tasks on two threads, this one and another.
//
// Shape     tasks are taken in order: put the long ones first.
// Errors    the first exception of a task is thrown here, when all have ended.
#pragma once

#include <functional>
#include <vector>

namespace vouch::storage::bulk {

void run_parallel(const std::vector<std::function<void()>>& tasks);

}  // namespace vouch::storage::bulk
