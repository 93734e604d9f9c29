#include "engine/exec/distinct_rows.hpp"

#include <algorithm>
#include <utility>

#include "engine/exec/spelling.hpp"

namespace vouch::exec {

std::span<const std::uint32_t> DistinctRows::fresh(const Batch& batch) {
  std::size_t next = seen_.size();
  bool computed = false;
  pointers_.clear();
  for (std::size_t c = 0; c < batch.columns.size(); ++c) {
    const Column& ids = canonical_column(terms_, batch.columns[c], scratch_[c]);
    computed = computed || &ids != &batch.columns[c];
    pointers_.push_back(ids.data());
  }
  numbers_.resize(batch.rows);
  seen_.insert(pointers_, batch.rows, numbers_.data());
  rows_.clear();
  for (std::uint32_t row = 0; row < batch.rows; ++row) {
    const bool is_new = numbers_[row] == next;
    if (is_new) ++next;
    if (is_new && waiting_.empty() && !(computed && may_change(batch, row))) {
      rows_.push_back(row);
    } else if (is_new) {
      wait(batch, row);
    } else if (!waiting_.empty()) {
      const auto waiting = waiting_.find(numbers_[row]);
      if (waiting != waiting_.end()) respell(waiting->second, batch, row);
    }
  }
  return rows_;
}

bool DistinctRows::may_change(const Batch& batch, std::uint32_t row) {
  return std::any_of(batch.columns.begin(), batch.columns.end(), [&](const Column& column) {
    return has_spellings(terms_, column[row]);
  });
}

void DistinctRows::wait(const Batch& batch, std::uint32_t row) {
  std::vector<TermId>& ids = waiting_[numbers_[row]];
  for (const Column& column : batch.columns) ids.push_back(column[row]);
}

void DistinctRows::respell(std::vector<TermId>& waiting, const Batch& batch, std::uint32_t row) {
  for (std::size_t c = 0; c < waiting.size(); ++c) {
    waiting[c] = better_spelled(terms_, waiting[c], batch.columns[c][row]);
  }
}

bool DistinctRows::take_waiting(std::size_t most, Batch& out) {
  reset(out, scratch_.size());
  while (!waiting_.empty() && out.rows < most) {
    const auto first = waiting_.begin();
    for (std::size_t c = 0; c < out.columns.size(); ++c) out.columns[c].push_back(first->second[c]);
    ++out.rows;
    waiting_.erase(first);
  }
  return out.rows > 0;
}

void DistinctRows::clear() {
  seen_.clear();
  waiting_.clear();
}

std::size_t DistinctRows::bytes() const {
  constexpr std::size_t kNode = 96;  // of the map, with its vector
  return seen_.bytes() + waiting_.size() * (kNode + scratch_.size() * sizeof(TermId));
}

}  // namespace vouch::exec
